from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.events import LotRecalled
from sotiem.supply.models import Lot
from sotiem.supply.operations._move import ReasonIsMissing
from sotiem.supply.permissions import can_recall


class LotIsRecalledAlready(Refusal):
    """A lot is recalled once at a time."""


class LotIsNotRecalled(Refusal):
    """Only a recall in force can be lifted."""


@transaction.atomic
def recall_lot(*, lot: Lot, reason: str, by: Staff, at: datetime) -> Lot:
    """Call a lot back: from now on nobody may be given it."""
    require(can_recall(by))
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    if lot.is_recalled:
        raise LotIsRecalledAlready
    if not reason.strip():
        raise ReasonIsMissing
    lot.recalled_at, lot.recall_reason, lot.recall_lifted_at = at, reason.strip(), None
    lot.save(update_fields=["recalled_at", "recall_reason", "recall_lifted_at"])
    audit.record("lot.recalled", lot, by=by, at=at, reason=lot.recall_reason)
    events.publish(LotRecalled(lot_id=lot.pk, at=at))
    return lot


@transaction.atomic
def lift_recall(*, lot: Lot, reason: str, by: Staff, at: datetime) -> Lot:
    """Let a lot be given again."""
    require(can_recall(by))
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    if not lot.is_recalled:
        raise LotIsNotRecalled
    if not reason.strip():
        raise ReasonIsMissing
    lot.recall_lifted_at = at
    lot.save(update_fields=["recall_lifted_at"])
    audit.record("lot.recall_lifted", lot, by=by, at=at, reason=reason.strip())
    return lot
