"""A refused report is looked at once more: its sender appeals, or an officer opens it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen, Staff
from sotiem.corrections import permissions, rules
from sotiem.corrections.events import ReportOpenedAgain, ReportsMoved
from sotiem.corrections.facts import KeptPhoto, TransferCause
from sotiem.corrections.models import CorrectionReport, Evidence, Transfer
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report, make_move
from sotiem.corrections.operations.tell import acknowledge, tell_opened_again
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import events
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class AppealNeedsWords(Refusal):
    """Who appeals says what was overlooked."""


class AppealedAlready(Refusal):
    """A report is appealed once."""


class OpeningNeedsAReason(Refusal):
    """Who opens a decided report again says why."""


@transaction.atomic
def appeal_report(
    *, report_id: int, words: str, photos: Sequence[KeptPhoto], by: Citizen, at: datetime
) -> CorrectionReport:
    """Ask the unit above to look at a refused report again; the refusal stays on record."""
    report = lock_report(report_id)
    require(permissions.is_own(by, report))
    if report.appealed_at is not None:
        raise AppealedAlready
    if not words.strip():
        raise AppealNeedsWords
    if report.status != ReportStatus.REFUSED:
        raise MoveNotAllowed
    open_report(report, action="correction_report.appealed", note=words.strip(), by=by, at=at)
    came_from, report.path = report.path, rules.unit_above(report.path)
    report.appealed_at = at
    report.save(update_fields=["path", "appealed_at"])
    Transfer.objects.create(
        report=report,
        cause=TransferCause.APPEAL,
        from_path=came_from,
        to_path=report.path,
        note=words.strip(),
        moved_by=by.label,
        moved_at=at,
    )
    for photo in photos:
        Evidence.objects.create(
            report=report,
            original=photo.original,
            picture=photo.picture,
            width=photo.width,
            height=photo.height,
        )
    events.publish(ReportsMoved(report_ids=(report.pk,), at=at))
    acknowledge(report, at=at)
    return report


@transaction.atomic
def reopen_report(*, report_id: int, note: str, by: Staff, at: datetime) -> CorrectionReport:
    """Open a refused report again, for a reason; the refusal stays on record.

    One that was accepted is opened again by `undo_acceptance`, which takes back what it did.
    """
    report = lock_report(report_id)
    require(permissions.can_see(by, report))
    if not note.strip():
        raise OpeningNeedsAReason
    if report.status != ReportStatus.REFUSED:
        raise MoveNotAllowed
    open_report(report, action="correction_report.reopened", note=note.strip(), by=by, at=at)
    tell_opened_again(report, at=at)
    return report


def open_report(
    report: CorrectionReport, *, action: str, note: str, by: Actor, at: datetime
) -> CorrectionReport:
    """Begin the next round of a decided report that is locked, with a clock of its own."""
    decided_at = report.decided_at
    if decided_at is None:
        raise MoveNotAllowed
    was = ReportStatus(report.status)
    make_move(report, to=ReportStatus.SUBMITTED, by=by, at=at, note=note, action=action)
    report.round += 1
    report.answer_due_at = at + rules.ANSWER_WITHIN
    report.extended_at = report.climbed_at = None
    report.climbed_from = ""
    report.joined_to = None
    changed = ("answer_due_at", "extended_at", "climbed_at", "climbed_from", "joined_to")
    report.save(update_fields=["round", *changed])
    events.publish(ReportOpenedAgain(report_id=report.pk, decided_at=decided_at, was=was, at=at))
    return report
