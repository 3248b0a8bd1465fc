from django.urls import path

from sotiem.portals.citizen.views import appeal, book, look_up, photo_review, report, status, trail

app_name = "citizen"
urlpatterns = [
    path("", look_up.look_up, name="look_up"),
    path("ma-xac-thuc/", look_up.code, name="code"),
    path("thoat/", look_up.sign_out, name="sign_out"),
    path("ho-so/", book.book, name="book"),
    path("chua-co-ho-so/", book.not_found, name="not_found"),
    path("nhat-ky/", trail.trail, name="trail"),
    path("bao-sai/<uuid:dose>/", report.wrong, name="report_wrong"),
    path("bao-khong-tiem/<uuid:dose>/", report.never_received, name="report_never_received"),
    path("bao-hai-lan/<uuid:dose>/", report.twice, name="report_twice"),
    path("bao-cua-nguoi-khac/<uuid:dose>/", report.not_mine, name="report_not_mine"),
    path("bao-thong-tin-sai/", report.person, name="report_person"),
    path("bao-hai-ho-so/", report.second_record, name="report_two_records"),
    path("bao-giay-chung-nhan/", report.certificate, name="report_certificate"),
    path("bao-thieu/", report.missing, name="report_missing"),
    path("bao-chua-co/", report.nothing_recorded, name="report_nothing"),
    path("phan-anh/<str:code>/", status.report, name="report"),
    path("phan-anh/<str:code>/da-gui/", status.sent, name="sent"),
    path("phan-anh/<str:code>/khieu-nai/", appeal.appeal, name="appeal"),
    path("phan-anh/<str:code>/chua-dung/", appeal.contradict, name="contradict"),
    path("phan-anh/<str:code>/rut/", status.withdraw, name="withdraw"),
    path("anh-dang-gui/<uuid:key>/<int:number>/", photo_review.draft_photo, name="draft_photo"),
    path("phan-anh/<str:code>/anh/<uuid:photo>/", status.photo, name="photo"),
    path("tra-cuu/", status.find, name="find"),
    path("tra-cuu/<str:code>", status.track, name="track"),
]
