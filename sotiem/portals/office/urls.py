from django.urls import path

from sotiem.portals.office.views import accounts, guardians, home, keys, models, signatures, trail

app_name = "office"
urlpatterns = [
    path("can-bo/", home.home, name="home"),
    path("can-bo/nhat-ky/", trail.trail, name="trail"),
    path("can-bo/giam-ho/", guardians.find, name="guardians"),
    path("can-bo/giam-ho/<uuid:ward>/", guardians.guardians_of, name="guardians_of"),
    path("can-bo/giam-ho/quyen/<uuid:right>/cham-dut/", guardians.end, name="end_guardianship"),
    path("can-bo/mo-hinh/", models.models, name="models"),
    path("can-bo/mo-hinh/doi/", models.switch, name="switch_model"),
    path("can-bo/ky-xac-nhan/", signatures.signatures, name="signatures"),
    path("can-bo/ky-xac-nhan/doi/", signatures.change, name="set_signature"),
    path("can-bo/khoa-truy-cap/", keys.keys, name="keys"),
    path("can-bo/khoa-truy-cap/tao/", keys.make, name="make_key"),
    path("can-bo/khoa-truy-cap/<uuid:public_id>/thu-hoi/", keys.revoke, name="revoke_key"),
    path("can-bo/tai-khoan/", accounts.accounts, name="accounts"),
    path("can-bo/tai-khoan/them/", accounts.add_account, name="add_account"),
    path("can-bo/tai-khoan/<uuid:public_id>/", accounts.account, name="account"),
    path("can-bo/tai-khoan/<uuid:public_id>/cap-quyen/", accounts.grant, name="grant_role"),
    path("can-bo/tai-khoan/<uuid:public_id>/thu-quyen/", accounts.withdraw, name="withdraw_role"),
    path("can-bo/tai-khoan/<uuid:public_id>/dong/", accounts.close, name="close_account"),
    path("can-bo/tai-khoan/<uuid:public_id>/mo-lai/", accounts.reopen, name="reopen_account"),
    path("can-bo/tai-khoan/<uuid:public_id>/dat-lai/", accounts.reset, name="reset_sign_in"),
]
