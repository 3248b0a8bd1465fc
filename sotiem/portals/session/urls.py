from django.urls import path

from sotiem.portals.session.views import home, paper

app_name = "session"
urlpatterns = [
    path("", home.days, name="days"),
    path("giay/", paper.papers, name="papers"),
    path("giay/phieu.pdf", paper.slips, name="slips"),
    path("giay/phieu/<uuid:public_id>.pdf", paper.slip, name="slip"),
    path("giay/nhan/<slug:paper>.pdf", paper.labels, name="labels"),
    path("giay/bao-cao.<slug:kind>", paper.report_file, name="report"),
]
