from datetime import datetime

from django.db import transaction
from django.db.models import F

from sotiem.accounts.facts import Staff
from sotiem.desk.models import BulkDecision, BulkMember
from sotiem.desk.operations._count import DONE, counted_trial
from sotiem.desk.operations._member import amend_member, certificates_in_force
from sotiem.desk.operations._move import lock_bulk, move_bulk
from sotiem.desk.queries import unhandled
from sotiem.desk.states import BulkState
from sotiem.foundation.refusals import Refusal


def try_out_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """Do to each dose what is planned, see what comes of it, and leave everything as it was.

    A work that was broken off goes on where it stopped.
    """
    for member_id in unhandled(bulk_id, column="expected"):
        if not _try(member_id, by=by, at=at):
            break
    return _end(bulk_id, by=by, at=at)


@transaction.atomic
def _try(member_id: int, *, by: Staff, at: datetime) -> bool:
    members = BulkMember.objects.select_related("bulk__error", "dose", "report")
    member = members.select_for_update(of=("self",)).get(pk=member_id)
    if member.bulk.state != BulkState.PLANNED:
        return False
    if not member.expected:
        member.expected, member.certificates = _foreseen(member, by=by, at=at)
        member.save(update_fields=["expected", "certificates"])
        BulkDecision.objects.filter(pk=member.bulk_id).update(handled=F("handled") + 1)
    return True


def _foreseen(member: BulkMember, *, by: Staff, at: datetime) -> tuple[str, int]:
    """What would come of it, and how many certificates would be replaced."""
    before = certificates_in_force(member)
    try:
        with transaction.atomic():
            amend_member(member, by=by, at=at)
            gone = before - certificates_in_force(member)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return name_of(refusal), 0
    return DONE, len(gone)


@transaction.atomic
def _end(bulk_id: int, *, by: Staff, at: datetime) -> BulkDecision:
    bulk = lock_bulk(bulk_id)
    if bulk.state == BulkState.PLANNED:
        bulk.trial, bulk.handled = counted_trial(bulk), 0
        bulk.save(update_fields=["trial", "handled"])
        move_bulk(bulk, to=BulkState.TRIED, by=by, at=at)
    return bulk


def name_of(refusal: Refusal) -> str:
    """The name under which a refusal's sentence stands."""
    module = type(refusal).__module__.split(".")[1]
    return f"{module}.{type(refusal).__name__}"
