from django.urls import path

from sotiem.portals.registering.views import calling, lists, mine, register, track

app_name = "registering"
urlpatterns = [
    path("dang-ky/", register.start, name="start"),
    path("dang-ky/thong-tin/", register.fill_in, name="fill_in"),
    path("dang-ky/ma-xac-thuc/", register.code, name="code"),
    path("dang-ky/tra-cuu/", track.find, name="find"),
    path("dang-ky/tra-cuu/<str:code>", track.track, name="track"),
    path("dang-ky/cua-toi/", mine.mine, name="mine"),
    path("dang-ky/cua-toi/<str:code>/", mine.registration, name="registration"),
    path("dang-ky/cua-toi/<str:code>/mong-muon/", mine.wish, name="wish"),
    path("dang-ky/cua-toi/<str:code>/tra-loi/", mine.answer, name="answer"),
    path("dang-ky/cua-toi/<str:code>/rut/", mine.withdraw, name="withdraw"),
    path("dang-ky/cua-toi/<str:code>/bien-nhan.pdf", mine.receipt, name="receipt"),
    path("co-so/<slug:code>/buoi-tiem/<uuid:public_id>/moi/", calling.call, name="call"),
    path("can-bo/dang-ky/", lists.choose, name="lists"),
    path("can-bo/dang-ky/<slug:province>/", lists.list_of_province, name="list"),
    path("can-bo/dang-ky/<slug:province>/duyet/", lists.approve, name="approve"),
    path("can-bo/dang-ky/<slug:province>/giao/", lists.assign, name="assign"),
]
