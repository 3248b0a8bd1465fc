from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.imports.facts import ASKING, CheckedDose, RowProblem
from sotiem.imports.models import ImportRow, RowAnswer, RowDecision
from sotiem.imports.operations._approved import record_approved
from sotiem.imports.operations._filled import empty_again
from sotiem.imports.operations._held import (
    fresh_row,
    held_row,
    is_recorded_at_once,
    move_rows,
    origin_of,
    withdraw_recorded,
)
from sotiem.imports.operations._resolve import Resolver
from sotiem.imports.operations._rows import checked_of, problems_of
from sotiem.imports.operations.answer import RowAsksSomethingElse, SomethingChangedMeanwhile
from sotiem.imports.queries import people_in_question, who_is_seen
from sotiem.imports.states import Decision, RowOutcome


class BirthDateIsToBeCorrected(Refusal):
    """On record the person was born after the day of the dose; that must be put right first."""


@transaction.atomic
def decide_row(
    *,
    row_id: int,
    decision: Decision,
    patient_id: int | None,
    seen: str,
    by: Staff,
    at: datetime,
) -> ImportRow:
    """Say whose a row is: one of the people on record it was compared with, or someone new.

    All doses of the row that ask the same are decided together. They are recorded with their
    sheet; at once, when it is recorded already. `seen` tells who stood on the screen. The same
    word again changes nothing; another one first takes back what the earlier one did.
    """
    row = held_row(row_id, by=by)
    if _says_already(row, decision, patient_id):
        return row
    shown = [candidate.patient_id for candidate in people_in_question(row)]
    if seen != who_is_seen(row, shown) or (patient_id is not None and patient_id not in shown):
        raise SomethingChangedMeanwhile
    if row.standing_decision is not None:
        _take_back(_doses_of(row, decided=True), by=by, at=at)
        row = fresh_row(row_id)
    rows = _doses_of(row, decided=False)
    if not rows:
        raise RowAsksSomethingElse
    _keep(rows, decision, patient_id, shown, by=by, at=at)
    _move_on([fresh_row(each.pk) for each in rows], at=at)
    decided = [fresh_row(each.pk) for each in rows]
    if new := [each for each in decided if is_recorded_at_once(each)]:
        record_approved(decided[0].dose_import, new, by=by, at=at)
    return fresh_row(row_id)


@transaction.atomic
def take_back_decision(*, row_id: int, by: Staff, at: datetime) -> ImportRow:
    """Undo a word on whose a row is: it waits again, and what was recorded on it is taken back.

    Somebody who was registered on it stays on record, without that dose.
    """
    row = held_row(row_id, by=by)
    if row.standing_decision is not None:
        _take_back(_doses_of(row, decided=True), by=by, at=at)
    return fresh_row(row_id)


def _says_already(row: ImportRow, decision: Decision, patient_id: int | None) -> bool:
    standing = row.standing_decision
    return (
        standing is not None and standing.decision == decision and standing.patient_id == patient_id
    )


def _doses_of(row: ImportRow, *, decided: bool) -> list[ImportRow]:
    """The doses of the same row of the sheet: those decided, or those that ask whose they are."""
    rows = ImportRow.objects.filter(dose_import=row.dose_import, number=row.number)
    doses = list(rows.select_related("answer", "decision").order_by("slot"))
    for each in doses:
        each.dose_import = row.dose_import
    if decided:
        return [each for each in doses if each.standing_decision is not None]
    return [each for each in doses if each.asks_about_person]


def _keep(
    rows: Sequence[ImportRow],
    decision: Decision,
    patient_id: int | None,
    shown: Sequence[int],
    *,
    by: Staff,
    at: datetime,
) -> None:
    """Keep the word; what the rows asked of their person is put aside with it."""
    for row in rows:
        RowDecision.objects.filter(row=row).delete()
        RowDecision.objects.create(
            row=row,
            decision=decision,
            patient_id=patient_id,
            about=list(shown),
            asked=[one for one in row.problems if one["code"] in ASKING],
            patient_before_id=row.patient_id,
            decided_by=str(by),
            decided_at=at,
        )
        row.problems = [one for one in row.problems if one["code"] not in ASKING]
        row.save(update_fields=["problems"])
        _trace("import_row.decided", row, patient_id, decision, by=by, at=at)


def _move_on(rows: Sequence[ImportRow], *, at: datetime) -> None:
    """Look again, now that it is known whose the doses are: are they known, or may they be?"""
    dose_import = rows[0].dose_import
    resolver = Resolver(dose_import.lists)
    before = [str(row.outcome) for row in rows]
    for row, fate in zip(rows, resolver.resolve(list(map(_asking_nothing, rows))), strict=True):
        row.dose_import = dose_import
        codes = {finding.code for finding in fate.checked.findings}
        if RowProblem.BIRTH_DATE_ON_RECORD in codes:
            raise BirthDateIsToBeCorrected
        row.outcome, row.patient_id = fate.outcome, fate.patient_id
        row.problems = problems_of(fate.checked)
    dose_import.rows_decided += 1
    move_rows(rows, before=before, at=at)


def _asking_nothing(row: ImportRow) -> CheckedDose:
    checked = checked_of(row)
    return replace(checked, findings=tuple(one for one in checked.findings if not one.asks))


def _take_back(rows: Sequence[ImportRow], *, by: Staff, at: datetime) -> None:
    before = [str(row.outcome) for row in rows]
    for row in rows:
        withdraw_recorded(row, by=by, at=at)
        decision = RowDecision.objects.get(row=row)
        empty_again(decision, origin=origin_of(row), by=by, at=at)
        _trace(
            "import_row.reopened",
            row,
            decision.patient_id,
            Decision(decision.decision),
            by=by,
            at=at,
        )
        RowAnswer.objects.filter(row=row).delete()
        kept = [one for one in row.problems if one["code"] not in ASKING]
        row.problems, row.dose = [*kept, *decision.asked], None
        row.outcome, row.patient_id = RowOutcome.REVIEW, decision.patient_before_id
        decision.delete()
    rows[0].dose_import.rows_decided -= 1
    move_rows(rows, before=before, at=at)


def _trace(
    action: str,
    row: ImportRow,
    patient_id: int | None,
    decision: Decision,
    *,
    by: Staff,
    at: datetime,
) -> None:
    audit.record(
        action,
        row,
        by=by,
        at=at,
        patient_id=patient_id,
        decision=str(decision),
        sheet=str(row.dose_import),
        row=row.number,
    )
