"""Reads of imports used by pages and by the command line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Subquery

from sotiem.accounts.facts import Role, Staff
from sotiem.doses.facts import DoseOnRecord
from sotiem.doses.queries import doses_by_person
from sotiem.facilities.models import Facility
from sotiem.foundation import files
from sotiem.foundation.bulk import array_of
from sotiem.imports.facts import PassedOver
from sotiem.imports.models import DoseImport, ImportApproval, ImportRow, ImportRowQuerySet
from sotiem.imports.permissions import can_import
from sotiem.imports.rules.answers import seen_of
from sotiem.imports.rules.built import BUILT
from sotiem.imports.rules.reading import read_dose_file
from sotiem.imports.rules.writing import annotated
from sotiem.imports.states import BuiltUpon, Decision, Part, RowOutcome
from sotiem.matching.facts import Candidate, PersonClue
from sotiem.matching.queries import match_one
from sotiem.vaccines.models import Vaccine

ROWS_PER_PAGE: Final = 100
_MOST_SLOTS: Final = 3
_TOLD_OF: Final = (RowOutcome.CHANGED, RowOutcome.KNOWN, RowOutcome.REVIEW)
_IS_DECIDED: Final = Q(answer__isnull=False) | Q(decision__isnull=False)
_PARTS: Final = {
    Part.PLAIN: Q(outcome=RowOutcome.NEW, problems=[]) & ~_IS_DECIDED,
    Part.NOTED: Q(outcome=RowOutcome.NEW) & ~Q(problems=[]) & ~_IS_DECIDED,
    Part.DECIDED: Q(outcome=RowOutcome.NEW) & _IS_DECIDED,
    Part.CHANGED: Q(outcome=RowOutcome.CHANGED),
}


def find_import(public_id: UUID, *, staff: Staff) -> DoseImport | None:
    """An import of a facility this clerk works for; nothing otherwise, as if there were none."""
    imports = DoseImport.objects.select_related("facility", "file")
    found = imports.filter(public_id=public_id).first()
    return found if found and can_import(staff, found.facility) else None


def recent_imports(
    facility: Facility, *, before: UUID | None = None, limit: int = 20
) -> list[DoseImport]:
    """A facility's imports, newest first; only those before another one, where it is named."""
    imports = DoseImport.objects.filter(facility=facility).newest_first()
    if before is not None:
        imports = imports.filter(pk__lt=Subquery(imports.filter(public_id=before).values("pk")))
    return list(imports[:limit])


def facilities_of(staff: Staff, *, after: str = "", limit: int = 50) -> list[Facility]:
    """The facilities somebody works for or heads, by code, from a code on."""
    reach = [
        Q(path=jurisdiction.path) | Q(path__startswith=f"{jurisdiction.path}/")
        for role in (Role.CLERK, Role.HEAD)
        for jurisdiction in staff.jurisdictions(role)
    ]
    if not reach:
        return []
    return list(
        Facility.objects.filter(reduce(or_, reach), code__gt=after).order_by("code")[:limit]
    )


def rows_with(
    dose_import: DoseImport,
    outcomes: Sequence[RowOutcome],
    *,
    after: int = 0,
    limit: int = ROWS_PER_PAGE,
) -> list[list[ImportRow]]:
    """Rows of the sheet with one of these outcomes, after a row number; each with all its doses."""
    rows = ImportRow.objects.filter(dose_import=dose_import, outcome__in=outcomes)
    numbers = rows.filter(number__gt=after).order_by("number").values_list("number", flat=True)
    wanted = rows.filter(number__in=list(numbers.distinct()[:limit]))
    found = wanted.select_related("answer", "decision", "change").order_by("number", "slot")
    return [list(doses) for _, doses in groupby(found, key=attrgetter("number"))]


def rows_after(
    dose_import: DoseImport, *, number: int = 0, slot: int = 0, limit: int
) -> list[ImportRow]:
    """The doses of a sheet in its order, after one of them, with what became of each."""
    rows = ImportRow.objects.filter(dose_import=dose_import, number__gte=number)
    later = rows.exclude(number=number, slot__lte=slot).order_by("number", "slot")
    return list(later.select_related("answer", "decision", "dose").defer("raw", "facts")[:limit])


def rows_changed(
    dose_import: DoseImport, *, after: int = 0, limit: int = ROWS_PER_PAGE
) -> list[list[ImportRow]]:
    """Doses whose person's record changed since the upload, after a row number, each with what
    changed."""
    rows = ImportRow.objects.filter(dose_import=dose_import, change__isnull=False)
    found = rows.filter(outcome__in=_TOLD_OF, number__gt=after).order_by("number", "slot")
    people = ("change__then", "change__now", "patient", "answer", "decision")
    some = list(found.select_related(*people)[: limit * _MOST_SLOTS])
    return [list(doses) for _, doses in groupby(some, key=attrgetter("number"))][:limit]


def approved_rows(approval: ImportApproval) -> ImportRowQuerySet:
    """The rows that an approval means, as they are now."""
    rows = ImportRow.objects.filter(dose_import=approval.dose_import_id)
    meant = Q(pk__in=[])
    for part in approval.parts:
        meant |= _PARTS[Part(part)]
    if approval.rows:
        rows = rows.filter(number__in=array_of(approval.rows))
    return (
        rows.filter(meant).select_related("answer", "decision", "change").order_by("number", "slot")
    )


def open_questions(dose_import: DoseImport) -> list[dict[str, Any]]:
    """What the file leaves open and somebody must say, before its rows are checked."""
    return [one for one in dose_import.questions if one["is_open"]]


def parts_of(dose_import: DoseImport) -> dict[Part, int]:
    """How many doses of a sheet are in each part that can be approved on its own."""
    rows = ImportRow.objects.filter(
        dose_import=dose_import, outcome__in=[RowOutcome.NEW, RowOutcome.CHANGED]
    )
    counts = {str(part): Count("pk", filter=meant) for part, meant in _PARTS.items()}
    return {Part(part): count for part, count in rows.aggregate(**counts).items() if count}


def recorded_rows(dose_import: DoseImport) -> QuerySet[ImportRow]:
    """The rows of a sheet whose doses are on record."""
    return ImportRow.objects.filter(dose_import=dose_import, outcome=RowOutcome.RECORDED)


def built_upon(dose_import: DoseImport) -> dict[BuiltUpon, list[int]]:
    """What was built on a sheet's doses and on the people it brought, with the rows' numbers.

    A dose corrected since; a person of the sheet corrected, or joined with another record; a
    report on one of its people that nobody has answered. Doses withdrawn meanwhile are no matter.
    """
    found: dict[BuiltUpon, list[int]] = {}
    with connection.cursor() as cursor:
        for kind, statement in BUILT.items():
            cursor.execute(statement, {"sheet": dose_import.pk, "origin": dose_import.origin})
            if numbers := [number for (number,) in cursor.fetchall()]:
                found[kind] = numbers
    return found


def find_row(public_id: UUID, number: int, slot: int, *, staff: Staff) -> ImportRow | None:
    """A dose of a row, if the sheet is one that this clerk works on."""
    dose_import = find_import(public_id, staff=staff)
    if dose_import is None:
        return None
    rows = ImportRow.objects.filter(dose_import=dose_import, number=number, slot=slot)
    return rows.select_related(
        "answer", "decision", "change", "dose_import__facility", "patient__current"
    ).first()


def doses_in_question(row: ImportRow) -> list[DoseOnRecord]:
    """The doses on record, against the same disease, that the dose of a row may be; oldest first.

    The dose that was recorded for the row itself is not among them.
    """
    if row.patient_id is None or "dose" not in row.facts:
        return []
    vaccine = Vaccine.objects.get(pk=row.facts["dose"]["vaccine_id"])
    known = doses_by_person([row.patient_id]).get(row.patient_id, [])
    return [
        dose
        for dose in known
        if dose.disease_id == vaccine.disease_id and dose.dose_id != row.dose_id
    ]


def people_in_question(row: ImportRow) -> list[Candidate]:
    """Who on record the person of a row may be, the likeliest first; whom a doubt names, too.

    Not whoever was registered because the row's person was said to be someone new. Whom the
    row was compared with before stays among them.
    """
    clue = clue_of_row(row)
    if clue is None:
        return []
    standing = row.standing_decision
    new_id = row.patient_id if standing and standing.decision == Decision.BOTH else None
    found = [one for one in match_one(clue).candidates if one.patient_id != new_id]
    named = [row.patient_id] if standing is None else [*standing.about, standing.patient_before_id]
    there = {one.patient_id for one in found}
    found += [Candidate(pk, 0.0) for pk in dict.fromkeys(named) if pk and pk not in there]
    return found


def who_is_seen(row: ImportRow, patient_ids: Iterable[int]) -> str:
    """A short word for what the page of a row's person shows, for the decision to name."""
    standing = row.standing_decision
    told = f"{standing.decision}:{standing.patient_id}" if standing else ""
    return seen_of(told, patient_ids)


def clue_of_row(row: ImportRow) -> PersonClue | None:
    """What a row says of its person."""
    person = row.facts.get("person")
    if not person:
        return None
    return PersonClue(**{key: value for key, value in person.items() if key != "address"})


def what_is_seen(row: ImportRow, dose_ids: Iterable[int]) -> str:
    """A short word for what the page of a row shows, for the answer to name."""
    standing = row.standing_answer
    return seen_of(standing.answer if standing else "", dose_ids)


def rows_by_thousands(dose_import: DoseImport) -> Iterator[list[ImportRow]]:
    """All rows of a sheet in its order, some at a time, with what is told of each."""
    rows = ImportRow.objects.filter(dose_import=dose_import).order_by("pk")
    light = rows.select_related("answer", "decision").defer("raw", "facts")
    last = 0
    while some := list(light.filter(pk__gt=last)[:1_000]):
        yield some
        last = some[-1].pk


def annotated_workbook(
    dose_import: DoseImport,
    *,
    tell: Callable[[Sequence[ImportRow]], str],
    tell_passed: Callable[[PassedOver], str],
) -> bytes:
    """The lists as they came, with what became of each row told in its result column.

    `tell` gets the doses of one row and says their fate in words; `tell_passed` says why a row
    was not read.
    """
    lists = read_dose_file(files.read(dose_import.file)).lists
    rows: defaultdict[int, list[ImportRow]] = defaultdict(list)
    kept = ImportRow.objects.filter(dose_import=dose_import).order_by("number", "slot")
    light = kept.select_related("answer", "decision").defer("raw", "facts")
    for row in light.iterator(chunk_size=5_000):
        rows[row.number].append(row)
    results = {number: tell(doses) for number, doses in rows.items()}
    for each in lists:
        results |= {number: tell_passed(why) for number, why in each.passed_over.items()}
    return annotated(lists, results)
