from django.urls import path

from sotiem.portals.phones.views import desk, objecting, officer

app_name = "phones"
urlpatterns = [
    path("can-bo/doi-so/", desk.find, name="find"),
    path("can-bo/doi-so/so-moi/", desk.new_phone, name="new_phone"),
    path("can-bo/doi-so/ma/", desk.code, name="code"),
    path("can-bo/doi-so/<uuid:public_id>/", desk.done, name="done"),
    path("xu-ly/doi-so/", officer.waiting, name="waiting"),
    path("xu-ly/doi-so/<uuid:public_id>/", officer.change, name="change"),
    path("doi-so/<str:code>/", objecting.change, name="object"),
]
