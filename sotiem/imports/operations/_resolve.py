"""Whose is each dose, and is it known already? Asked when a sheet is checked and when it is
committed, each time for many rows at once."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from sotiem.doses.facts import DoseFacts
from sotiem.doses.queries import doses_by_person
from sotiem.foundation.bulk import array_of
from sotiem.imports.facts import CheckedDose, Finding, RowProblem
from sotiem.imports.rules.decisions import as_decided
from sotiem.imports.rules.lists import Lists
from sotiem.imports.rules.people import NewPeople
from sotiem.imports.states import RowOutcome
from sotiem.matching.facts import Match, PersonClue, Zone
from sotiem.matching.queries import match_many
from sotiem.matching.rules.doses import (
    DoseClue,
    KnownDose,
    known_doses,
    may_be_known,
)
from sotiem.matching.rules.products import Products
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import names_of, vaccines

Whose = tuple[str, int]  # someone on record, by her principal, or someone new of this file


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one dose: whose it is (on record, or a place among the new people)."""

    checked: CheckedDose
    outcome: RowOutcome
    patient_id: int | None = None
    newcomer: int | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """What is known of the people of some rows."""

    principals: Mapping[int, int]
    birth_dates: Mapping[int, str]
    doses: Mapping[int, Sequence[KnownDose]]


def _record_of(patient_ids: Set[int]) -> _Record:
    people = Patient.objects.filter(pk__in=array_of(patient_ids)).order_by("pk")
    rows = list(people.values_list("pk", "principal_id", "current__birth_date"))
    products = Products((each.pk, names_of(each)) for each in vaccines())
    doses = doses_by_person(patient_ids)
    return _Record(
        {pk: principal for pk, principal, _ in rows},
        {pk: birth_date for pk, _, birth_date in rows},
        {whose: known_doses(some, products) for whose, some in doses.items()},
    )


def _may_be_one_of(dose: DoseFacts, known: Sequence[KnownDose]) -> bool:
    """Whether a dose on another day may be one we know, its day written wrong."""
    clue = DoseClue(
        vaccines=frozenset((dose.vaccine_id,)), given_on=dose.administered_on, lot=dose.lot_number
    )
    return may_be_known(clue, known)


def _hold_nobody(patient_ids: Sequence[int]) -> None:
    """A check only looks."""


@dataclass(slots=True)
class Resolver:
    """Remembers the new people and the doses of one file while its rows are gone through."""

    lists: Lists
    hold: Callable[[Sequence[int]], object] = _hold_nobody
    newcomers: NewPeople = field(default_factory=NewPeople)
    _first_seen: dict[tuple[Whose, int, date], int] = field(default_factory=dict)
    _diseases: dict[int, int] = field(default_factory=dict)

    def resolve(self, rows: Sequence[CheckedDose]) -> list[Fate]:
        """Tell the fate of each dose, in the order given."""
        if not self._diseases:
            self._diseases = dict(Vaccine.objects.values_list("pk", "disease_id"))
        people = {row.number: row.person for row in rows if row.person and not row.is_refused}
        matches = dict(
            zip(people, match_many([clue_of(who) for who in people.values()]), strict=True)
        )
        for row in rows:
            if row.decided is not None and row.number in matches:
                matches[row.number] = as_decided(matches[row.number], row.decided)
        on_record = {match.patient_id for match in matches.values() if match.patient_id}
        self.hold(sorted(on_record))
        record = _record_of(on_record)
        return [self._fate(row, matches.get(row.number), record) for row in rows]

    def _fate(self, row: CheckedDose, match: Match | None, record: _Record) -> Fate:
        person = row.person
        if match is None or person is None or row.dose is None or row.is_refused:
            return Fate(row, RowOutcome.REFUSED)
        dose, day = row.dose, row.dose.administered_on
        patient_id = match.patient_id
        if patient_id is not None:
            disease = self._diseases[dose.vaccine_id]
            known = [
                each for each in record.doses.get(patient_id, ()) if each.disease_id == disease
            ]
            if any(each.given_on == day for each in known):
                return Fate(row, RowOutcome.KNOWN, patient_id)
            born = record.birth_dates[patient_id]
            if day.isoformat()[: len(born)] < born:
                row = self._with(row, "birth_date", RowProblem.BIRTH_DATE_ON_RECORD)
            if _may_be_one_of(dose, [one for one in known if one.dose_id not in row.told_apart]):
                row = self._with(row, "full_name", RowProblem.DOSE_MAY_BE_KNOWN)
        elif match.zone == Zone.REVIEW:
            similar = str(len(match.candidates))
            row = self._with(row, "full_name", RowProblem.SIMILAR_PEOPLE, similar)
        elif self.newcomers.number_is_taken(person):
            row = self._with(row, "number", RowProblem.NUMBER_OF_ANOTHER_ROW)
        if any(finding.asks for finding in row.findings):
            return Fate(row, RowOutcome.REVIEW, patient_id)
        newcomer = None if patient_id is not None else self.newcomers.place_of(person)
        if patient_id is not None:
            whose = ("on record", record.principals[patient_id])
        else:
            whose = ("new", newcomer or 0)
        return self._new_or_seen(row, whose, patient_id, newcomer)

    def _new_or_seen(
        self, row: CheckedDose, whose: Whose, patient_id: int | None, newcomer: int | None
    ) -> Fate:
        assert row.dose is not None
        disease = self._diseases[row.dose.vaccine_id]
        key = (whose, disease, row.dose.administered_on)
        if key in self._first_seen:
            first = self.lists.where(self._first_seen[key])
            row = self._with(row, "full_name", RowProblem.SAME_DOSE_IN_FILE, first)
            return Fate(row, RowOutcome.KNOWN, patient_id, newcomer)
        self._first_seen[key] = row.number
        return Fate(row, RowOutcome.NEW, patient_id, newcomer)

    def _with(
        self, row: CheckedDose, key: str, code: RowProblem, value_shown: str = ""
    ) -> CheckedDose:
        finding = Finding(self.lists.header(row.number, key), code, value_shown)
        return replace(row, findings=(*row.findings, finding))


def clue_of(person: PatientFacts) -> PersonClue:
    """What a row says of a person, to look for her on record."""
    return PersonClue(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        bhyt=person.bhyt,
        commune_id=person.commune_id,
    )
