from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.imports.facts import RowProblem
from sotiem.imports.models import ImportRow, RowAnswer
from sotiem.imports.operations._approved import record_approved
from sotiem.imports.operations._held import (
    fresh_row,
    held_row,
    is_recorded_at_once,
    move_rows,
    withdraw_recorded,
)
from sotiem.imports.queries import doses_in_question, what_is_seen
from sotiem.imports.states import Answer, RowOutcome


class RowAsksSomethingElse(Refusal):
    """The row does not wait for a word on its dose."""


class SomethingChangedMeanwhile(Refusal):
    """Another answer was given, or the person has other doses than those on the screen."""


@transaction.atomic
def answer_row(*, row_id: int, answer: Answer, seen: str, by: Staff, at: datetime) -> ImportRow:
    """Say whether the dose of a row is one on record. Another dose is recorded with its sheet; at
    once, when the sheet's doses are recorded already.

    `seen` tells what stood on the screen (`rules.answers`). The same answer again changes nothing;
    another one is a correction: first what the earlier one did is taken back.
    """
    row = held_row(row_id, by=by)
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
    to = RowOutcome.KNOWN if answer == Answer.SAME else RowOutcome.NEW
    _move(row, to, decided=1, at=at)
    if is_recorded_at_once(row):
        record_approved(row.dose_import, [fresh_row(row.pk)], by=by, at=at)
    return fresh_row(row.pk)


@transaction.atomic
def take_back_answer(*, row_id: int, by: Staff, at: datetime) -> ImportRow:
    """Undo an answer: the row waits again, and the dose recorded on it no longer counts."""
    row = held_row(row_id, by=by)
    if row.standing_answer is not None:
        _take_back(row, by=by, at=at)
    return row


def _take_back(row: ImportRow, *, by: Staff, at: datetime) -> None:
    withdraw_recorded(row, by=by, at=at)
    answer = RowAnswer.objects.get(row=row)
    _trace("import_row.taken_back", row, by=by, at=at, answer=answer.answer)
    answer.delete()
    asking = {"code": RowProblem.DOSE_MAY_BE_KNOWN.value, "value_shown": ""}
    asking["column"] = row.dose_import.lists.header(row.number, "full_name")
    row.dose, row.problems = None, [*row.problems, asking]
    _move(row, RowOutcome.REVIEW, decided=-1, at=at)


def _move(row: ImportRow, to: RowOutcome, *, decided: int, at: datetime) -> None:
    before = [str(row.outcome)]
    row.outcome = to
    row.dose_import.rows_decided += decided
    move_rows([row], before=before, at=at)


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
