"""Saying what kind of report it is, whose, of which dose, and what is claimed."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.facts import (
    ABOUT_A_DOSE,
    ADDING_A_DOSE,
    Claims,
    DoseClaim,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.doses.facts import DoseFacts
from sotiem.facilities.models import Facility
from sotiem.identity import PartialDate, PersonName
from sotiem.patients.models import Patient
from sotiem.portals.components.facilities import find_facility
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.problems import read
from sotiem.portals.review.subjects import Subjects
from sotiem.portals.review.words import KINDS
from sotiem.vaccines.queries import known_vaccines, vaccines

_DOSE: Final = ("vaccine", "administered_on", "lot_number", "place")
_NAMED: Final = ("full_name", "birth_date")
# What is asked about each kind, in order.
FIELDS: Final[Mapping[ReportKind, tuple[str, ...]]] = {
    ReportKind.DOSE_WRONG: ("about", *_DOSE),
    ReportKind.DOSE_MISSING: ("about", *_DOSE),
    ReportKind.NEVER_RECEIVED: ("about",),
    ReportKind.NOTHING_RECORDED: _DOSE,
    ReportKind.PERSON_WRONG: ("about", *_NAMED, "number", "phone"),
    ReportKind.DOSE_TWICE: ("about", "same_as"),
    ReportKind.TWO_RECORDS: ("about", *_NAMED),
    ReportKind.NOT_MINE: ("about", *_NAMED),
    ReportKind.CERTIFICATE: ("about",),
}
NAMING: Final = frozenset(kind for kind, asked in FIELDS.items() if "full_name" in asked)
_NEEDED: Final[Mapping[ReportKind, tuple[str, ...]]] = {
    ReportKind.DOSE_MISSING: ("vaccine", "administered_on"),
    ReportKind.NOTHING_RECORDED: ("vaccine", "administered_on"),
    ReportKind.TWO_RECORDS: _NAMED,
}
_ABOUT: Final = {
    ReportKind.DOSE_TWICE: _("Lần ghi nào thừa?"),
    ReportKind.TWO_RECORDS: _("Hồ sơ nào của người gửi?"),
}
_NAMES: Final = {
    ReportKind.TWO_RECORDS: (_("Họ tên ghi ở hồ sơ kia"), _("Ngày sinh ghi ở hồ sơ kia")),
    ReportKind.NOT_MINE: (_("Họ tên người đã tiêm mũi này"), _("Ngày sinh của người đó")),
    ReportKind.PERSON_WRONG: (_("Họ và tên đúng"), _("Ngày sinh đúng")),
}
_CHOOSE: Final = {
    "required": _("Hãy chọn một mục."),
    "invalid_choice": _("Danh sách vừa thay đổi. Hãy xem lại rồi chọn."),
}


class KindForm(forms.Form):
    """Which kind of report it is."""

    loai = forms.ChoiceField(
        label=_("Người gửi báo điều gì?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một loại."),
            "invalid_choice": _("Hãy chọn một loại trong danh sách."),
        },
    )

    def __init__(self, *args: Any, kinds: list[ReportKind], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["loai"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, KINDS[kind]) for kind in kinds]


class PlaceForm(forms.Form):
    """What the report is about and what is claimed, first filled in as its sender said it."""

    prefix = "xep"
    about = forms.ChoiceField(widget=forms.RadioSelect, error_messages=_CHOOSE)
    same_as = forms.ChoiceField(
        label=_("Lần ghi nào giữ lại?"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    vaccine = forms.ChoiceField(
        label=_("Vắc xin"),
        error_messages={
            "required": _("Hãy chọn vắc xin."),
            "invalid_choice": _("Hãy chọn một vắc xin trong danh sách."),
        },
    )
    administered_on = DayField(label=_("Ngày tiêm"))
    lot_number = forms.CharField(
        label=_("Số lô"),
        max_length=30,
        error_messages={"max_length": _("Số lô không quá 30 ký tự.")},
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )
    place = forms.CharField(
        label=_("Nơi tiêm"),
        help_text=_("Mã hoặc tên cơ sở; nếu không có trong danh mục, ghi như trên phiếu."),
        max_length=200,
        error_messages={"max_length": _("Nơi tiêm không quá 200 ký tự.")},
    )
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=80,
        error_messages={
            "required": _("Hãy ghi họ và tên."),
            "max_length": _("Họ và tên không quá 80 ký tự. Hãy xem lại."),
        },
    )
    birth_date = forms.CharField(
        label=_("Ngày sinh"),
        max_length=20,
        error_messages={
            "required": _("Hãy ghi ngày sinh."),
            "max_length": _("Chưa đọc được ngày sinh. Hãy ghi theo mẫu ngày/tháng/năm."),
        },
        widget=forms.TextInput(attrs={"data-width": "10"}),
    )
    number = forms.BooleanField(label=_("Đổi số giấy tờ theo số người gửi khai"))
    phone = forms.BooleanField(label=_("Đổi số điện thoại theo số người gửi khai"))
    note = forms.CharField(
        label=_("Vì sao xếp như vậy?"),
        help_text=_("Người gửi đọc được dòng này."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi vì sao xếp lại phản ánh."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )

    def __init__(
        self, *args: Any, kind: ReportKind, subjects: Subjects, note: str = "", **options: Any
    ) -> None:
        self.kind, self.subjects = kind, subjects
        options["initial"] = _first_filled(kind, subjects) | {"note": note}
        super().__init__(*args, **options)
        asked = (*FIELDS[kind], "note")
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        self.order_fields(asked)
        needed = {"about", "same_as", "note", *_NEEDED.get(kind, ())}
        for name, field in self.fields.items():
            field.required = name in needed
        for name, label in zip(_NAMED, _NAMES.get(kind, ()), strict=False):
            self.fields[name].label = label
        self._offer()

    def _offer(self) -> None:
        """What each choice is made from."""
        offered = list(self.subjects.of(self.kind).items())
        self._choices("about", offered)
        self._choices("same_as", offered)
        named = [(each.code, each.name_vi) for each in vaccines()]
        self._choices("vaccine", [("", gettext("Không nói")), *named])
        if "about" in self.fields:
            of_a_dose = self.kind in ABOUT_A_DOSE
            usual = _("Mũi tiêm nào?") if of_a_dose else _("Hồ sơ của ai?")
            self.fields["about"].label = _ABOUT.get(self.kind, usual)

    def _choices(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if field is not None:
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def clean_lot_number(self) -> str:
        return "".join(self.cleaned_data["lot_number"].upper().split())

    def clean_full_name(self) -> str:
        text = self.cleaned_data["full_name"].strip()
        return read(lambda: PersonName.parse(text)).text if text else ""

    def clean_birth_date(self) -> str:
        text = self.cleaned_data["birth_date"].strip()
        today = timezone.localdate()
        return read(lambda: PartialDate.parse(text, today=today)).iso if text else ""

    def clean_administered_on(self) -> date | None:
        day: date | None = self.cleaned_data["administered_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("Ngày tiêm ở sau ngày hôm nay. Hãy xem lại."))
        return day

    def claims(self) -> Claims:
        """What is said, once the form is valid; of a dose or a person, only what would change."""
        came, given = self.subjects.came.said, self.cleaned_data
        match self.kind:
            case kind if kind in ADDING_A_DOSE:
                is_new = kind == ReportKind.NOTHING_RECORDED
                return Claims(dose=self._dose(), person=came.person if is_new else None)
            case ReportKind.DOSE_WRONG:
                meant = self.subjects.dose(given["about"])
                return Claims(dose=_differing(self._dose(), meant.dose.current.facts))
            case ReportKind.PERSON_WRONG:
                return Claims(change=self._change(came.person))
            case ReportKind.DOSE_TWICE:
                return Claims(same_as=self.subjects.dose(given["same_as"]).dose.pk)
            case _ if given.get("full_name"):
                return Claims(person=self._named(came.person))
        return Claims()

    def _dose(self) -> DoseClaim:
        given = self.cleaned_data
        code, place = given["vaccine"], given["place"].strip()
        known = {each.code: pk for pk, each in known_vaccines().items()}
        facility_id = find_facility(place) if place else None
        return DoseClaim(
            vaccine_id=known[code] if code else None,
            administered_on=given["administered_on"],
            lot_number=given["lot_number"] or None,
            facility_id=facility_id,
            place=place or None if facility_id is None else None,
        )

    def _named(self, told: PersonClaim | None) -> PersonClaim:
        """The other person, with the numbers that the sender told."""
        named = {name: self.cleaned_data[name] for name in _NAMED}
        return replace(told, **named) if told else PersonClaim(**named, phone="")

    def _change(self, told: PersonClaim | None) -> PersonChange:
        given = self.cleaned_data
        whose = self.subjects.person(given["about"])
        said = {name: given[name] for name in _NAMED if given[name]}
        if told is not None and given["number"]:
            said |= {name: value for name in ("cccd", "cmnd") if (value := getattr(told, name))}
        if told is not None and given["phone"]:
            said["phone"] = told.phone
        record = Patient.objects.select_related("principal__current").get(pk=whose.patient_id)
        now = record.principal.current
        return PersonChange(
            **{name: value for name, value in said.items() if value != getattr(now, name)}
        )


def _first_filled(kind: ReportKind, subjects: Subjects) -> dict[str, Any]:
    """The form as the sender's own words fill it in."""
    dose, person = subjects.came.said.dose, subjects.came.said.person
    vaccine = known_vaccines().get(dose.vaccine_id or 0)
    facility = Facility.objects.filter(pk=dose.facility_id).first() if dose.facility_id else None
    born = PartialDate.from_iso(person.birth_date).vietnamese if person else ""
    return {
        "about": subjects.likely(kind),
        "vaccine": vaccine.code if vaccine else "",
        "administered_on": dose.administered_on,
        "lot_number": dose.lot_number or "",
        "place": facility.name if facility else dose.place or "",
        "full_name": person.full_name if person else "",
        "birth_date": born,
    }


def _differing(claim: DoseClaim, facts: DoseFacts) -> DoseClaim:
    """Of what is claimed, what the record does not say."""
    return DoseClaim(
        **{
            each.name: said
            for each in fields(claim)
            if (said := getattr(claim, each.name)) != getattr(facts, each.name)
        }
    )
