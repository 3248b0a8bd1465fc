import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.models import User
from sotiem.campaigns.models import SessionSlot, VaccinationSession
from sotiem.campaigns.operations import Plan
from sotiem.campaigns.states import AppointmentState, Duty
from sotiem.foundation.identifiers import new_submission_key
from sotiem.identity import (
    Cccd,
    InvalidIdentity,
    PartialDate,
    PersonName,
    PhoneNumber,
    Sex,
    parse_national_number,
)
from sotiem.patients.facts import PatientFacts
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.problems import SENTENCES
from sotiem.supply.facts import LotInStore
from sotiem.supply.models import Lot
from sotiem.vaccines.models import Vaccine

_SLOT: Final = re.compile(r"(\d{1,2})[:hH.](\d{2})?\s*[-–:x]?\s*(\d+)?")
MOST_PEOPLE: Final = 500
MOST_SLOTS: Final = 24


class PlanForm(forms.Form):
    """A day's plan; the times are lines such as "7:30 20"."""

    held_on = DayField(label=_("Ngày tiêm"))
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    vaccine = forms.ModelChoiceField(
        label=_("Vắc xin"),
        queryset=Vaccine.objects.none(),
        error_messages={"required": _("Hãy chọn vắc xin.")},
    )
    lots = forms.MultipleChoiceField(
        label=_("Lô vắc xin trong kho"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một lô của vắc xin này.")},
    )
    slots = forms.CharField(
        label=_("Khung giờ và số người mỗi khung"),
        help_text=_("Mỗi dòng một khung giờ, ví dụ: 7:30 20"),
        widget=forms.Textarea(attrs={"rows": 6}),
        initial="7:30 20\n8:30 20\n9:30 20\n13:30 20\n14:30 20\n15:30 20",
    )
    slips_from = forms.IntegerField(
        label=_("Phiếu giấy từ số"), required=False, min_value=0, max_value=99_999_999
    )
    slips_to = forms.IntegerField(
        label=_("Phiếu giấy đến số"), required=False, min_value=0, max_value=99_999_999
    )
    members = forms.MultipleChoiceField(
        label=_("Người làm việc tại buổi tiêm"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        held: list[LotInStore],
        staff: list[User],
        duties: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._lots = {str(each.lot.public_id): each.lot for each in held}
        self._staff = {
            f"{user.public_id}.{duty}": (user, Duty(duty)) for user in staff for duty in duties
        }
        vaccines = {each.lot.vaccine_id for each in held}
        field = self.fields["vaccine"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Vaccine.objects.filter(pk__in=vaccines).order_by("position")
        field.to_field_name, field.empty_label = "code", gettext("Chọn vắc xin")
        lots = self.fields["lots"]
        assert isinstance(lots, forms.MultipleChoiceField)
        lots.choices = [
            (
                str(each.lot.public_id),
                gettext("%(lot)s – %(vaccine)s, còn %(doses)s liều, hạn %(day)s")
                % {
                    "lot": each.lot.number,
                    "vaccine": each.lot.vaccine.name_vi,
                    "doses": each.doses,
                    "day": f"{each.lot.expires_on:%d/%m/%Y}",
                },
            )
            for each in held
        ]
        members = self.fields["members"]
        assert isinstance(members, forms.MultipleChoiceField)
        members.choices = [
            (f"{user.public_id}.{duty}", f"{user.first_name or user.username} – {words}")
            for user in staff
            for duty, words in duties.items()
        ]

    def clean_slots(self) -> dict[time, int]:
        found: dict[time, int] = {}
        for line in filter(str.strip, self.cleaned_data["slots"].splitlines()):
            match = _SLOT.fullmatch(line.strip())
            try:
                if match is None:
                    raise ValueError
                found[time(int(match[1]), int(match[2] or 0))] = int(match[3] or 20)
            except ValueError:
                wrong = _("Dòng “%(line)s” chưa đúng. Hãy ghi giờ rồi số người, ví dụ: 7:30 20")
                raise forms.ValidationError(wrong, params={"line": line[:40]}) from None
        if not 0 < len(found) <= MOST_SLOTS or any(
            not 0 < seats <= 2_000 for seats in found.values()
        ):
            raise forms.ValidationError(
                _("Hãy ghi từ 1 đến 24 khung giờ, mỗi khung 1 đến 2.000 người.")
            )
        return found

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            held_on=said["held_on"],
            vaccine=said["vaccine"],
            lots=[self._lots[key] for key in said["lots"]],
            place=said["place"],
            slots=said["slots"],
            members=[self._staff[key] for key in said["members"]],
            slips_from=said["slips_from"],
            slips_to=said["slips_to"],
            note=said["note"],
        )


def said_of(session: VaccinationSession) -> dict[str, Any]:
    """A plan as its form shows it."""
    slots = session.slots.order_by("starts_at")
    members = session.members.select_related("user").order_by("pk")
    return {
        "held_on": session.held_on,
        "place": session.place,
        "vaccine": session.vaccine.code,
        "lots": [str(each.lot.public_id) for each in session.lots.select_related("lot")],
        "slots": "\n".join(f"{slot.starts_at:%H:%M} {slot.seats}" for slot in slots),
        "slips_from": session.slips_from,
        "slips_to": session.slips_to,
        "members": [f"{one.user.public_id}.{one.duty}" for one in members],
        "note": session.note,
    }


class PeopleForm(forms.Form):
    """People to call, one a line: name; birth date; sex; phone; number."""

    people = forms.CharField(
        label=_("Danh sách người được mời"),
        help_text=_(
            "Mỗi dòng một người: họ tên; ngày sinh; giới tính; số điện thoại; số CCCD. "
            "Có thể dán thẳng từ bảng tính."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": _("Hãy nhập ít nhất một người.")},
    )
    slot = forms.ChoiceField(label=_("Khung giờ"), required=False)

    def __init__(self, *args: Any, session: VaccinationSession, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._slots = {
            f"{slot.starts_at:%H:%M}": slot for slot in session.slots.order_by("starts_at")
        }
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Không hẹn giờ")), *((key, key) for key in self._slots)]

    def clean_people(self) -> list[PatientFacts]:
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            raise forms.ValidationError(
                _("Mỗi lần thêm nhiều nhất %(most)s người."), params={"most": MOST_PEOPLE}
            )
        people, wrong = [], []
        for number, line in enumerate(lines, start=1):
            try:
                people.append(_person(line, self._today))
            except InvalidIdentity as error:
                told = {"number": number, "why": SENTENCES[error.code]}
                wrong.append(gettext("Dòng %(number)s: %(why)s") % told)
        if wrong:
            raise forms.ValidationError(wrong[:20])
        return people

    def chosen_slot(self) -> SessionSlot | None:
        return self._slots.get(self.cleaned_data["slot"])


def _person(line: str, today: date) -> PatientFacts:
    cells = [cell.strip() for cell in re.split(r"[;\t]", line)]
    name, born, sex, phone, number = [*cells, "", "", "", "", ""][:5]
    read = parse_national_number(number) if number else None
    return PatientFacts(
        full_name=str(PersonName.parse(name)),
        birth_date=str(PartialDate.parse(born, today=today)),
        sex=str(Sex.parse(sex)) if sex else "",
        phone=str(PhoneNumber.parse(phone)) if phone else "",
        cccd=str(read) if isinstance(read, Cccd) else "",
        cmnd=str(read) if read is not None and not isinstance(read, Cccd) else "",
    )


class MoveForm(forms.Form):
    """Where somebody goes, from the state that was on the screen."""

    to = forms.ChoiceField(choices=[(each.value, each.value) for each in AppointmentState])
    seen = forms.ChoiceField(choices=[(each.value, each.value) for each in AppointmentState])


class StockForm(forms.Form):
    """Doses that move between the store and the session."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_submission_key)
    what = forms.ChoiceField(
        label=_("Việc"),
        choices=[
            ("rut", _("Rút từ kho")),
            ("tra", _("Trả lại kho")),
            ("huy", _("Hủy, hỏng")),
        ],
        widget=forms.RadioSelect,
        initial="rut",
    )
    lot = forms.ChoiceField(label=_("Lô"))
    doses = forms.IntegerField(
        label=_("Số liều"),
        min_value=1,
        max_value=100_000,
        error_messages={"required": _("Hãy nhập số liều.")},
    )
    reason = forms.CharField(label=_("Lý do (khi hủy)"), max_length=200, required=False)

    def __init__(self, *args: Any, session: VaccinationSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lots = session.lots.select_related("lot").order_by("lot__expires_on", "pk")
        self._lots = {str(each.lot.public_id): each.lot for each in lots}
        field = self.fields["lot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, lot.number) for key, lot in self._lots.items()]

    def chosen_lot(self) -> Lot:
        return self._lots[self.cleaned_data["lot"]]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
