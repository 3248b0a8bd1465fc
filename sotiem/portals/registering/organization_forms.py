"""What an organization writes of itself: who it is, who speaks for it, and its file."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key, normal_tracking_code
from sotiem.identity import PersonName
from sotiem.imports.rules.container import MOST_BYTES
from sotiem.places.facts import Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import names_of_communes, provinces
from sotiem.portals.components.fields import PhoneField
from sotiem.portals.components.problems import read
from sotiem.portals.registering import words
from sotiem.registrations.facts import STATEMENT_IN_FORCE, Described
from sotiem.vaccines.queries import priority_groups

_OLD_PAGE: Final = _("Trang này không còn dùng được. Hãy mở lại trang rồi gửi lại.")
_CHOOSE: Final = ("", _("Hãy chọn"))
_PHONE_TOO_LONG: Final = _("Số này quá dài. Hãy xem lại.")


def key_field() -> forms.UUIDField:
    return forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE},
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = [_CHOOSE, *choices]  # type: ignore[attr-defined]


class ProvinceForm(forms.Form):
    """In which province an organization is."""

    tinh = forms.ChoiceField(
        label=_("Đơn vị ở tỉnh, thành phố nào?"),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn một tỉnh, thành phố trong danh sách."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "tinh", [(each.code, each.full_name) for each in provinces(Version.NEW)])


class ContactForm(forms.Form):
    """Who speaks for an organization."""

    contact_name = forms.CharField(
        label=_("Họ và tên người liên hệ"),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi họ và tên người liên hệ."),
            "max_length": _("Họ và tên không quá 80 ký tự. Hãy xem lại."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = PhoneField(
        label=_("Số điện thoại người liên hệ"),
        help_text=_("Số này nhận mã xác thực và quản lý danh sách."),
    )
    contact_email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@congty.vn"),
            "max_length": _("Địa chỉ thư điện tử quá dài. Hãy xem lại."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_contact_name(self) -> str:
        return read(lambda: PersonName.parse(self.cleaned_data["contact_name"])).text


class OrganizationForm(ContactForm):
    """All that an organization says of itself."""

    submission_key = key_field()
    name = forms.CharField(
        label=_("Tên đơn vị"),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi tên đơn vị."),
            "max_length": _("Tên đơn vị không quá 200 ký tự."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Loại đơn vị"),
        choices=list(words.KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn loại đơn vị."),
            "invalid_choice": _("Hãy chọn loại đơn vị."),
        },
    )
    number = forms.CharField(
        label=_("Mã số thuế hoặc số quyết định thành lập"),
        max_length=60,
        error_messages={
            "required": _("Hãy ghi mã số thuế, hoặc số quyết định thành lập."),
            "max_length": _PHONE_TOO_LONG,
        },
        widget=forms.TextInput(attrs={"spellcheck": "false", "data-width": "20"}),
    )
    commune = forms.ChoiceField(
        label=_("Phường, xã, đặc khu nơi đơn vị hoạt động"),
        help_text=_("Người không ghi nơi ở trong tệp được tính ở đây."),
        error_messages={
            "required": _("Hãy chọn phường, xã, đặc khu."),
            "invalid_choice": _("Hãy chọn một phường, xã, đặc khu trong danh sách."),
        },
    )
    address = forms.CharField(
        label=_("Số nhà, đường, khu công nghiệp"),
        max_length=300,
        error_messages={
            "required": _("Hãy ghi địa chỉ của đơn vị."),
            "max_length": _("Địa chỉ không quá 300 ký tự."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    group = forms.ChoiceField(
        label=_("Nhóm ưu tiên chung của người trong danh sách"),
        help_text=_(
            "Dòng nào thuộc nhóm khác thì ghi trong tệp. Nhóm nói lên bệnh tật, hoàn cảnh hay "
            "tôn giáo không có ở đây: người ấy tự chọn."
        ),
        error_messages={
            "required": _("Hãy chọn một nhóm. Nếu không thuộc nhóm nào khác, chọn nhóm 16."),
            "invalid_choice": _("Hãy chọn một nhóm trong danh sách."),
        },
    )
    consent = forms.BooleanField(
        label=_("Chúng tôi cam đoan như trên"),
        error_messages={"required": _("Muốn đăng ký, hãy đọc và đánh dấu cam đoan.")},
    )

    def __init__(self, *args: Any, province: AdministrativeUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "commune", names_of_communes(province.pk))
        groups = [each for each in priority_groups() if not each.is_sensitive]
        offer(self, "group", [(str(g.code), words.group_name(g)) for g in groups])
        own = ["submission_key", "name", "kind", "number", "commune", "address", "group"]
        self.order_fields([*own, *ContactForm.base_fields, "consent"])

    @property
    def described(self) -> Described:
        said = self.cleaned_data
        return Described(
            name=" ".join(said["name"].split()),
            kind=said["kind"],
            number=" ".join(said["number"].split()),
            address=" ".join(said["address"].split()),
            commune_id=int(said["commune"]),
            contact_name=said["contact_name"],
            contact_phone=said["contact_phone"],
            contact_email=said["contact_email"],
            group=int(said["group"]),
            consent=STATEMENT_IN_FORCE,
        )


class SignInForm(forms.Form):
    """The code of an organization, and the telephone of its contact person."""

    code = forms.CharField(
        label=_("Mã của đơn vị"),
        help_text=_("Ví dụ: TC-7K2M-9QXD"),
        max_length=20,
        error_messages={
            "required": _("Hãy ghi mã của đơn vị."),
            "max_length": _("Mã của đơn vị có dạng TC-7K2M-9QXD. Hãy xem lại."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-width": "20"}
        ),
    )
    phone = PhoneField(
        label=_("Số điện thoại người liên hệ"),
    )

    def clean_code(self) -> str:
        return normal_tracking_code(self.cleaned_data["code"])


class RosterForm(forms.Form):
    """One file; the key makes a double click one submission."""

    sheet = forms.FileField(
        label=_("Tệp danh sách (.xlsx)"),
        help_text=_("Một tệp, nhiều nhất 20.000 người. Chưa ai được đăng ký cho đến khi bạn gửi."),
        allow_empty_file=True,
        error_messages={
            "required": _("Hãy chọn tệp."),
            "invalid": _("Hãy chọn tệp."),
            "missing": _("Hãy chọn tệp."),
        },
    )
    submission_key = key_field()

    def content(self) -> bytes:
        """The file's bytes; of a file that is too large only so many as show that it is."""
        return bytes(self.cleaned_data["sheet"].read(MOST_BYTES + 1))
