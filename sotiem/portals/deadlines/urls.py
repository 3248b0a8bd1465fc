from django.urls import path

from sotiem.portals.deadlines.views import home

app_name = "deadlines"
urlpatterns = [path("", home.board, name="board")]
