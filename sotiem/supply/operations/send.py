"""Vaccine goes from one store to another."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.facts import ToSend
from sotiem.supply.models import AllocationDecision, Consignment, ConsignmentItem, Lot
from sotiem.supply.operations._move import (
    Move,
    NoDosesNamed,
    ReasonIsMissing,
    lock_balance,
    move,
    require_usable,
)
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.rules import leads_up
from sotiem.supply.states import MovementKind


class SentToItself(Refusal):
    """Vaccine is sent to another store."""


class NotOfTheDecision(Refusal):
    """The decision does not hold, names another vaccine, or gives this store nothing;
    details: number."""


class ExpectedTooEarly(Refusal):
    """A consignment cannot arrive before it is sent."""


@transaction.atomic
def send_consignment(*, what: ToSend, submission_key: UUID, by: Staff, at: datetime) -> Consignment:
    """Send lots to another store, under a decision in force, or for a reason."""
    require(can_move_stock(by, what.from_store))
    lots = sorted(what.doses, key=lambda lot: lot.pk)
    if not lots:
        raise NoDosesNamed
    # Of two equal submissions at once, the second waits here and finds what the first made.
    lock_balance(what.from_store, lots[0])
    known = Consignment.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require((known.from_store_id, known.to_store_id) == (what.from_store.pk, what.to_store.pk))
        return known
    _require_sendable(what, on=timezone.localdate(at))
    consignment = _written(what, submission_key, by=by, at=at)
    for lot in lots:
        _send(consignment, lot, what.doses[lot], by=by, at=at)
    return consignment


def _written(what: ToSend, submission_key: UUID, *, by: Staff, at: datetime) -> Consignment:
    consignment = Consignment.objects.create(
        submission_key=submission_key,
        from_store=what.from_store,
        to_store=what.to_store,
        under_id=what.under.root_id if what.under else None,
        reason=what.reason.strip(),
        document=what.document.strip(),
        sent_on=what.sent_on,
        expected_on=what.expected_on,
        sent_by=str(by),
        sent_at=at,
    )
    audit.record(
        "consignment.sent",
        consignment,
        by=by,
        at=at,
        reason=consignment.reason,
        digest=audit.digest_of(consignment.facts),
        sender=what.from_store.code,
        receiver=what.to_store.code,
    )
    return consignment


def _send(consignment: Consignment, lot: Lot, doses: int, *, by: Staff, at: datetime) -> None:
    balance = lock_balance(consignment.from_store, lot)
    goal = consignment.to_store
    if not (goal.is_depot and leads_up(consignment.from_store.path, goal.path)):
        require_usable(lot, consignment.sent_on)
    what = Move(
        facility=consignment.from_store,
        lot=lot,
        kind=MovementKind.SENT,
        doses=doses,
        moved_on=consignment.sent_on,
        submission_key=uuid5(consignment.submission_key, str(lot.public_id)),
        reason=consignment.reason,
        document=consignment.document,
        item=ConsignmentItem.objects.create(consignment=consignment, lot=lot),
    )
    move(what, balance=balance, by=by, at=at)


def _require_sendable(what: ToSend, *, on: date) -> None:
    if what.from_store.pk == what.to_store.pk:
        raise SentToItself
    if what.expected_on < what.sent_on:
        raise ExpectedTooEarly
    if what.under is None:
        if not what.reason.strip():
            raise ReasonIsMissing
    elif not _is_of(what.under, what, on=on):
        raise NotOfTheDecision(number=what.under.number)


def _is_of(decision: AllocationDecision, what: ToSend, *, on: date) -> bool:
    """Whether the decision holds, is of the place whose depot sends, and gives the store this."""
    return (
        what.from_store.is_depot
        and decision.path == what.from_store.above.path
        and {lot.vaccine_id for lot in what.doses} == {decision.vaccine_id}
        and AllocationDecision.objects.in_force(on).filter(pk=decision.pk).exists()
        and decision.lines.filter(store=what.to_store).exists()
    )
