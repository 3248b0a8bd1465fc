"""Reading sheets of corrections: one sheet, what its rows change, its file with results."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.rules import apply_change, apply_claims, claims_of
from sotiem.doses.facts import DoseFacts
from sotiem.doses.models import DoseVersion
from sotiem.foundation import files
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import require
from sotiem.mending import permissions
from sotiem.mending.facts import Subject
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.rules import annotated, read_list
from sotiem.mending.states import Fate, SheetStatus
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import PatientVersion

ROWS_A_PAGE: Final = 50
SHEETS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Effect:
    """One correction with what stood on record when it was looked at, and what would stand."""

    row: MendingRow
    before: DoseFacts | PatientFacts | None
    after: DoseFacts | PatientFacts | None


def sheet_for_officer(*, staff: Staff, public_id: UUID) -> MendingSheet:
    """One sheet; refused to whoever's jurisdiction does not hold all of it."""
    officers = ("file", "uploaded_by", "committed_by", "agreed_by", "undone_by")
    sheet = MendingSheet.objects.select_related(*officers).filter(public_id=public_id).first()
    require(sheet is not None and permissions.can_see(staff, sheet))
    assert sheet is not None
    return sheet


def sheets_of(staff: Staff) -> list[MendingSheet]:
    """An officer's own last sheets, newest first."""
    own = MendingSheet.objects.filter(uploaded_by=staff.user_id)
    return list(own.newest_first()[:SHEETS_SHOWN])


def sheets_to_agree_with(staff: Staff) -> list[MendingSheet]:
    """Sheets that wait for a second officer, and that this one may be."""
    if not staff.jurisdictions(Role.OFFICER):
        return []
    waiting = MendingSheet.objects.filter(status=SheetStatus.AWAITING_SECOND)
    sheets = waiting.select_related("committed_by").newest_first()
    return [sheet for sheet in sheets[: 10 * SHEETS_SHOWN] if permissions.can_agree(staff, sheet)]


def rows_with(
    sheet: MendingSheet, fates: Collection[Fate], *, after: int = 0
) -> tuple[list[Effect], int | None]:
    """The corrections of some rows with these fates, and the row after which the next begin."""
    rows = MendingRow.objects.filter(sheet=sheet, fate__in=fates, number__gt=after)
    numbers = rows.order_by("number").values_list("number", flat=True).distinct()
    asked = list(numbers[: ROWS_A_PAGE + 1])
    page = asked[:ROWS_A_PAGE]
    shown = rows.filter(number__in=page).select_related("patient__current", "report")
    effects = _effects(list(shown.order_by("number", "subject")))
    return effects, page[-1] if len(asked) > ROWS_A_PAGE else None


def workbook_with_results(sheet: MendingSheet, words: Mapping[int, str]) -> bytes:
    """The sheet as it came, with what became of each row."""
    return annotated(read_list(files.read(sheet.file)), words)


def every_row(sheet: MendingSheet) -> Iterator[MendingRow]:
    """All corrections of a sheet in the order of its rows, without what stood in them."""
    rows = MendingRow.objects.filter(sheet=sheet).order_by("number", "subject")
    yield from rows.defer("raw", "change").iterator()


def _effects(rows: Sequence[MendingRow]) -> list[Effect]:
    seen = {
        subject: [row.seen for row in rows if row.subject == subject and row.seen is not None]
        for subject in Subject
    }
    doses = DoseVersion.objects.filter(pk__in=array_of(seen[Subject.DOSE])).in_bulk()
    people = PatientVersion.objects.filter(pk__in=array_of(seen[Subject.PERSON])).in_bulk()
    return [_effect(row, doses, people) for row in rows]


def _effect(
    row: MendingRow, doses: Mapping[int, DoseVersion], people: Mapping[int, PatientVersion]
) -> Effect:
    claims, seen = claims_of(row.change), row.seen or 0
    if row.subject == Subject.DOSE and seen in doses:
        facts = doses[seen].facts
        return Effect(row, facts, apply_claims(facts, claims.dose))
    if row.subject == Subject.PERSON and seen in people:
        person = people[seen].facts
        return Effect(row, person, apply_change(person, claims.change))
    return Effect(row, None, None)
