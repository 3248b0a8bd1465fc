"""What citizens say is wrong of who they are, of whose a dose is, and of their certificate."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.facts import Claims, PersonChange, PersonClaim
from sotiem.doses.models import Dose
from sotiem.identity import PartialDate, PersonName, PhoneNumber, Sex
from sotiem.patients.models import PatientVersion
from sotiem.portals.citizen.forms import PersonForm, national_number
from sotiem.portals.citizen.report_forms import STALE, ReportForm
from sotiem.portals.citizen.words import vaccine_of
from sotiem.portals.components.problems import read
from sotiem.portals.components.templatetags.sotiem import day, masked

_SEXES: Final = (("", _("Chưa ghi")), (Sex.FEMALE.value, _("Nữ")), (Sex.MALE.value, _("Nam")))


def _number_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )


def _phone(text: str) -> str:
    return str(read(lambda: PhoneNumber.parse(text))) if text.strip() else ""


class WrongPersonForm(PersonForm, ReportForm):
    """Her own record, to be put right: what it says stands in each field or beside it."""

    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=_SEXES,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Hãy chọn nữ hoặc nam.")},
    )
    number = _number_field(_("Số CCCD hoặc CMND mới"))
    phone = _number_field(_("Số điện thoại mới"))
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )
    order = ("full_name", "birth_date", "sex", "number", "phone", "photos", "story")

    def __init__(self, *args: Any, version: PatientVersion, **options: Any) -> None:
        self.version = version
        born = PartialDate.from_iso(version.birth_date).vietnamese
        initial = {
            "full_name": version.full_name,
            "birth_date": born,
            "sex": version.sex,
            "seen": version.number,
        }
        super().__init__(*args, initial=initial, **options)
        shown = {"full_name": version.full_name, "birth_date": born}
        for name, value in shown.items():
            self.fields[name].help_text = gettext("Hồ sơ đang ghi: %(value)s") % {"value": value}
        hidden = {"number": version.cccd or version.cmnd, "phone": version.phone}
        for name, value in hidden.items():
            self.fields[name].help_text = gettext(
                "Hồ sơ đang ghi: %(value)s. Để trống nếu không đổi."
            ) % {"value": masked(value) if value else gettext("chưa có")}
        self.fields["photos"].label = gettext("Ảnh giấy tờ ghi đúng")
        self.fields["photos"].help_text = gettext(
            "1 đến 3 ảnh chụp giấy tờ ghi đúng thông tin, ví dụ phiếu xác nhận tiêm hoặc giấy khai "
            "sinh; JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB. Không gửi ảnh căn cước."
        )

    def clean_number(self) -> dict[str, str]:
        return national_number(self.cleaned_data["number"])

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def clean_seen(self) -> int:
        """What was not typed must not undo what was put right since the page was opened."""
        seen: int = self.cleaned_data["seen"]
        if seen != self.version.number:
            raise forms.ValidationError(STALE)
        return seen

    def claims(self, phone: str) -> Claims:
        """Only what differs from the record is claimed."""
        said = {
            "full_name": self.cleaned_data["full_name"],
            "birth_date": self.cleaned_data["birth_date"],
            "sex": self.cleaned_data["sex"],
            "phone": self.cleaned_data["phone"] or self.version.phone,
            **self.cleaned_data["number"],
        }
        changed = {
            name: value for name, value in said.items() if value != getattr(self.version, name)
        }
        return Claims(change=PersonChange(**changed))


class TwiceForm(ReportForm):
    """A dose that stands there as two: which of the others it repeats."""

    same_as = forms.ChoiceField(
        label=_("Mũi giữ lại"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn mũi giữ lại."),
            "invalid_choice": _("Hãy chọn một mũi trong danh sách."),
        },
    )
    order = ("same_as", "photos", "story")

    def __init__(self, *args: Any, others: list[Dose], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["same_as"]
        assert isinstance(field, forms.ChoiceField)
        self.others = {str(dose.public_id): dose for dose in others}
        field.choices = [(key, _told(dose)) for key, dose in self.others.items()]

    def claims(self, phone: str) -> Claims:
        return Claims(same_as=self.others[self.cleaned_data["same_as"]].pk)


class OtherPersonForm(PersonForm, ReportForm):
    """Somebody as another record names her."""

    number = _number_field(_("Số CCCD hoặc CMND"), _("Nếu biết."))
    phone = _number_field(_("Số điện thoại"), _("Nếu biết."))
    order = ("full_name", "birth_date", "phone", "number", "story", "photos")

    def clean_number(self) -> dict[str, str]:
        return national_number(self.cleaned_data["number"])

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def claims(self, phone: str) -> Claims:
        if not self.cleaned_data.get("full_name"):
            return Claims()
        return Claims(
            person=PersonClaim(
                full_name=self.cleaned_data["full_name"],
                birth_date=self.cleaned_data["birth_date"],
                phone=self.cleaned_data["phone"],
                **self.cleaned_data["number"],
            )
        )


class TwoRecordsForm(OtherPersonForm):
    """Her second record, as it is written there."""


class NotMineForm(OtherPersonForm):
    """A dose of somebody else, who need not be known."""

    order = ("story", "full_name", "birth_date", "phone", "number", "photos")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (
            ("full_name", gettext("Họ và tên người đã tiêm mũi này")),
            ("birth_date", gettext("Ngày sinh của người đó")),
        ):
            self.fields[name].required = False
            self.fields[name].label = label
            self.fields[name].help_text = gettext("Nếu biết.")

    def clean_full_name(self) -> str:
        text = self.cleaned_data["full_name"].strip()
        return read(lambda: PersonName.parse(text)).text if text else ""

    def clean_birth_date(self) -> str:
        text = self.cleaned_data["birth_date"].strip()
        return read(lambda: PartialDate.parse(text, today=self.today)).iso if text else ""

    def clean(self) -> dict[str, Any]:
        """Half a person can be nobody's."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = [name for name in ("full_name", "birth_date") if cleaned.get(name)]
        if len(named) == 1 and not self.errors:
            missing = "birth_date" if named == ["full_name"] else "full_name"
            self.add_error(
                missing, _("Hãy ghi cả họ tên và ngày sinh, hoặc để trống cả hai nếu không biết.")
            )
        return cleaned


class CertificateForm(ReportForm):
    """A certificate that is wrong, lost or was never issued."""

    order = ("story", "photos")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["story"].required = True
        self.fields["story"].error_messages["required"] = gettext("Hãy kể giấy sai ở đâu.")
        self.fields["story"].label = gettext("Giấy sai, mất hoặc chưa có thế nào?")
        self.fields["photos"].label = gettext("Ảnh giấy chứng nhận")
        self.fields["photos"].help_text = gettext(
            "Nếu giấy in sai: 1 đến 3 ảnh, JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB."
        )


def _told(dose: Dose) -> str:
    version = dose.current
    place = version.facility.name if version.facility else version.place
    lot = gettext("lô %(number)s") % {"number": version.lot_number} if version.lot_number else ""
    told = [vaccine_of(version), day(version.administered_on), lot, place]
    return ", ".join(part for part in told if part)
