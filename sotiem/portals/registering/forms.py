"""What somebody writes who registers: where she lives, who she is, when she would like to come."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.identity import (
    Bhyt,
    CardQr,
    Cccd,
    InvalidIdentity,
    PartialDate,
    Sex,
)
from sotiem.places.facts import Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import names_of_communes, provinces
from sotiem.portals.citizen.forms import PersonForm, national_number
from sotiem.portals.components.fields import PhoneField
from sotiem.portals.components.problems import SENTENCES, read
from sotiem.portals.registering import words
from sotiem.portals.registering.change_forms import WishForm
from sotiem.registrations.facts import (
    CONSENT_IN_FORCE,
    Asked,
    Condition,
    Known,
    Registrant,
    Relation,
)
from sotiem.vaccines.queries import priority_groups

_OLD_PAGE: Final = _("Trang này không còn dùng được. Hãy mở lại trang rồi gửi lại.")
# As the page asks, and as its summary of errors names them.
ORDER: Final = [
    "submission_key", "card", "full_name", "birth_date", "sex", "number", "old_number", "bhyt",
    "phone", "commune", "address", "occupation", "group", "not_before", "part_of_day",
]  # fmt: skip
_CHOOSE: Final = ("", _("Hãy chọn"))


class StartForm(forms.Form):
    """For whom, and in which province: the rest of the form depends on it."""

    relation = forms.ChoiceField(
        label=_("Bạn đăng ký cho ai?"),
        choices=list(words.RELATIONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn bạn đăng ký cho ai."),
            "invalid_choice": _("Hãy chọn bạn đăng ký cho ai."),
        },
    )
    province = forms.ChoiceField(
        label=_("Người được tiêm đang ở tỉnh, thành phố nào?"),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn một tỉnh, thành phố trong danh sách."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(each.code, each.full_name) for each in provinces(Version.NEW)]
        self.fields["province"].choices = [_CHOOSE, *known]  # type: ignore[attr-defined]


class RegistrationForm(PersonForm, WishForm):
    """All that a registration says, once the province is chosen."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE}
    )
    card = forms.CharField(
        label=_("Mã QR trên thẻ căn cước"),
        help_text=_(
            "Nếu điện thoại quét được mã QR trên thẻ, dán nội dung vào đây; "
            "họ tên, ngày sinh, giới tính, số căn cước và địa chỉ được điền giúp bạn."
        ),
        required=False,
        max_length=600,
        error_messages={"max_length": _("Nội dung này quá dài. Hãy quét lại mã trên thẻ.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[(Sex.FEMALE.value, _("Nữ")), (Sex.MALE.value, _("Nam"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn nữ hoặc nam."),
            "invalid_choice": _("Hãy chọn nữ hoặc nam."),
        },
    )
    number = forms.CharField(
        label=_("Số CCCD hoặc CMND"),
        help_text=_("Trẻ em chưa có thì để trống."),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    old_number = forms.CharField(
        label=_("Số CMND cũ"),
        help_text=_("Nếu mũi tiêm trước ghi theo số này."),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    bhyt = forms.CharField(
        label=_("Số thẻ bảo hiểm y tế"),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "data-width": "20"}),
    )
    phone = PhoneField(
        label=_("Số điện thoại nhận lời mời"),
        help_text=_("Mã xác thực và lời mời tiêm được gửi đến số này."),
    )
    commune = forms.ChoiceField(
        label=_("Phường, xã, đặc khu đang ở"),
        error_messages={
            "required": _("Hãy chọn phường, xã, đặc khu."),
            "invalid_choice": _("Hãy chọn một phường, xã, đặc khu trong danh sách."),
        },
    )
    address = forms.CharField(
        label=_("Số nhà, đường, thôn, ấp"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Địa chỉ không quá 300 ký tự.")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    occupation = forms.CharField(
        label=_("Nghề nghiệp"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Nghề nghiệp không quá 100 ký tự.")},
    )
    group = forms.ChoiceField(
        label=_("Nhóm ưu tiên"),
        help_text=_("Theo Quyết định 3355/QĐ-BYT. Thuộc nhiều nhóm thì chọn nhóm có số nhỏ hơn."),
        error_messages={
            "required": _("Hãy chọn một nhóm. Nếu không thuộc nhóm nào khác, chọn nhóm 16."),
            "invalid_choice": _("Hãy chọn một nhóm trong danh sách."),
        },
    )
    consent = forms.BooleanField(
        label=_("Tôi đã đọc và đồng ý"),
        error_messages={
            "required": _("Muốn đăng ký, hãy đọc và đánh dấu đồng ý."),
        },
    )

    is_from_card = False

    def __init__(self, *args: Any, province: AdministrativeUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = new_submission_key
        self._offer("commune", names_of_communes(province.pk))
        self._offer("group", [(str(g.code), words.group_name(g)) for g in priority_groups()])
        for condition, text in words.CONDITIONS.items():
            self.fields[condition.value] = forms.ChoiceField(
                label=str(text),
                choices=list(words.KNOWN.items()),
                initial=Known.UNKNOWN.value,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Hãy chọn có, không, hoặc không rõ."),
                    "invalid_choice": _("Hãy chọn có, không, hoặc không rõ."),
                },
            )
        self.order_fields([*ORDER, *(each.value for each in Condition), "consent"])

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [_CHOOSE, *choices]  # type: ignore[attr-defined]

    def tell_card_unread(self) -> None:
        """Say only that the code of the card was not read; nothing else was asked yet."""
        self.full_clean()
        self.errors.clear()
        self.add_error("card", _("Chưa đọc được mã này. Hãy quét lại, hoặc ghi vào từng ô."))

    def clean_bhyt(self) -> str:
        text = self.cleaned_data["bhyt"]
        return str(read(lambda: Bhyt.parse(text))) if text.strip() else ""

    def clean_number(self) -> dict[str, str]:
        return national_number(self.cleaned_data["number"])

    def clean_old_number(self) -> dict[str, str]:
        number = national_number(self.cleaned_data["old_number"])
        if "cccd" in number:
            raise forms.ValidationError(_("Số CMND phải có 9 chữ số. Hãy xem lại số trên giấy."))
        return number

    def clean(self) -> dict[str, Any]:
        """A number of a card says a year and a sex too: they must be the person's."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cccd = (cleaned.get("number") or {}).get("cccd")
        if cccd and cleaned.get("birth_date") and cleaned.get("sex"):
            born = PartialDate.from_iso(cleaned["birth_date"])
            for problem in Cccd(cccd).disagreements(born, Sex(cleaned["sex"])):
                self.add_error("number", str(SENTENCES[problem]))
        return cleaned

    def asked(self, relation: str) -> Asked:
        """What is registered, once the form is valid."""
        said = self.cleaned_data
        return Asked(
            registrant=Registrant(
                full_name=said["full_name"],
                birth_date=said["birth_date"],
                sex=said["sex"],
                phone=said["phone"],
                commune_id=int(said["commune"]),
                bhyt=said["bhyt"],
                address=said["address"].strip(),
                occupation=said["occupation"].strip(),
                **{**said["old_number"], **said["number"]},
            ),
            relation=Relation(relation),
            group=int(said["group"]),
            wish=self.wish,
            history={each: Known(said[each.value]) for each in Condition},
            consent=CONSENT_IN_FORCE,
        )


def from_card(text: str, *, today: date) -> dict[str, str] | None:
    """What the code of an identity card fills in; nothing where it is no such code."""
    try:
        card = CardQr.parse(text, today=today)
    except InvalidIdentity:
        return None
    return {
        "full_name": card.name.text,
        "birth_date": card.birth_date.vietnamese,
        "sex": card.sex.value,
        "number": str(card.cccd),
        "old_number": str(card.previous_number or ""),
        "address": card.address,
    }
