from django.urls import path

from sotiem.portals.registering.views import (
    calling,
    lists,
    mine,
    organization,
    people,
    register,
    rosters,
    track,
)

app_name = "registering"
urlpatterns = [
    path("dang-ky/", register.start, name="start"),
    path("dang-ky/thong-tin/", register.fill_in, name="fill_in"),
    path("dang-ky/ma-xac-thuc/", register.code, name="code"),
    path("dang-ky/tra-cuu/", track.find, name="find"),
    path("dang-ky/tra-cuu/<str:code>", track.track, name="track"),
    path("dang-ky/to-chuc/", organization.start, name="organizations"),
    path("dang-ky/to-chuc/thong-tin/", organization.describe, name="describe"),
    path("dang-ky/to-chuc/ma-xac-thuc/", organization.code, name="organization_code"),
    path("dang-ky/to-chuc/vao/", organization.sign_in, name="sign_in"),
    path("dang-ky/to-chuc/mau.xlsx", rosters.template_of_list, name="roster_template"),
    path("dang-ky/to-chuc/<str:code>/", rosters.organization, name="organization"),
    path("dang-ky/to-chuc/<str:code>/bien-nhan.pdf", people.receipt, name="list_receipt"),
    path("dang-ky/to-chuc/<str:code>/nguoi/", people.people, name="people"),
    path("dang-ky/to-chuc/<str:code>/nguoi/them/", people.add, name="add_person"),
    path("dang-ky/to-chuc/<str:code>/nguoi/<uuid:public_id>/", people.person, name="person"),
    path("dang-ky/to-chuc/<str:code>/nguoi/<uuid:public_id>/rut/", people.out, name="take_out"),
    path("dang-ky/to-chuc/<str:code>/ban-giao/", people.hand_over, name="hand_over"),
    path("dang-ky/to-chuc/<str:code>/<uuid:public_id>/", rosters.roster, name="roster"),
    path("dang-ky/to-chuc/<str:code>/<uuid:public_id>/gui/", rosters.send, name="send"),
    path("dang-ky/to-chuc/<str:code>/<uuid:public_id>/bo/", rosters.lay_aside, name="lay_aside"),
    path(
        "dang-ky/to-chuc/<str:code>/<uuid:public_id>/ket-qua.xlsx", rosters.result, name="result"
    ),
    path("dang-ky/cua-toi/", mine.mine, name="mine"),
    path("dang-ky/cua-toi/<str:code>/", mine.registration, name="registration"),
    path("dang-ky/cua-toi/<str:code>/mong-muon/", mine.wish, name="wish"),
    path("dang-ky/cua-toi/<str:code>/tra-loi/", mine.answer, name="answer"),
    path("dang-ky/cua-toi/<str:code>/rut/", mine.withdraw, name="withdraw"),
    path("dang-ky/cua-toi/<str:code>/nhan/", mine.take_over, name="take_over"),
    path("dang-ky/cua-toi/<str:code>/bien-nhan.pdf", mine.receipt, name="receipt"),
    path("co-so/<slug:code>/buoi-tiem/<uuid:public_id>/moi/", calling.call, name="call"),
    path("can-bo/dang-ky/", lists.choose, name="lists"),
    path("can-bo/dang-ky/<slug:province>/", lists.list_of_province, name="list"),
    path("can-bo/dang-ky/<slug:province>/duyet/", lists.approve, name="approve"),
    path(
        "can-bo/dang-ky/<slug:province>/duyet-to-chuc/",
        lists.approve_list,
        name="approve_list",
    ),
    path("can-bo/dang-ky/<slug:province>/giao/", lists.assign, name="assign"),
]
