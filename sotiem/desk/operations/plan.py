from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.accounts.facts import Staff
from sotiem.desk import permissions
from sotiem.desk.models import BulkDecision, BulkMember, SharedError
from sotiem.desk.operations._count import counted_trial
from sotiem.desk.operations._move import BulkHasGoneOn, lock_bulk, move_bulk
from sotiem.desk.queries import SESSION, session_of
from sotiem.desk.states import UNDER_WAY, BulkState
from sotiem.foundation import audit, jobs
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import Refusal, require

ADD_MEMBERS: Final = f"""
INSERT INTO desk_bulkmember (bulk_id, dose_id, report_id)
SELECT %(bulk)s, dose.id, report.id
{SESSION}
    AND (report.says_so OR (%(with_unreported)s AND report.id IS NULL))
ORDER BY report.id IS NULL, dose.id
"""


class ErrorIsBeingDecided(Refusal):
    """Another decision on the same error is under way."""


class NothingToDecide(Refusal):
    """No dose of the session is recorded so any more."""


class BulkNeedsANote(Refusal):
    """Who decides on many doses says on what grounds."""


@transaction.atomic
def plan_bulk_decision(
    *, error_id: int, with_unreported: bool, note: str, by: Staff, at: datetime
) -> BulkDecision:
    """Write down which doses of a shared error are to be amended; a job tries it out."""
    error = SharedError.objects.select_for_update().get(pk=error_id)
    require(permissions.can_decide(by, error))
    if not note.strip():
        raise BulkNeedsANote
    if error.decisions.filter(state__in=UNDER_WAY).exists():
        raise ErrorIsBeingDecided
    bulk = BulkDecision.objects.create(
        error=error,
        with_unreported=with_unreported,
        note=note.strip(),
        planned_by_id=by.user_id,
        planned_at=at,
    )
    with connection.cursor() as cursor:
        asked = {"bulk": bulk.pk, "with_unreported": with_unreported, **session_of(error)}
        cursor.execute(ADD_MEMBERS, asked)
        bulk.size = cursor.rowcount
    if not bulk.size:
        raise NothingToDecide
    bulk.save(update_fields=["size"])
    audit.record("bulk_decision.planned", bulk, by=by, at=at, reason=bulk.note, size=bulk.size)
    jobs.enqueue("try_out_bulk_decision", bulk_id=bulk.pk)
    return bulk


@transaction.atomic
def leave_out(
    *, bulk_id: int, shown: list[int], out: list[int], by: Staff, at: datetime
) -> BulkDecision:
    """Of the doses shown on a page, leave some out of the decision, and take the others in."""
    bulk = lock_bulk(bulk_id)
    require(permissions.can_decide(by, bulk.error))
    if bulk.state != BulkState.TRIED:
        raise BulkHasGoneOn
    members = BulkMember.objects.filter(bulk=bulk, pk__in=array_of(shown))
    members.filter(pk__in=array_of(out)).update(is_left_out=True)
    members.exclude(pk__in=array_of(out)).update(is_left_out=False)
    bulk.trial = counted_trial(bulk)
    bulk.save(update_fields=["trial"])
    audit.record("bulk_decision.left_out", bulk, by=by, at=at, out=len(out))
    return bulk


@transaction.atomic
def cancel_bulk_decision(*, bulk_id: int, by: Staff, at: datetime) -> BulkDecision:
    """Give up a decision before anything was changed by it."""
    bulk = lock_bulk(bulk_id)
    require(permissions.can_decide(by, bulk.error))
    if bulk.state != BulkState.CANCELLED:
        move_bulk(bulk, to=BulkState.CANCELLED, by=by, at=at)
    return bulk
