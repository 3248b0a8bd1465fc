"""One movement of doses, whatever its kind."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.models import ConsignmentItem, Lot, StockBalance, StockMovement
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.rules import why_unusable
from sotiem.supply.states import GIVES_DOSES, NEEDS_A_REASON, MovementKind, WhyNot
from sotiem.supply.summing import ADD_MOVEMENT


class NotEnoughInStore(Refusal):
    """More doses are asked for than the store has; details: lot, asked, there."""


class NotEnoughOnTheWay(Refusal):
    """More doses are named than are on the way; details: lot, asked, there."""


class DepotGivesNoDoses(Refusal):
    """A depot sends vaccine on; nobody is vaccinated there."""


class SourceIsMissing(Refusal):
    """A depot says where the vaccine that it receives from outside comes from."""


class NoDosesNamed(Refusal):
    """A movement is of at least one dose."""


class MovedInTheFuture(Refusal):
    """Doses cannot have moved after today."""


class ReasonIsMissing(Refusal):
    """Doses that are lost, wasted or counted otherwise need a reason."""


class LotHasExpired(Refusal):
    """The lot may not be given after its last day; details: lot, expires_on."""


class LotIsRecalled(Refusal):
    """The lot was recalled, nobody may be given it; details: lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What somebody says was moved."""

    facility: Facility
    lot: Lot
    kind: MovementKind
    doses: int
    moved_on: date
    submission_key: UUID
    session: UUID | None = None
    reason: str = ""
    document: str = ""
    reverses: StockMovement | None = None
    item: ConsignmentItem | None = None
    source: str = ""
    giver: str = ""


def lock_balance(facility: Facility, lot: Lot) -> StockBalance:
    """The balance of a lot in a store: nobody else moves this lot there until we are done."""
    StockBalance.objects.get_or_create(facility=facility, lot=lot)
    return StockBalance.objects.select_for_update().get(facility=facility, lot=lot)


def move(what: Move, *, balance: StockBalance, by: Staff, at: datetime) -> StockMovement:
    """Write a movement and what it makes of the balance, which is locked; once per submission."""
    require(can_move_stock(by, what.facility))
    known = sent_before(what)
    if known is not None:
        return known
    _require_told(what, at=at)
    movement = StockMovement(
        submission_key=what.submission_key,
        facility=what.facility,
        lot=what.lot,
        kind=what.kind,
        doses=what.doses,
        moved_on=what.moved_on,
        session=what.session,
        reason=what.reason.strip(),
        document=what.document.strip(),
        reverses=what.reverses,
        item=what.item,
        source=what.source,
        giver=what.giver.strip(),
        moved_by=str(by),
        moved_at=at,
    )
    left = balance.doses + movement.changes_store_by
    if left < 0:
        raise NotEnoughInStore(lot=what.lot.number, asked=what.doses, there=balance.doses)
    _change_what_is_on_the_way(movement)
    movement.save(force_insert=True)
    balance.doses = left
    balance.save(update_fields=["doses"])
    with connection.cursor() as cursor:
        cursor.execute(ADD_MOVEMENT, [movement.pk])
    _leave_trace(movement, left=left, by=by, at=at)
    return movement


def sent_before(what: Move) -> StockMovement | None:
    """The movement that the same submission made already."""
    known = StockMovement.objects.filter(submission_key=what.submission_key).first()
    if known is not None:
        same = (what.facility.pk, what.lot.pk, what.kind)
        require((known.facility_id, known.lot_id, known.kind) == same)
    return known


def require_usable(lot: Lot, on: date) -> None:
    """Refuse a lot that nobody may be given on that day, as it is known now."""
    lot.refresh_from_db(fields=["expires_on", "recalled_at", "recall_lifted_at"])
    why_not = why_unusable(lot, on)
    if why_not == WhyNot.RECALLED:
        raise LotIsRecalled(lot=lot.number)
    if why_not == WhyNot.EXPIRED:
        raise LotHasExpired(lot=lot.number, expires_on=f"{lot.expires_on:%d/%m/%Y}")


def _require_told(what: Move, *, at: datetime) -> None:
    if what.doses <= 0:
        raise NoDosesNamed
    if what.moved_on > timezone.localdate(at):
        raise MovedInTheFuture
    if what.kind in NEEDS_A_REASON and not what.reason.strip():
        raise ReasonIsMissing
    if what.facility.is_depot and what.kind in GIVES_DOSES:
        raise DepotGivesNoDoses
    if what.facility.is_depot and what.kind == MovementKind.RECEIVED and not what.source:
        raise SourceIsMissing


def _change_what_is_on_the_way(movement: StockMovement) -> None:
    if movement.item_id is None:
        return
    item = ConsignmentItem.objects.select_for_update().get(pk=movement.item_id)
    left = item.on_way + movement.changes_transit_by
    if left < 0:
        raise NotEnoughOnTheWay(lot=movement.lot.number, asked=movement.doses, there=item.on_way)
    item.on_way = left
    item.save(update_fields=["on_way"])


def _leave_trace(movement: StockMovement, *, left: int, by: Staff, at: datetime) -> None:
    audit.record(
        "stock.reversed" if movement.reverses_id else f"stock.{movement.kind}",
        movement,
        by=by,
        at=at,
        reason=movement.reason,
        digest=audit.digest_of(movement.facts),
        facility=movement.facility.code,
        lot=movement.lot.number,
        doses=movement.doses,
        left=left,
    )
