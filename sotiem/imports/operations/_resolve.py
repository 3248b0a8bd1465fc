"""Whose is each dose, and is it known already? Asked when a sheet is checked and when it is
committed, each time for many rows at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sotiem.doses.queries import known_days
from sotiem.imports.facts import CheckedDose, Finding, RowProblem
from sotiem.imports.rules.people import NewPeople
from sotiem.imports.states import RowOutcome
from sotiem.matching.facts import Match, PersonClue, Zone
from sotiem.matching.queries import match_many
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine

Whose = tuple[str, int]  # someone on record, or someone new of this file


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one dose: whose it is (on record, or a place among the new people)."""

    checked: CheckedDose
    outcome: RowOutcome
    patient_id: int | None = None
    newcomer: int | None = None


def _hold_nobody(patient_ids: Sequence[int]) -> None:
    """A check only looks."""


@dataclass(slots=True)
class Resolver:
    """Remembers the new people and the doses of one file while its rows are gone through."""

    headers: Mapping[str, str]  # what this sheet calls a person's columns
    hold: Callable[[Sequence[int]], None] = _hold_nobody
    newcomers: NewPeople = field(default_factory=NewPeople)
    _first_seen: dict[tuple[Whose, int, date], int] = field(default_factory=dict)
    _diseases: dict[int, int] = field(default_factory=dict)

    def resolve(self, rows: Sequence[CheckedDose]) -> list[Fate]:
        """Tell the fate of each dose, in the order given."""
        if not self._diseases:
            self._diseases = dict(Vaccine.objects.values_list("pk", "disease_id"))
        people = {row.number: row.person for row in rows if row.person and not row.is_refused}
        matches = dict(
            zip(people, match_many([_clue(who) for who in people.values()]), strict=True)
        )
        on_record = {match.patient_id for match in matches.values() if match.patient_id}
        self.hold(sorted(on_record))
        known = known_days(on_record)
        birth_dates = dict(
            Patient.objects.filter(pk__in=on_record).values_list("pk", "current__birth_date")
        )
        return [self._fate(row, matches.get(row.number), known, birth_dates) for row in rows]

    def _fate(
        self,
        row: CheckedDose,
        match: Match | None,
        known: set[tuple[int, int, date]],
        birth_dates: dict[int, str],
    ) -> Fate:
        person = row.person
        if match is None or person is None or row.dose is None or row.is_refused:
            return Fate(row, RowOutcome.REFUSED)
        day = row.dose.administered_on
        patient_id = match.patient_id
        if patient_id is not None:
            if (patient_id, self._diseases[row.dose.vaccine_id], day) in known:
                return Fate(row, RowOutcome.KNOWN, patient_id)
            born = birth_dates[patient_id]
            if day.isoformat()[: len(born)] < born:
                row = self._with(row, "birth_date", RowProblem.BIRTH_DATE_ON_RECORD)
        elif match.zone == Zone.REVIEW:
            similar = str(len(match.candidates))
            row = self._with(row, "full_name", RowProblem.SIMILAR_PEOPLE, similar)
        elif self.newcomers.number_is_taken(person):
            row = self._with(row, "number", RowProblem.NUMBER_OF_ANOTHER_ROW)
        if any(finding.asks for finding in row.findings):
            return Fate(row, RowOutcome.REVIEW, patient_id)
        return self._new_or_seen(row, person, patient_id)

    def _new_or_seen(self, row: CheckedDose, person: PatientFacts, patient_id: int | None) -> Fate:
        assert row.dose is not None
        newcomer = None if patient_id is not None else self.newcomers.place_of(person)
        whose = ("on record", patient_id) if patient_id is not None else ("new", newcomer or 0)
        disease = self._diseases[row.dose.vaccine_id]
        key = (whose, disease, row.dose.administered_on)
        if key in self._first_seen:
            first = str(self._first_seen[key])
            row = self._with(row, "full_name", RowProblem.SAME_DOSE_IN_FILE, first)
            return Fate(row, RowOutcome.KNOWN, patient_id, newcomer)
        self._first_seen[key] = row.number
        return Fate(row, RowOutcome.NEW, patient_id, newcomer)

    def _with(
        self, row: CheckedDose, key: str, code: RowProblem, value_shown: str = ""
    ) -> CheckedDose:
        finding = Finding(self.headers[key], code, value_shown)
        return replace(row, findings=(*row.findings, finding))


def _clue(person: PatientFacts) -> PersonClue:
    return PersonClue(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        bhyt=person.bhyt,
    )
