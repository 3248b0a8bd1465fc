"""Whose is each dose, and is it known already? Asked when a sheet is checked and when it is
committed, each time for many rows at once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sotiem.doses.facts import DoseFacts, DoseOnRecord
from sotiem.doses.queries import doses_by_person
from sotiem.foundation.bulk import array_of
from sotiem.imports.facts import CheckedDose, Finding, RowProblem
from sotiem.imports.rules.decisions import as_decided
from sotiem.imports.rules.lists import Lists
from sotiem.imports.rules.people import NewPeople
from sotiem.imports.states import RowOutcome
from sotiem.matching.facts import Match, PersonClue, Zone
from sotiem.matching.queries import match_many
from sotiem.matching.rules.doses import DoseClue, may_be_known
from sotiem.matching.rules.products import Products
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.vaccines.queries import known_vaccines, names_of, vaccines

# So many rows are looked up together, in a few statements.
AT_ONCE: Final = 2_000
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
    doses: Mapping[int, Sequence[DoseOnRecord]]
    products: Products
    diseases: Mapping[int, int]  # of the vaccines


def _record_of(patient_ids: Set[int]) -> _Record:
    people = Patient.objects.filter(pk__in=array_of(patient_ids)).order_by("pk")
    rows = list(people.values_list("pk", "principal_id", "current__birth_date"))
    products = Products((each.pk, names_of(each)) for each in vaccines())
    return _Record(
        {pk: principal for pk, principal, _ in rows},
        {pk: birth_date for pk, _, birth_date in rows},
        doses_by_person(patient_ids),
        products,
        {pk: vaccine.disease_id for pk, vaccine in known_vaccines().items()},
    )


def _may_be_one_of(dose: DoseFacts, known: Sequence[DoseOnRecord], products: Products) -> bool:
    """Whether a dose on another day may be one we know, its day written wrong."""
    clue = DoseClue(
        vaccines=frozenset((dose.vaccine_id,)), given_on=dose.administered_on, lot=dose.lot_number
    )
    return may_be_known(clue, known, products)


# Without slots: where many go from process to process, each would be sent field by field.
@dataclass(frozen=True)
class Seen:
    """What the record says of one dose of a file; its outcome, where nothing else can change it."""

    checked: CheckedDose
    outcome: RowOutcome | None = None
    patient_id: int | None = None
    principal_id: int | None = None
    is_in_doubt: bool = False  # somebody on record may be meant


def look(rows: Sequence[CheckedDose], lists: Lists) -> list[Seen]:
    """Hold each dose against the record, in the order given; `lists` are those of their file."""
    people = {row.number: row.person for row in rows if row.person and not row.is_refused}
    matches = dict(zip(people, match_many([clue_of(who) for who in people.values()]), strict=True))
    for row in rows:
        if row.decided is not None and row.number in matches:
            matches[row.number] = as_decided(matches[row.number], row.decided)
    on_record = {match.patient_id for match in matches.values() if match.patient_id}
    record = _record_of(on_record)
    return [_seen(row, matches.get(row.number), record, lists) for row in rows]


def _seen(row: CheckedDose, match: Match | None, record: _Record, lists: Lists) -> Seen:
    if match is None or row.person is None or row.dose is None or row.is_refused:
        return Seen(row, RowOutcome.REFUSED)
    if match.patient_id is None:
        if match.zone != Zone.REVIEW:
            return Seen(row)
        similar = str(len(match.candidates))
        told = _with(row, lists, "full_name", RowProblem.SIMILAR_PEOPLE, similar)
        return Seen(told, is_in_doubt=True)
    return _of_known_person(row, row.dose, match.patient_id, record, lists)


def _of_known_person(
    row: CheckedDose, dose: DoseFacts, patient_id: int, record: _Record, lists: Lists
) -> Seen:
    day, disease = dose.administered_on, record.diseases[dose.vaccine_id]
    known = [each for each in record.doses.get(patient_id, ()) if each.disease_id == disease]
    if any(each.administered_on == day for each in known):
        return Seen(row, RowOutcome.KNOWN, patient_id)
    born = record.birth_dates[patient_id]
    if day.isoformat()[: len(born)] < born:
        row = _with(row, lists, "birth_date", RowProblem.BIRTH_DATE_ON_RECORD)
    others = [one for one in known if one.dose_id not in row.told_apart]
    if _may_be_one_of(dose, others, record.products):
        row = _with(row, lists, "full_name", RowProblem.DOSE_MAY_BE_KNOWN)
    return Seen(row, None, patient_id, record.principals[patient_id])


def _with(
    row: CheckedDose, lists: Lists, key: str, code: RowProblem, value_shown: str = ""
) -> CheckedDose:
    finding = Finding(lists.header(row.number, key), code, value_shown)
    return replace(row, findings=(*row.findings, finding))


@dataclass(slots=True)
class Resolver:
    """Remembers the new people and the doses of one file while its rows are gone through."""

    lists: Lists
    newcomers: NewPeople = field(default_factory=NewPeople)
    _first_seen: dict[tuple[Whose, int, date], int] = field(default_factory=dict)

    def resolve(self, rows: Sequence[CheckedDose]) -> list[Fate]:
        """Tell the fate of each dose, in the order given."""
        return self.settle(look(rows, self.lists))

    def settle(self, seen: Sequence[Seen]) -> list[Fate]:
        """Tell the fate of doses that were looked at, beside those of the file before them."""
        diseases = {pk: vaccine.disease_id for pk, vaccine in known_vaccines().items()}
        return [self._fate(each, diseases) for each in seen]

    def _fate(self, seen: Seen, diseases: Mapping[int, int]) -> Fate:
        row, patient_id = seen.checked, seen.patient_id
        person, dose = row.person, row.dose
        if seen.outcome is not None or person is None or dose is None:
            return Fate(row, seen.outcome or RowOutcome.REFUSED, patient_id)
        is_new = patient_id is None and not seen.is_in_doubt
        if is_new and self.newcomers.number_is_taken(person):
            row = _with(row, self.lists, "number", RowProblem.NUMBER_OF_ANOTHER_ROW)
        if any(finding.asks for finding in row.findings):
            return Fate(row, RowOutcome.REVIEW, patient_id)
        newcomer = self.newcomers.place_of(person) if patient_id is None else None
        whose = ("on record", seen.principal_id or 0) if patient_id else ("new", newcomer or 0)
        key = (whose, diseases[dose.vaccine_id], dose.administered_on)
        if key in self._first_seen:
            first = self.lists.where(self._first_seen[key])
            row = _with(row, self.lists, "full_name", RowProblem.SAME_DOSE_IN_FILE, first)
            return Fate(row, RowOutcome.KNOWN, patient_id, newcomer)
        self._first_seen[key] = row.number
        return Fate(row, RowOutcome.NEW, patient_id, newcomer)


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
