from datetime import datetime

from django.db import transaction
from django.db.models import F

from sotiem.accounts.facts import Staff
from sotiem.desk import permissions
from sotiem.desk.models import BulkDecision, BulkMember
from sotiem.desk.operations._count import DONE, count_anew, counted_work
from sotiem.desk.operations._member import amend_member
from sotiem.desk.operations._move import BulkHasGoneOn, lock_bulk, move_bulk
from sotiem.desk.operations.try_out import name_of
from sotiem.desk.queries import unhandled
from sotiem.desk.states import BulkState
from sotiem.foundation import audit, jobs
from sotiem.foundation.refusals import Refusal, require


class NobodyAgreesTwice(Refusal):
    """On many doses a second officer must agree, and not who planned it."""


class NothingIsLeft(Refusal):
    """No dose is left that would be amended."""


@transaction.atomic
def begin_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """Say that it be done as it was tried out. Many doses wait for a second officer first."""
    bulk = lock_bulk(bulk_id)
    require(permissions.can_decide(by, bulk.error))
    if bulk.state in (BulkState.AWAITING_SECOND, BulkState.RUNNING, BulkState.DONE):
        return bulk
    if not bulk.to_change:
        raise NothingIsLeft
    if bulk.takes_two:
        move_bulk(bulk, to=BulkState.AWAITING_SECOND, by=by, at=at)
        return bulk
    return _start(bulk, by=by, at=at)


@transaction.atomic
def agree_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """The second officer agrees; it is done in the name of who planned it."""
    bulk = lock_bulk(bulk_id)
    require(permissions.can_decide(by, bulk.error))
    if not permissions.can_agree(by, bulk):
        raise NobodyAgreesTwice
    if bulk.state in (BulkState.RUNNING, BulkState.DONE) and bulk.agreed_by_id == by.user_id:
        return bulk
    if bulk.state != BulkState.AWAITING_SECOND:
        raise BulkHasGoneOn
    bulk.agreed_by_id, bulk.agreed_at = by.user_id, at
    bulk.save(update_fields=["agreed_by", "agreed_at"])
    audit.record("bulk_decision.agreed", bulk, by=by, at=at)
    return _start(bulk, by=by, at=at)


def _start(bulk: BulkDecision, *, by: Staff, at: datetime) -> BulkDecision:
    bulk.handled = 0
    bulk.save(update_fields=["handled"])
    move_bulk(bulk, to=BulkState.RUNNING, by=by, at=at)
    jobs.enqueue("run_bulk_decision", bulk_id=bulk.pk)
    return bulk


def run_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """Amend the doses of a decision, each for itself; what is refused is passed by and told.

    A work that was broken off goes on where it stopped, and nothing is done twice.
    """
    for member_id in unhandled(bulk_id, column="outcome"):
        _decide(member_id, by=by, at=at)
    return _end(bulk_id, by=by, at=at)


@transaction.atomic
def _decide(member_id: int, *, by: Staff, at: datetime) -> None:
    members = BulkMember.objects.select_related("bulk__error", "dose", "report")
    member = members.select_for_update(of=("self",)).get(pk=member_id)
    if member.outcome or member.bulk.state != BulkState.RUNNING:
        return
    try:
        with transaction.atomic():
            amend_member(member, by=by, at=at)
        member.outcome = DONE
    except Refusal as refusal:
        member.outcome = name_of(refusal)
    member.save(update_fields=["outcome"])
    BulkDecision.objects.filter(pk=member.bulk_id).update(handled=F("handled") + 1)


@transaction.atomic
def _end(bulk_id: int, *, by: Staff, at: datetime) -> BulkDecision:
    bulk = lock_bulk(bulk_id)
    if bulk.state == BulkState.RUNNING:
        bulk.result, bulk.ended_at = counted_work(bulk, "outcome"), at
        bulk.save(update_fields=["result", "ended_at"])
        move_bulk(bulk, to=BulkState.DONE, by=by, at=at)
        count_anew(bulk.error)
    return bulk
