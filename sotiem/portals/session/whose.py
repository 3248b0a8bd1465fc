"""The people on record who may be meant, beside what was typed: only what differs is marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from sotiem.campaigns.facts import Looked
from sotiem.campaigns.looking import candidates_in_full
from sotiem.doses.facts import DoseOnRecord
from sotiem.doses.queries import doses_by_person
from sotiem.matching.facts import Candidate
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.portals.components.comparison import UNKNOWN
from sotiem.portals.components.likeness import explain
from sotiem.portals.components.templatetags.sotiem import day, masked
from sotiem.portals.session.caution_words import FIELDS, SEXES, Told, told
from sotiem.portals.session.entry_form import typed_of
from sotiem.vaccines.models import Vaccine

MOST_PEOPLE: Final = 4
_HIDDEN: Final = ("cccd", "cmnd", "phone")


@dataclass(frozen=True, slots=True)
class Choice:
    """Someone on record, as a clerk compares her with what was typed."""

    patient_id: int
    public_id: UUID
    name: str
    rows: list[tuple[str, str, str]]  # label, value, what was typed
    doses: list[str]
    explanation: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is found of a dose before it is recorded."""

    choices: list[Choice]
    cautions: list[Told]
    asks_whose: bool

    @property
    def is_clear(self) -> bool:
        return not any(one.blocks or one.asks for one in self.cautions)

    @property
    def can_be_accepted(self) -> bool:
        return any(one.asks for one in self.cautions)


def shown(looked: Looked, person: PatientFacts) -> Shown:
    """What was found, in the words of the page."""
    people = candidates_in_full(looked.candidates)[:MOST_PEOPLE]
    doses = doses_by_person([known.pk for _one, known in people])
    names = dict(Vaccine.objects.values_list("pk", "name_vi"))
    mine = _values(typed_of(_as_mapping(person)))
    choices = [
        _choice(one, known, mine, doses.get(known.pk, ()), names, looked.patient_id)
        for one, known in people
    ]
    cautions = told(looked.cautions)
    doubtful = {"which_person", "namesake", "dose_today"}
    return Shown(choices, cautions, bool(choices) and any(c.code in doubtful for c in cautions))


def _choice(
    one: Candidate,
    known: Patient,
    mine: Mapping[str, str],
    doses: Sequence[DoseOnRecord],
    names: Mapping[int, str],
    meant: int | None,
) -> Choice:
    theirs = _values(typed_of(_as_mapping(known.current.facts)))
    rows = [
        (str(FIELDS[key]), _hidden(key, theirs[key]), _hidden(key, mine[key]))
        for key in theirs
        if theirs[key] or mine[key]
    ]
    return Choice(
        patient_id=known.pk,
        public_id=known.public_id,
        name=known.current.full_name,
        rows=rows,
        doses=[_dose(each, names) for each in doses],
        explanation=explain(one.levels, one.probability) if one.levels else "",
        is_meant=known.pk == meant,
    )


def _as_mapping(person: PatientFacts) -> dict[str, Any]:
    keys = ("full_name", "birth_date", "sex", "cccd", "cmnd", "phone", "address")
    return {key: getattr(person, key) for key in keys}


def _values(typed: Mapping[str, str]) -> dict[str, str]:
    keys = ("full_name", "birth_date", "sex", "cccd", "cmnd", "phone", "address")
    values = {key: typed[key] for key in keys}
    return {**values, "sex": str(SEXES.get(values["sex"], ""))}


def _hidden(key: str, value: str) -> str:
    return masked(value) if value and key in _HIDDEN else value or UNKNOWN


def _dose(dose: DoseOnRecord, names: Mapping[int, str]) -> str:
    name = dose.vaccine_text or names[dose.vaccine_id]
    lot = _("lô %s") % dose.lot_number if dose.lot_number else ""
    place = dose.facility_name or dose.place
    return ", ".join(filter(None, (day(dose.administered_on), name, lot, place)))
