"""Signing in: allauth's steps with our forms and our marks of who may open them."""

from typing import Any

from allauth.account.views import (
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    ReauthenticateView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from sotiem.accounts.models import User
from sotiem.portals.components.access import joining, public, staff
from sotiem.portals.office import signing_in_forms as forms


class _SignIn(LoginView):  # type: ignore[misc]
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "is_demo": settings.MODE == "demo"}


class _Code(AuthenticateView):  # type: ignore[misc]
    form_class = forms.CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "is_demo": settings.MODE == "demo"}


class _ChangePassword(PasswordChangeView):  # type: ignore[misc]
    form_class = forms.NewPasswordForm

    def get_default_success_url(self) -> str:
        return reverse("mfa_index")


@method_decorator(never_cache, name="dispatch")
class _SetUp(ActivateTOTPView):  # type: ignore[misc]
    """Setting up the second factor comes after the start password was replaced."""

    form_class = forms.SetUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user):
            return redirect("mfa_index")
        if isinstance(request.user, User) and request.user.has_start_password:
            return redirect("account_change_password")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


@method_decorator(never_cache, name="dispatch")
class _Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Recovery codes are shown once."""


class _NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes replace the old ones."""


def index(request: HttpRequest) -> HttpResponse:
    """What one's own sign-in consists of."""
    if not is_mfa_enabled(request.user):
        return redirect("mfa_activate_totp")
    return render(request, "mfa/index.html")


sign_in = public(_SignIn.as_view())
sign_out = public(LogoutView.as_view())
closed = public(AccountInactiveView.as_view())
enter_code = public(_Code.as_view())
change_password = joining(_ChangePassword.as_view())
password_again = joining(ReauthenticateView.as_view(form_class=forms.PasswordAgainForm))
code_again = joining(ReauthenticateByCodeView.as_view(form_class=forms.CodeAgainForm))
set_up = joining(_SetUp.as_view())
own_sign_in = joining(index)
recovery_codes = staff()(_Codes.as_view())
new_recovery_codes = staff()(_NewCodes.as_view())
