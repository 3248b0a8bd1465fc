from django.urls import path

from sotiem.portals.aftercare.views import counts, following, link, mending, own, vaccinator

app_name = "aftercare"
_PERSON = "co-so/<slug:code>/buoi-tiem/<uuid:public_id>/nguoi/<uuid:person>/"
urlpatterns = [
    path("xn/<str:token>/", link.show, name="link"),
    path("xn/<str:token>/dung/", link.right, name="right"),
    path("xn/<str:token>/sai/", link.wrong, name="wrong"),
    path("xn/<str:token>/phan-ung/", link.reaction, name="link_reaction"),
    path(f"{_PERSON}sua-tai-cho/", mending.mend, name="mend"),
    path(f"{_PERSON}giu-nguyen/", mending.keep, name="keep"),
    path(f"{_PERSON}phan-ung/", vaccinator.report, name="observe"),
    path("so-tiem/phan-ung/chua-ghi/", own.without_dose, name="without_dose"),
    path("so-tiem/phan-ung/<uuid:dose>/", own.after_dose, name="after_dose"),
    path("co-so/<slug:code>/phan-ung/", following.at_facility, name="at_facility"),
    path("co-so/<slug:code>/phan-ung/<uuid:reaction>/", following.one_here, name="one_here"),
    path("can-bo/phan-ung/", following.queue, name="queue"),
    path("can-bo/phan-ung/so-lieu/", counts.counts, name="counts"),
    path("can-bo/phan-ung/<uuid:reaction>/", following.one, name="one"),
]
