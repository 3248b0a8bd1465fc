from django.urls import path

from sotiem.portals.stock.views import home

app_name = "stock"
urlpatterns = [path("", home.store, name="store")]
