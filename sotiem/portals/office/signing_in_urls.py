"""Where staff sign in: the names are those allauth looks for."""

from django.urls import path

from sotiem.portals.office.views import signing_in

urlpatterns = [
    path("dang-nhap/", signing_in.sign_in, name="account_login"),
    path("dang-nhap/ma-xac-thuc/", signing_in.enter_code, name="mfa_authenticate"),
    path("dang-nhap/da-dong/", signing_in.closed, name="account_inactive"),
    path("dang-xuat/", signing_in.sign_out, name="account_logout"),
    path("tai-khoan/dang-nhap/", signing_in.own_sign_in, name="mfa_index"),
    path("tai-khoan/mat-khau/", signing_in.change_password, name="account_change_password"),
    path("tai-khoan/xac-nhan/", signing_in.password_again, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", signing_in.code_again, name="mfa_reauthenticate"),
    path("tai-khoan/xac-thuc-hai-lop/", signing_in.set_up, name="mfa_activate_totp"),
    path("tai-khoan/ma-du-phong/", signing_in.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/ma-du-phong/tao-moi/",
        signing_in.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
