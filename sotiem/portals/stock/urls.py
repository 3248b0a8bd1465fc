from django.urls import path

from sotiem.portals.stock.views import (
    consignments,
    count,
    home,
    ledger,
    people,
    receive,
    sending,
    take,
    undo,
)

app_name = "stock"
urlpatterns = [
    path("", home.store, name="store"),
    path("nhap/", receive.receive, name="receive"),
    path("xuat/", sending.choose, name="sending"),
    path("xuat/<slug:to>/", sending.send, name="send"),
    path("hang/", consignments.listed, name="consignments"),
    path("hang.csv", consignments.as_csv, name="consignments_csv"),
    path("kiem-ke/", count.count, name="count"),
    path("lo/<uuid:public_id>/", ledger.ledger, name="ledger"),
    path("lo/<uuid:public_id>/so-kho.csv", ledger.as_csv, name="ledger_csv"),
    path("lo/<uuid:public_id>/nguoi-da-tiem/", people.people, name="people"),
    path("lo/<uuid:public_id>/nguoi-da-tiem.csv", people.as_csv, name="people_csv"),
    path("lo/<uuid:public_id>/<slug:way>/", take.take, name="take"),
    path("hoan-tac/<uuid:public_id>/", undo.undo, name="undo"),
]
