from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.templatetags.sotiem import VIETNAM
from sotiem.portals.office import scopes
from sotiem.portals.office.words import DOSE_WAYS, FIRST_SIGNATURES, ROLES

_AT_A_STORE: Final = (Role.CLERK, Role.HEAD, Role.KEEPER)
LEVELS: Final = (
    (scopes.FACILITY, _("Một cơ sở tiêm chủng, hoặc một kho")),
    (scopes.COMMUNE, _("Một xã, phường, đặc khu")),
    (scopes.PROVINCE, _("Một tỉnh, thành phố")),
    (scopes.COUNTRY, _("Cả nước")),
)


class GrantForm(forms.Form):
    """A role, and the place where it holds."""

    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[(role.value, words) for role, words in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một vai trò."),
            "invalid_choice": _("Hãy chọn một vai trò trong danh sách."),
        },
    )
    level = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn phạm vi."),
            "invalid_choice": _("Hãy chọn phạm vi trong danh sách."),
        },
    )
    code = forms.CharField(
        label=_("Mã của nơi đó"),
        help_text=_(
            "Mã cơ sở tiêm chủng, mã kho, hoặc mã đơn vị hành chính từ ngày 1/7/2025: "
            "xã, phường 5 chữ số, tỉnh 2 chữ số. Phạm vi cả nước thì để trống."
        ),
        max_length=12,
        error_messages={
            "required": _("Hãy nhập mã của nơi đó."),
            "max_length": _("Mã có nhiều nhất 12 ký tự. Hãy kiểm tra lại."),
        },
    )
    jurisdiction: Jurisdiction

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.data.get("level") != scopes.COUNTRY

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        level, role = given.get("level"), given.get("role")
        if not level or not role:
            return given
        if role in _AT_A_STORE and level != scopes.FACILITY:
            self.add_error("level", _("Đây là việc của một cơ sở. Hãy chọn cơ sở đó."))
        elif role == Role.AUDITOR and level != scopes.COUNTRY:
            self.add_error("level", _("Nhật ký là của cả nước. Hãy chọn phạm vi cả nước."))
        elif role == Role.REGULATOR and level != scopes.COUNTRY:
            self.add_error("level", _("Quy định có hiệu lực cả nước. Hãy chọn phạm vi cả nước."))
        elif "code" in given:
            self._find(level, given["code"])
            if level == scopes.FACILITY and not self.errors:
                self._require_fitting(role, given["code"])
        return given

    def _require_fitting(self, role: str, code: str) -> None:
        """Who keeps a depot does nothing else there, and nobody else does anything there."""
        if scopes.is_depot(code) != (role == Role.KEEPER):
            told = _("Thủ kho giữ một kho; các vai trò khác làm việc ở cơ sở. Hãy kiểm tra lại mã.")
            self.add_error("code", told)

    def _find(self, level: str, code: str) -> None:
        found = scopes.find_jurisdiction(level, code)
        if found is None:
            self.add_error("code", _("Không có nơi nào mang mã này. Hãy kiểm tra lại mã."))
        else:
            self.jurisdiction = found


class AddForm(GrantForm):
    """Someone who joins the staff."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=80,
        error_messages={
            "required": _("Hãy nhập họ và tên."),
            "max_length": _("Họ và tên có nhiều nhất 80 ký tự."),
        },
    )
    username = forms.RegexField(
        r"\A[a-z0-9][a-z0-9._-]{2,29}\Z",
        label=_("Tên đăng nhập"),
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm; 3 đến 30 ký tự. Ví dụ: an.nguyen"),
        error_messages={
            "required": _("Hãy nhập tên đăng nhập."),
            "invalid": _("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm."),
        },
    )
    unit_name = forms.CharField(
        label=_("Đơn vị"),
        help_text=_("Người dân đọc được tên này trong lịch sử hồ sơ của họ."),
        max_length=200,
        error_messages={
            "required": _("Hãy nhập tên đơn vị."),
            "max_length": _("Tên đơn vị có nhiều nhất 200 ký tự."),
        },
    )


class SignatureForm(forms.Form):
    """Who signs doses that come one way, and why from now on."""

    way = forms.ChoiceField(
        label=_("Mũi tiêm có từ"),
        widget=forms.RadioSelect,
        choices=list(DOSE_WAYS.items()),
        error_messages={"required": _("Hãy chọn mũi tiêm có từ đâu.")},
    )
    step = forms.ChoiceField(
        label=_("Cách ký"),
        widget=forms.RadioSelect,
        choices=list(FIRST_SIGNATURES.items()),
        error_messages={"required": _("Hãy chọn cách ký.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi lý do đổi cách ký xác nhận."),
            "max_length": _("Hãy viết gọn trong 300 ký tự."),
        },
    )


class SwitchForm(forms.Form):
    """Another model, and why it shall judge."""

    version = forms.ChoiceField(
        label=_("Phiên bản"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một phiên bản."),
            "invalid_choice": _("Hãy chọn một phiên bản trong bảng."),
        },
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi lý do đổi mô hình."),
            "max_length": _("Hãy viết gọn trong 500 ký tự."),
        },
    )

    def __init__(self, *args: Any, versions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        offered = self.fields["version"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [(version, version) for version in versions]


class KeyForm(forms.Form):
    """A key for a program: what it is for, and its last day."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Khóa dùng cho việc gì"),
        help_text=_("Ví dụ: phần mềm bệnh viện, máy ở quầy tiếp đón"),
        max_length=80,
        error_messages={
            "required": _("Hãy ghi khóa dùng cho việc gì."),
            "max_length": _("Hãy viết gọn trong 80 ký tự."),
        },
    )
    last_day = DayField(
        label=_("Dùng được đến hết ngày"),
        help_text=_("Nhiều nhất một năm. Ví dụ: 31/12/2026"),
    )

    @property
    def expires_at(self) -> datetime:
        """The end of the last day, in Việt Nam."""
        day: date = self.cleaned_data["last_day"]
        return datetime.combine(day, time.max, tzinfo=VIETNAM)
