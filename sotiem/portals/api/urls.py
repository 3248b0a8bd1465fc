from django.urls import path

from sotiem.portals.api.views import match

app_name = "api"
urlpatterns = [path("v1/match", match.match, name="match")]
