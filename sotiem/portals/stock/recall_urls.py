from django.urls import path

from sotiem.portals.stock.views import recalls

app_name = "recalls"
urlpatterns = [
    path("", recalls.recalls, name="recalls"),
    path("<uuid:public_id>/", recalls.lot, name="lot"),
]
