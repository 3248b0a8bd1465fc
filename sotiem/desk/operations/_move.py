from datetime import datetime

from sotiem.desk.models import BulkDecision
from sotiem.desk.states import BulkState, may_move
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal


class BulkHasGoneOn(Refusal):
    """The decision has meanwhile gone on, or was never so far."""


def lock_bulk(bulk_id: int) -> BulkDecision:
    """Hold a decision until the transaction ends."""
    bulks = BulkDecision.objects.select_related("error")
    return bulks.select_for_update(of=("self",)).get(pk=bulk_id)


def move_bulk(
    bulk: BulkDecision, *, to: BulkState, by: Actor, at: datetime, note: str = ""
) -> None:
    """Make a move that the table allows, on a locked decision; leave a trace."""
    if not may_move(BulkState(bulk.state), to):
        raise BulkHasGoneOn
    bulk.state = to
    bulk.save(update_fields=["state"])
    audit.record(f"bulk_decision.{to}", bulk, by=by, at=at, reason=note)
