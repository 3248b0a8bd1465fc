from django.urls import path

from sotiem.portals.session.views import home

app_name = "session"
urlpatterns = [path("", home.days, name="days")]
