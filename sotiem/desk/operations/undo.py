from datetime import datetime

from django.db import transaction
from django.db.models import F

from sotiem.accounts.facts import Staff
from sotiem.desk import permissions
from sotiem.desk.models import BulkDecision, BulkMember
from sotiem.desk.operations._count import DONE, count_anew, counted_work
from sotiem.desk.operations._member import put_back_member
from sotiem.desk.operations._move import lock_bulk, move_bulk
from sotiem.desk.operations.try_out import name_of
from sotiem.desk.queries import unhandled
from sotiem.desk.states import BulkState
from sotiem.foundation import jobs
from sotiem.foundation.refusals import Refusal, require


class UndoNeedsANote(Refusal):
    """Who takes a decision on many doses back says why."""


@transaction.atomic
def begin_undo(*, bulk_id: int, note: str, by: Staff, at: datetime) -> BulkDecision:
    """Say that the whole decision be taken back; a job does it."""
    bulk = lock_bulk(bulk_id)
    require(permissions.can_decide(by, bulk.error))
    if bulk.state in (BulkState.UNDOING, BulkState.UNDONE):
        return bulk
    if not note.strip():
        raise UndoNeedsANote
    bulk.undo_note, bulk.undone_by_id, bulk.handled = note.strip(), by.user_id, 0
    bulk.save(update_fields=["undo_note", "undone_by", "handled"])
    move_bulk(bulk, to=BulkState.UNDOING, by=by, at=at, note=bulk.undo_note)
    jobs.enqueue("undo_bulk_decision", bulk_id=bulk.pk)
    return bulk


def undo_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """Put every dose of a decision back as it was, except what was changed since."""
    for member_id in unhandled(bulk_id, column="undone"):
        _put_back(member_id, by=by, at=at)
    return _end(bulk_id, by=by, at=at)


@transaction.atomic
def _put_back(member_id: int, *, by: Staff, at: datetime) -> None:
    members = BulkMember.objects.select_related("bulk__error", "dose", "report")
    member = members.select_for_update(of=("self",)).get(pk=member_id)
    if member.undone or member.outcome != DONE or member.bulk.state != BulkState.UNDOING:
        return
    try:
        with transaction.atomic():
            put_back_member(member, by=by, at=at)
        member.undone = DONE
    except Refusal as refusal:
        member.undone = name_of(refusal)
    member.save(update_fields=["undone"])
    BulkDecision.objects.filter(pk=member.bulk_id).update(handled=F("handled") + 1)


@transaction.atomic
def _end(bulk_id: int, *, by: Staff, at: datetime) -> BulkDecision:
    bulk = lock_bulk(bulk_id)
    if bulk.state == BulkState.UNDOING:
        bulk.undone, bulk.undone_at = counted_work(bulk, "undone"), at
        bulk.save(update_fields=["undone", "undone_at"])
        move_bulk(bulk, to=BulkState.UNDONE, by=by, at=at)
        count_anew(bulk.error)
    return bulk
