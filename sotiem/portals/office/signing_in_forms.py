"""The forms of signing in: allauth's rules, our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

TOO_OFTEN: Final = _("Bạn đã thử sai nhiều lần. Hãy chờ 5 phút rồi thử lại.")
WORDS: Final[dict[str, StrPromise]] = {
    "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy nhập lại."),
    "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy nhập lại."),
    "incorrect_password": _("Mật khẩu chưa đúng. Hãy nhập lại."),
    "enter_current_password": _("Mật khẩu đang dùng chưa đúng. Hãy nhập lại."),
    "incorrect_code": _(
        "Mã chưa đúng hoặc đã hết hạn. Hãy mở ứng dụng xác thực và nhập mã đang hiện."
    ),
    "too_many_login_attempts": TOO_OFTEN,
    "rate_limited": TOO_OFTEN,
    "required": _("Hãy điền vào ô này."),
    "password_too_short": _("Mật khẩu cần ít nhất 8 ký tự."),
    "password_too_common": _("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác."),
    "password_too_similar": _("Mật khẩu quá giống tên của bạn. Hãy chọn mật khẩu khác."),
    "passwords_differ": _("Hai lần nhập mật khẩu mới chưa giống nhau. Hãy nhập lại."),
    "same_password": _("Mật khẩu mới phải khác mật khẩu đang dùng."),
}


class OurWords:
    """Says what is wrong in our own words, wherever allauth or Django found it."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, _in_our_words(error))  # type: ignore[misc]


def _in_our_words(error: Any) -> Any:
    if hasattr(error, "error_dict"):
        return error
    found = error if isinstance(error, ValidationError) else ValidationError(error)
    told = [
        ValidationError(WORDS[single.code], code=single.code) if single.code in WORDS else single
        for single in found.error_list
    ]
    return ValidationError(told)


def _plain(form: forms.Form, **labels: StrPromise) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


def _plain_code(form: forms.Form, label: StrPromise, help_text: StrPromise) -> None:
    _plain(form, code=label)
    form.fields["code"].help_text = help_text
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "data-width": "10"}


class SignInForm(OurWords, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        _plain(self, login=_("Tên đăng nhập"), password=_("Mật khẩu"))
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        """A session of staff ends with the browser."""
        return {**(super().clean() or {}), "remember": False}


class PasswordAgainForm(OurWords, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Mật khẩu"))


class NewPasswordForm(OurWords, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Mật khẩu đang dùng"),
            password1=_("Mật khẩu mới"),
            password2=_("Nhập lại mật khẩu mới"),
        )
        self.fields["password1"].help_text = _(
            "Ít nhất 8 ký tự. Một câu ngắn dễ nhớ với bạn thì an toàn hơn một từ khó."
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = forms.Form.clean(self) or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError("", code="passwords_differ"))
        if first and first == given.get("oldpassword"):
            self.add_error("password1", ValidationError("", code="same_password"))
        return given


class CodeForm(OurWords, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self, _("Mã xác thực"), _("Sáu chữ số trong ứng dụng, hoặc một mã dự phòng."))


class CodeAgainForm(OurWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self, _("Mã xác thực"), _("Sáu chữ số trong ứng dụng, hoặc một mã dự phòng."))


class SetUpForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self, _("Mã đang hiện trong ứng dụng"), _("Sáu chữ số, đổi sau mỗi 30 giây."))
