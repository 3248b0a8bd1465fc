from django.urls import path

from sotiem.portals.announcing.views import announce, desk, entering, found, mine, stops

app_name = "announcing"
urlpatterns = [
    path("co-so-tiem-chung/", found.search, name="search"),
    path("co-so-tiem-chung/danh-sach.csv", found.csv, name="csv"),
    path("co-so-tiem-chung/<slug:code>/", found.facility, name="one"),
    path("cong-bo-co-so/", announce.start, name="start"),
    path("cong-bo-co-so/co-so/", announce.facility, name="facility"),
    path("cong-bo-co-so/dieu-kien/", announce.conditions, name="conditions"),
    path("cong-bo-co-so/xem-lai/", announce.check, name="check"),
    path("cong-bo-co-so/ma-xac-thuc/", entering.code, name="code"),
    path("cong-bo-co-so/tra-cuu/", entering.find, name="find"),
    path("cong-bo-co-so/tra-cuu/<str:code>", entering.track, name="track"),
    path("cong-bo-co-so/cua-toi/<str:code>/", mine.mine, name="mine"),
    path("cong-bo-co-so/cua-toi/<str:code>/bien-nhan.pdf", mine.receipt, name="receipt"),
    path("cong-bo-co-so/cua-toi/<str:code>/tai-lieu/", mine.document, name="document"),
    path("cong-bo-co-so/cua-toi/<str:code>/gui-lai/", mine.again, name="again"),
    path("cong-bo-co-so/cua-toi/<str:code>/rut/", mine.withdraw, name="withdraw"),
    path("can-bo/cong-bo/", desk.queue, name="queue"),
    path("can-bo/cong-bo/<str:code>/", desk.one, name="case"),
    path("can-bo/cong-bo/<str:code>/tra-loi/", desk.decide, name="decide"),
    path("can-bo/cong-bo/<str:code>/tai-lieu/<uuid:public_id>", desk.paper, name="paper"),
    path("can-bo/co-so/<slug:code>/", stops.facility, name="office"),
    path("can-bo/co-so/<slug:code>/dinh-chi/", stops.stop, name="stop"),
    path("can-bo/co-so/<slug:code>/bo-dinh-chi/<uuid:public_id>/", stops.lift, name="lift"),
]
