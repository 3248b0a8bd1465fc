from django.urls import path

from sotiem.portals.stock.views import consignments, decisions, overview

app_name = "supply"
urlpatterns = [
    path("", overview.home, name="home"),
    path("ton-kho/", overview.stock, name="stock"),
    path("ton-kho.<slug:form>", overview.stock_table, name="stock_table"),
    path("kho/them/", overview.open_depot, name="open_depot"),
    path("quyet-dinh/", decisions.decisions, name="decisions"),
    path("quyet-dinh/ghi/", decisions.decide, name="decide"),
    path("quyet-dinh/mau.xlsx", decisions.blank, name="blank"),
    path("quyet-dinh/<uuid:public_id>/", decisions.decision, name="decision"),
    path("quyet-dinh/<uuid:public_id>/rut/", decisions.withdraw, name="withdraw"),
    path("quyet-dinh/<uuid:public_id>.<slug:form>", decisions.as_table, name="decision_table"),
    path("chuyen-hang/<uuid:public_id>/", consignments.one, name="consignment"),
    path("chuyen-hang/<uuid:public_id>/nhan/", consignments.receive, name="receive"),
    path("chuyen-hang/<uuid:public_id>/quay-lai/", consignments.take_back, name="take_back"),
]
