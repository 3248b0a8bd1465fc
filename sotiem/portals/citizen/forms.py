"""What citizens type: who they are, and what is wrong."""

from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.identity import (
    Cccd,
    PartialDate,
    PersonName,
    PhoneNumber,
    parse_national_number,
)
from sotiem.portals.components.problems import read

_TOO_LONG: Final = _("Họ và tên không quá 80 ký tự. Hãy xem lại.")
BY_PHONE: Final = "phone"
BY_NUMBER: Final = "number"


class PersonForm(forms.Form):
    """A name and a birth date, in their normal forms once cleaned."""

    full_name = forms.CharField(
        label=_("Họ và tên"),
        help_text=_("Ghi đủ họ, chữ đệm và tên, có dấu, như trên giấy tờ."),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi họ và tên."),
            "max_length": _TOO_LONG,
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    birth_date = forms.CharField(
        label=_("Ngày sinh"),
        help_text=_("Ví dụ: 03/04/1987. Nếu giấy tờ chỉ ghi năm sinh, hãy ghi năm."),
        max_length=20,
        error_messages={
            "required": _("Hãy ghi ngày sinh."),
            "max_length": _("Chưa đọc được ngày sinh. Hãy ghi theo mẫu ngày/tháng/năm."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "bday", "data-width": "10"}),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)

    def clean_full_name(self) -> str:
        return read(lambda: PersonName.parse(self.cleaned_data["full_name"])).text

    def clean_birth_date(self) -> str:
        text = self.cleaned_data["birth_date"]
        return read(lambda: PartialDate.parse(text, today=self.today)).iso


class LookUpForm(PersonForm):
    """Who someone says to be, and where a code may be sent."""

    by = forms.ChoiceField(
        label=_("Tìm bằng"),
        choices=[(BY_PHONE, _("Số điện thoại")), (BY_NUMBER, _("Số CCCD hoặc CMND"))],
        initial=BY_PHONE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn tìm bằng số điện thoại hay số giấy tờ."),
            "invalid_choice": _("Hãy chọn tìm bằng số điện thoại hay số giấy tờ."),
        },
    )
    number = forms.CharField(
        label=_("Số điện thoại, hoặc số CCCD/CMND"),
        max_length=40,
        error_messages={
            "required": _("Hãy ghi số điện thoại hoặc số giấy tờ."),
            "max_length": _("Số này quá dài. Hãy xem lại."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    hints: ClassVar = {
        BY_PHONE: _("Mã xác thực được gửi đến chính số bạn nhập."),
        BY_NUMBER: _("Mã xác thực được gửi đến số điện thoại đã ghi trong hồ sơ."),
    }

    def clean(self) -> dict[str, Any]:
        """Add `numbers`: the one number to look for, named by its kind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        text = cleaned.get("number")
        if text and cleaned.get("by"):
            try:
                cleaned["numbers"] = _numbers(cleaned["by"], text)
            except forms.ValidationError as problem:
                self.add_error("number", problem)
        return cleaned


def _numbers(by: str, text: str) -> dict[str, str]:
    if by == BY_PHONE:
        return {"phone": str(read(lambda: PhoneNumber.parse(text)))}
    return national_number(text)


def national_number(text: str) -> dict[str, str]:
    """A number by its kind; nothing where none is written."""
    if not text.strip():
        return {}
    number = read(lambda: parse_national_number(text))
    return {"cccd" if isinstance(number, Cccd) else "cmnd": str(number)}


class CodeForm(forms.Form):
    """The six digits of a message."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Mã xác thực"),
        help_text=_("Sáu chữ số trong tin nhắn, dùng trong 10 phút."),
        error_messages={
            "required": _("Hãy nhập sáu chữ số trong tin nhắn."),
            "invalid": _("Mã gồm đúng sáu chữ số. Hãy xem lại tin nhắn."),
        },
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-width": "5"}
        ),
    )
