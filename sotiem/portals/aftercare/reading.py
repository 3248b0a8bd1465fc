"""An entry as its person sees it, and what stands beside her on the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.doses.queries import doses_of
from sotiem.identity import PartialDate
from sotiem.patients.models import PatientVersion
from sotiem.portals.aftercare.words import FIELDS, STATES
from sotiem.portals.citizen.reading import Changed, differences
from sotiem.portals.citizen.report_forms import place_of
from sotiem.portals.citizen.words import vaccine_of
from sotiem.portals.components.templatetags.sotiem import masked, moment
from sotiem.portals.session.caution_words import SEXES
from sotiem.reactions.models import Reaction
from sotiem.reactions.queries import beside_doses
from sotiem.readbacks.facts import Seen
from sotiem.readbacks.models import Answer, Readback
from sotiem.readbacks.queries import beside, last_wrong, seen_of, token_of
from sotiem.readbacks.states import CALLED_WRONG, ReadbackState


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """What is read back: no more than stands on the slip, and numbers but for their end."""

    rows: Sequence[tuple[str, str]]
    seen: Seen
    changes: Sequence[Changed]  # since the person answered last
    state: str
    state_words: str
    tone: str
    state_at: datetime
    is_wrong: bool
    is_right: bool
    wrong: Sequence[tuple[str, str]]  # what is called wrong, and what is right
    wrong_note: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside somebody on the board, once the dose is on record."""

    readback: Readback
    token: str
    dose: UUID
    words: str
    tone: str
    wrong: Sequence[tuple[str, str]]
    asks_team: bool
    reaction: Reaction | None


def shown_entry(readback: Readback) -> ShownEntry:
    """The entry as it is on record now."""
    dose, patient = readback.entry.dose, readback.entry.patient
    assert dose is not None and patient is not None
    state = ReadbackState(readback.state)
    words, tone = STATES[state]
    wrong = last_wrong(readback)
    return ShownEntry(
        rows=[*_person_rows(patient.current), *_dose_rows(readback)],
        seen=seen_of(readback),
        changes=_changes(readback),
        state=state.value,
        state_words=str(words),
        tone=tone,
        state_at=readback.state_at,
        is_wrong=state in CALLED_WRONG,
        is_right=state == ReadbackState.RIGHT,
        wrong=wrong_in_words(wrong),
        wrong_note=wrong.note if wrong else "",
    )


def wrong_in_words(wrong: Answer | None) -> list[tuple[str, str]]:
    return [(str(FIELDS[name]), text) for name, text in wrong.wrong.fields.items()] if wrong else []


def beside_people(
    session: VaccinationSession, people: Sequence[Appointment]
) -> Mapping[int, Beside]:
    """What stands beside these people of a session, by their place in it."""
    found = beside(session, [one.pk for one in people])
    reactions = beside_doses(each.entry.dose_id or 0 for each in found.values())
    return {place: _beside(each, reactions) for place, each in found.items()}


def _beside(readback: Readback, reactions: Mapping[int, Reaction]) -> Beside:
    assert readback.entry.dose is not None
    state = ReadbackState(readback.state)
    words, tone = STATES[state]
    return Beside(
        readback=readback,
        token=token_of(readback),
        dose=readback.entry.dose.public_id,
        words=str(words),
        tone=tone,
        wrong=wrong_in_words(last_wrong(readback)) if state in CALLED_WRONG else [],
        asks_team=state == ReadbackState.WRONG,
        reaction=reactions.get(readback.entry.dose_id or 0),
    )


def _person_rows(person: PatientVersion) -> list[tuple[str, str]]:
    rows = [
        (gettext("Họ và tên"), person.full_name),
        (gettext("Ngày sinh"), PartialDate.from_iso(person.birth_date).vietnamese),
        (gettext("Giới tính"), str(SEXES.get(person.sex, ""))),
        (gettext("Số giấy tờ"), _masked(person.cccd or person.cmnd)),
        (gettext("Số điện thoại"), _masked(person.phone)),
    ]
    return [(label, value or "–") for label, value in rows]


def _dose_rows(readback: Readback) -> list[tuple[str, str]]:
    dose = readback.entry.dose
    assert dose is not None
    against = dose.current.vaccine.disease_id
    course = [
        one.pk for one in doses_of(dose.patient_id) if one.current.vaccine.disease_id == against
    ]
    number = course.index(dose.pk) + 1 if dose.pk in course else None
    rows = [
        (gettext("Vắc xin"), vaccine_of(dose.current)),
        (gettext("Mũi thứ"), str(number or "–")),
        (gettext("Số lô"), dose.current.lot_number),
        (gettext("Ngày, giờ tiêm"), moment(readback.entry.given_at)),
        (gettext("Nơi tiêm"), place_of(dose.current)),
    ]
    return [(label, value or "–") for label, value in rows]


def _changes(readback: Readback) -> list[Changed]:
    """What was put right since the last answer."""
    last = (
        readback.answers.select_related(
            "dose_version__vaccine", "dose_version__facility", "person_version"
        )
        .order_by("-number")
        .first()
    )
    dose, patient = readback.entry.dose, readback.entry.patient
    if last is None or dose is None or patient is None:
        return []
    before, after = _person_rows(last.person_version), _person_rows(patient.current)
    pairs = zip(before, after, strict=True)
    person = [Changed(label, old, new) for (label, old), (_, new) in pairs if old != new]
    return [*person, *differences(last.dose_version, dose.current)]


def _masked(number: str) -> str:
    return masked(number) if number else ""
