from django.urls import path

from sotiem.portals.channels.views import office, public

app_name = "channels"
urlpatterns = [
    path("phan-anh/", public.channels, name="channels"),
    path("phan-anh/du-lieu.json", public.as_json, name="json"),
    path("phan-anh/du-lieu.csv", public.as_csv, name="csv"),
    path("phan-anh/<slug:code>/", public.channel, name="channel"),
    path("phan-anh/<slug:code>/bat-dau/", public.start, name="start"),
    path("can-bo/kenh/", office.channels, name="office"),
    path("can-bo/kenh/them/", office.plan, name="plan"),
    path("can-bo/kenh/<slug:code>/", office.channel, name="run"),
    path("can-bo/kenh/<slug:code>/mo/", office.open_now, name="open"),
    path("can-bo/kenh/<slug:code>/dong/", office.close, name="close"),
    path("can-bo/kenh/<slug:code>/ban-giao/", office.hand_over, name="hand_over"),
    path("can-bo/kenh/<slug:code>/khoa/", office.tie, name="tie"),
]
