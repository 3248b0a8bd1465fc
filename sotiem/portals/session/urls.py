from django.urls import path

from sotiem.portals.session.views import board, closing, home, paper, plans

app_name = "session"
urlpatterns = [
    path("", home.days, name="days"),
    path("lap/", plans.plan, name="plan"),
    path("giay/", paper.papers, name="papers"),
    path("giay/phieu.pdf", paper.slips, name="slips"),
    path("giay/phieu/<uuid:public_id>.pdf", paper.slip, name="slip"),
    path("giay/nhan/<slug:paper>.pdf", paper.labels, name="labels"),
    path("giay/bao-cao.<slug:kind>", paper.report_file, name="report"),
    path("<uuid:public_id>/", board.board, name="board"),
    path("<uuid:public_id>/mo/", board.begin, name="open"),
    path("<uuid:public_id>/sua/", plans.amend, name="amend"),
    path("<uuid:public_id>/them-nguoi/", plans.people, name="people"),
    path("<uuid:public_id>/nguoi/<uuid:person>/", board.move, name="move"),
    path("<uuid:public_id>/can-doi/", closing.balance, name="balance"),
    path("<uuid:public_id>/can-doi/kho/", closing.stock, name="stock"),
    path("<uuid:public_id>/dong/", closing.close, name="close"),
    path("<uuid:public_id>/mo-lai/", closing.reopen, name="reopen"),
    path("<uuid:public_id>/huy/", closing.cancel, name="cancel"),
    path("<uuid:public_id>/xac-nhan/", closing.confirm, name="confirm"),
]
