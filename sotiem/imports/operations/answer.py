from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.operations import withdraw_dose
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.imports.facts import RowProblem
from sotiem.imports.models import DoseImport, ImportRow, RowAnswer
from sotiem.imports.operations._record import record_rows, recounted
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.queries import doses_in_question, what_is_seen
from sotiem.imports.states import Answer, ImportStatus, RowOutcome

# A dose that was recorded on an answer: later than this, only a report puts it right.
UNDO_WITHIN: Final = timedelta(hours=24)


class RowAsksSomethingElse(Refusal):
    """The row does not wait for a word on its dose."""


class SomethingChangedMeanwhile(Refusal):
    """Another answer was given, or the person has other doses than those on the screen."""


class TooLateToTakeBack(Refusal):
    """The dose was recorded long ago; others may rely on it."""


@transaction.atomic
def answer_row(*, row_id: int, answer: Answer, seen: str, by: Staff, at: datetime) -> ImportRow:
    """Say whether the dose of a row is one on record. Another dose is recorded with its sheet; at
    once, when the sheet's doses are recorded already.

    `seen` tells what stood on the screen (`rules.answers`). The same answer again changes nothing;
    another one is a correction: first what the earlier one did is taken back.
    """
    row = _held(row_id, by)
    standing = row.standing_answer
    if standing is not None and standing.answer == answer:
        return row
    known = [dose.dose_id for dose in doses_in_question(row)]
    if seen != what_is_seen(row, known):
        raise SomethingChangedMeanwhile
    if standing is not None:
        _take_back(row, by=by, at=at)
    if not row.asks_about_dose:
        raise RowAsksSomethingElse
    RowAnswer.objects.filter(row=row).delete()
    RowAnswer.objects.create(
        row=row, answer=answer, about=known, answered_by=str(by), answered_at=at
    )
    _trace("import_row.answered", row, by=by, at=at, answer=answer)
    row.problems = [one for one in row.problems if one["code"] != RowProblem.DOSE_MAY_BE_KNOWN]
    _move(row, RowOutcome.KNOWN if answer == Answer.SAME else RowOutcome.NEW)
    if answer == Answer.ANOTHER and row.dose_import.status == ImportStatus.COMMITTED:
        record_rows(row.dose_import, [_fresh(row.pk)], by=by, at=at)
        row.dose_import.save(update_fields=["counts"])
    return _fresh(row.pk)


@transaction.atomic
def take_back_answer(*, row_id: int, by: Staff, at: datetime) -> ImportRow:
    """Undo an answer: the row waits again, and the dose recorded on it no longer counts."""
    row = _held(row_id, by)
    if row.standing_answer is not None:
        _take_back(row, by=by, at=at)
    return row


def _held(row_id: int, by: Staff) -> ImportRow:
    """Hold the sheet: none of its rows is committed or answered meanwhile."""
    dose_import = locked_import(ImportRow.objects.get(pk=row_id).dose_import_id, by=by)
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTED})
    row = _fresh(row_id)
    row.dose_import = dose_import
    return row


def _fresh(row_id: int) -> ImportRow:
    return ImportRow.objects.select_related("answer", "dose_import").get(pk=row_id)


def _take_back(row: ImportRow, *, by: Staff, at: datetime) -> None:
    if row.dose_id is not None:
        _withdraw(row, row.dose_id, by=by, at=at)
    answer = RowAnswer.objects.get(row=row)
    _trace("import_row.taken_back", row, by=by, at=at, answer=answer.answer)
    answer.delete()
    asking = {"code": RowProblem.DOSE_MAY_BE_KNOWN.value, "value_shown": ""}
    asking["column"] = row.dose_import.headers["full_name"]
    row.dose, row.problems = None, [*row.problems, asking]
    _move(row, RowOutcome.REVIEW)


def _withdraw(row: ImportRow, dose_id: int, *, by: Staff, at: datetime) -> None:
    dose = Dose.objects.select_related("current").get(pk=dose_id)
    if dose.current.status != DoseStatus.COMPLETED:
        return
    if at - dose.recorded_at > UNDO_WITHIN:
        raise TooLateToTakeBack
    origin = f"{row.dose_import.origin}#{row.number}"
    withdraw_dose(dose_id=dose_id, origin=origin, by=by, at=at)


def _move(row: ImportRow, to: RowOutcome) -> None:
    dose_import: DoseImport = row.dose_import
    dose_import.counts = recounted(dose_import.counts, before=[row.outcome], after=[to])
    dose_import.save(update_fields=["counts"])
    row.outcome = to
    row.save(update_fields=["outcome", "problems", "dose"])


def _trace(action: str, row: ImportRow, *, by: Staff, at: datetime, answer: str) -> None:
    sheet = str(row.dose_import)
    audit.record(
        action,
        row,
        by=by,
        at=at,
        patient_id=row.patient_id,
        answer=str(answer),
        sheet=sheet,
        row=row.number,
    )
