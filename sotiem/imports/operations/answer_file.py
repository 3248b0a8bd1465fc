from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, jobs
from sotiem.foundation.refusals import Refusal
from sotiem.imports.models import DoseImport, RowAnswer, RowChange, RowDecision
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.operations.cancel import PartlyRecorded
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.rules.layout import LEAVE_OUT
from sotiem.imports.rules.questions import QuestionKind
from sotiem.imports.states import ImportStatus, RowOutcome


class AnswerIsUnknown(Refusal):
    """The file does not ask this, or knows no such answer; details: question."""


class ColumnIsPointedAtTwice(Refusal):
    """Two columns of the file cannot both be the same one of ours; details: column."""


@transaction.atomic
def answer_about_file(
    *, import_id: int, answers: Mapping[str, str], by: Staff, at: datetime
) -> DoseImport:
    """Say how a file is meant where it leaves that open; it is then checked, anew if need be.

    Possible while nothing of it is recorded. What was answered for single rows is forgotten; it
    stays in the trail.
    """
    dose_import = locked_import(import_id, by=by)
    require_status(dose_import, {ImportStatus.ASKING, ImportStatus.READY})
    if dose_import.counts.get(RowOutcome.RECORDED):
        raise PartlyRecorded
    said = _said(dose_import, answers)
    if not said and dose_import.status == ImportStatus.READY:
        return dose_import
    dose_import.answers = {**dose_import.answers, **said}
    _begin_anew(dose_import, at=at)
    audit.record("import.answered_about_file", dose_import, by=by, at=at, answers=said)
    jobs.enqueue("check_import", import_id=import_id)
    return dose_import


def _said(dose_import: DoseImport, answers: Mapping[str, str]) -> dict[str, str]:
    """What the answers say that is not known yet; refuses what makes no sense."""
    asked: dict[str, dict[str, Any]] = {one["key"]: one for one in dose_import.questions}
    for key, answer in answers.items():
        if key not in asked or answer not in asked[key]["choices"]:
            raise AnswerIsUnknown(question=key[:40])
    columns = Counter(
        answers.get(key, one["answer"])
        for key, one in asked.items()
        if one["kind"] == QuestionKind.COLUMN
    )
    for column, count in columns.items():
        if count > 1 and column and column != LEAVE_OUT:
            raise ColumnIsPointedAtTwice(column=column)
    return {
        key: answer
        for key, answer in answers.items()
        if asked[key]["is_open"] or asked[key]["answer"] != answer
    }


def _begin_anew(dose_import: DoseImport, *, at: datetime) -> None:
    dose_import.status, dose_import.counts, dose_import.rows_done = ImportStatus.CHECKING, {}, 0
    dose_import.rows_decided = dose_import.rows_changed = 0
    dose_import.save(
        update_fields=[
            *("status", "answers", "counts", "rows_done", "rows_decided", "rows_changed")
        ]
    )
    keep_waiting(dose_import, at=at)
    for model in (RowAnswer, RowDecision, RowChange):
        model.objects.filter(row__dose_import=dose_import).delete()
