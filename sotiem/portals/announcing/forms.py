"""What a facility writes that announces itself, page by page."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sotiem.announcements import rules
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_submission_key
from sotiem.identity import compose
from sotiem.places.facts import Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import names_of_communes, provinces
from sotiem.portals.announcing import words
from sotiem.portals.components.fields import DayField, PhoneField

_OLD_PAGE: Final = _("Trang này không còn dùng được. Hãy mở lại trang rồi gửi lại.")
_CHOOSE: Final = ("", _("Hãy chọn"))
MOST: Final = 9_999


class StartForm(forms.Form):
    """In which province, and whether the facility is on the list already."""

    province = forms.ChoiceField(
        label=_("Cơ sở ở tỉnh, thành phố nào?"),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn một tỉnh, thành phố trong danh sách."),
        },
    )
    known = forms.CharField(
        label=_("Mã cơ sở"),
        help_text=_("Nếu cơ sở đã có trong danh sách công khai. Cơ sở mới thì để trống."),
        required=False,
        max_length=12,
        error_messages={"max_length": _("Mã cơ sở không quá 12 ký tự. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(each.code, each.full_name) for each in provinces(Version.NEW)]
        self.fields["province"].choices = [_CHOOSE, *known]  # type: ignore[attr-defined]

    def clean_known(self) -> str:
        code: str = self.cleaned_data["known"].strip()
        province = self.cleaned_data.get("province")
        if code and province and not _lies_in(code, province):
            raise forms.ValidationError(
                _("Không có cơ sở mang mã này trong tỉnh, thành phố đã chọn. Hãy xem lại mã.")
            )
        return code


def _lies_in(code: str, province: str) -> bool:
    return Facility.objects.filter(code=code, path__startswith=f"vn/2025:{province}/").exists()


def _text(label: Any, required: Any, *, most: int, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        error_messages={"required": required, "max_length": _("Nội dung này quá dài.")},
        widget=forms.TextInput(attrs=attrs),
    )


class Saying(forms.Form):
    """A page whose fields are part of what is announced."""

    def clean(self) -> dict[str, Any]:
        """Texts in one normal form, without spaces around them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = " ".join(compose(value).split())
        return cleaned


class FacilityForm(Saying):
    """What is announced, and where it lies."""

    name = _text(
        _("Tên cơ sở"), _("Hãy ghi tên cơ sở."), most=200, hint=_("Như trên giấy phép hoạt động.")
    )
    kind = forms.ChoiceField(
        label=_("Loại cơ sở"),
        error_messages={
            "required": _("Hãy chọn loại cơ sở."),
            "invalid_choice": _("Hãy chọn loại cơ sở."),
        },
    )
    commune = forms.ChoiceField(
        label=_("Phường, xã, đặc khu"),
        error_messages={
            "required": _("Hãy chọn phường, xã, đặc khu."),
            "invalid_choice": _("Hãy chọn một phường, xã, đặc khu trong danh sách."),
        },
    )
    address = _text(_("Số nhà, đường"), _("Hãy ghi số nhà, đường."), most=300)
    licence_number = _text(
        _("Số giấy phép hoạt động"), _("Hãy ghi số giấy phép."), most=60, spellcheck="false"
    )
    licence_on = DayField(label=_("Ngày cấp giấy phép"))
    licence_issuer = _text(_("Nơi cấp giấy phép"), _("Hãy ghi nơi cấp giấy phép."), most=200)
    phone = _text(
        _("Điện thoại của cơ sở"),
        _("Hãy ghi điện thoại để người dân gọi."),
        most=30,
        hint=_("Được đăng công khai để người dân gọi. Máy bàn cũng được."),
        inputmode="tel",
    )
    days = forms.MultipleChoiceField(
        label=_("Ngày tiêm chủng trong tuần"),
        choices=list(words.DAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một ngày."),
            "invalid_choice": _("Hãy chọn ngày trong danh sách."),
        },
    )
    hours = _text(
        _("Giờ tiêm chủng"), _("Hãy ghi giờ tiêm chủng."), most=100,
        hint=_("Ví dụ: 7:00–11:30, 13:30–16:30"),
    )  # fmt: skip

    def __init__(self, *args: Any, province: AdministrativeUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("commune", names_of_communes(province.pk))
        self._offer("kind", [(each.code, words.named(each)) for each in rules.kinds().values()])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [_CHOOSE, *choices]  # type: ignore[attr-defined]

    def clean_licence_on(self) -> date:
        issued: date = self.cleaned_data["licence_on"]
        if issued > timezone.localdate():
            raise forms.ValidationError(_("Ngày cấp không thể sau hôm nay."))
        return issued

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        digits = "".join(sign for sign in text if sign.isdecimal() and sign.isascii())
        if not 8 <= len(digits) <= 12 or any(sign.isalpha() for sign in text):
            raise forms.ValidationError(_("Số điện thoại có 8 đến 12 chữ số. Hãy xem lại."))
        return text

    def said(self) -> dict[str, Any]:
        """The facts of this page, as a session keeps them."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in self.fields if name != "commune"},
            "licence_on": said["licence_on"].isoformat(),
            "days": [int(day) for day in said["days"]],
            "commune_id": int(said["commune"]),
        }


class ConditionsForm(Saying):
    """Who heads it, who works there, and the checklist."""

    head = _text(_("Người phụ trách cơ sở"), _("Hãy ghi họ tên người phụ trách."), most=100)
    head_title = _text(
        _("Chức danh"), _("Hãy ghi chức danh."), most=100, hint=_("Ví dụ: Trưởng trạm, bác sĩ")
    )
    tables = forms.IntegerField(
        label=_("Số bàn tiêm"),
        min_value=1,
        max_value=500,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Hãy ghi số bàn tiêm, từ 1 đến 500."),
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "5"}),
    )
    trained_by = _text(
        _("Nơi tập huấn về tiêm chủng"),
        _("Hãy ghi nơi đã tập huấn cho nhân viên."),
        most=200,
        hint=_("Ví dụ: CDC Thành phố, tháng 3 năm 2026"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for item in rules.checklist():
            make = _count if item.is_count else _yes
            self.fields[item.code] = make(words.named(item))
        self.parts = [
            (title, [self[item.code] for item in items]) for title, items in words.parts()
        ]

    def said(self) -> dict[str, Any]:
        """The facts of this page, as a session keeps them."""
        said = self.cleaned_data
        own = ("head", "head_title", "tables", "trained_by")
        items = {item.code: int(said[item.code] or 0) for item in rules.checklist()}
        return {**{name: said[name] for name in own}, "items": items}


def _count(label: str) -> forms.Field:
    sentence = _("Hãy ghi một số từ 0 đến 9.999. Không có thì ghi 0.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "5"}),
    )


def _yes(label: str) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


class SendForm(forms.Form):
    """Where the answer goes, and that what is said is true."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE},
    )
    contact = PhoneField(
        label=_("Điện thoại di động nhận kết quả"),
        help_text=_("Mã xác thực và kết quả được nhắn đến số này. Số này không đăng công khai."),
    )
    email = forms.EmailField(
        label=_("E-mail nhận kết quả"),
        help_text=_("Sau khi mở liên kết trong thư đầu tiên, bạn nhận tin qua cả e-mail."),
        required=False,
        max_length=200,
        error_messages={"invalid": _("Địa chỉ e-mail này chưa đúng. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    is_true = forms.BooleanField(
        label=_("Tôi cam đoan nội dung công bố là đúng và cơ sở chịu trách nhiệm về nội dung này"),
        error_messages={"required": _("Muốn gửi công bố, hãy đánh dấu cam đoan.")},
    )


class AgainForm(forms.Form):
    """A word with what is sent again."""

    words = forms.CharField(
        label=_("Trả lời Sở Y tế"),
        help_text=_("Ghi ngắn gọn điều đã sửa hoặc câu trả lời."),
        max_length=1_000,
        error_messages={
            "required": _("Hãy ghi câu trả lời hoặc điều đã sửa."),
            "max_length": _("Không quá 1.000 ký tự."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
