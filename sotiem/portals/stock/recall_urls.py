from django.urls import path

from sotiem.portals.stock.views import recalls

app_name = "recalls"
urlpatterns = [
    path("", recalls.recalls, name="recalls"),
    path("<uuid:public_id>/", recalls.lot, name="lot"),
    path("<uuid:public_id>/ban-in/", recalls.printable, name="printable"),
    path("<uuid:public_id>/noi-giu.<slug:form>", recalls.as_table, name="table"),
]
