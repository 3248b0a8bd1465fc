"""How many doses go where: decided, amended by a later decision, withdrawn; never deleted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.facts import Allocation
from sotiem.supply.models import AllocationDecision, AllocationLine, AllocationWithdrawal
from sotiem.supply.operations._move import ReasonIsMissing
from sotiem.supply.permissions import can_decide


class NobodyAllocatedTo(Refusal):
    """A decision gives some store some doses."""


class DecidedInTheFuture(Refusal):
    """A decision is recorded once it was signed."""


class StoreIsNotBelow(Refusal):
    """A decision gives to stores below who decides, not to its own depot; details: store."""


class NumberIsTaken(Refusal):
    """The place has a decision of that number for that vaccine; details: number."""


class DecisionDoesNotHold(Refusal):
    """The decision was withdrawn or amended already; details: number."""


class AmendedByAnotherVaccine(Refusal):
    """A decision is amended for the same vaccine, by the place that decided it."""


class DecidedBeforeItAmends(Refusal):
    """A decision amends one of the same day or before."""


@transaction.atomic
def decide_allocation(
    *,
    what: Allocation,
    amends: AllocationDecision | None,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> AllocationDecision:
    """Record a decision, perhaps one that takes the place of an earlier one."""
    require(can_decide(by, what.path))
    hold(Lock.DECIDING_ALLOCATIONS)
    known = AllocationDecision.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(known.path == what.path)
        return known
    _require_whole(what, at=at)
    if amends is not None:
        _require_amendable(what, amends, at=at)
    decision = AllocationDecision.objects.create(
        submission_key=submission_key,
        path=what.path,
        number=what.number.strip(),
        decided_on=what.decided_on,
        signed_by=what.signed_by.strip(),
        vaccine=what.vaccine,
        note=what.note.strip(),
        amends=amends,
        first_id=amends.root_id if amends else None,
        recorded_by=str(by),
        recorded_at=at,
    )
    lines = sorted(what.lines.items(), key=lambda line: line[0].pk)
    insert_many(AllocationLine, (
        AllocationLine(decision=decision, store=store, planned=doses) for store, doses in lines
    ))  # fmt: skip
    _leave_trace(decision, by=by, at=at)
    return decision


@transaction.atomic
def withdraw_allocation(
    *, decision: AllocationDecision, reason: str, by: Staff, at: datetime
) -> AllocationDecision:
    """Withdraw a decision from today on; the one that it amended holds again. Twice is once."""
    require(can_decide(by, decision.path))
    hold(Lock.DECIDING_ALLOCATIONS)
    if AllocationWithdrawal.objects.filter(decision=decision).exists():
        return decision
    if _is_amended(decision):
        raise DecisionDoesNotHold(number=decision.number)
    if not reason.strip():
        raise ReasonIsMissing
    AllocationWithdrawal.objects.create(
        decision=decision,
        withdrawn_on=timezone.localdate(at),
        reason=reason.strip(),
        withdrawn_by=str(by),
        withdrawn_at=at,
    )
    audit.record("allocation.withdrawn", decision, by=by, at=at, reason=reason.strip())
    return decision


def _require_whole(what: Allocation, *, at: datetime) -> None:
    if not what.lines or min(what.lines.values()) <= 0:
        raise NobodyAllocatedTo
    if what.decided_on > timezone.localdate(at):
        raise DecidedInTheFuture
    for store in what.lines:
        if not _is_below(store, what.path):
            raise StoreIsNotBelow(store=store.name)
    same = AllocationDecision.objects.filter(
        path=what.path, number=what.number.strip(), vaccine=what.vaccine, withdrawal__isnull=True
    )
    if same.exists():
        raise NumberIsTaken(number=what.number.strip())


def _is_below(store: Facility, path: str) -> bool:
    return store.path.startswith(f"{path}/") and not (store.is_depot and store.above.path == path)


def _require_amendable(what: Allocation, amends: AllocationDecision, *, at: datetime) -> None:
    if (amends.path, amends.vaccine_id) != (what.path, what.vaccine.pk):
        raise AmendedByAnotherVaccine
    if what.decided_on < amends.decided_on:
        raise DecidedBeforeItAmends
    withdrawn = AllocationWithdrawal.objects.filter(decision=amends)
    if withdrawn.exists() or _is_amended(amends):
        raise DecisionDoesNotHold(number=amends.number)


def _is_amended(decision: AllocationDecision) -> bool:
    return decision.amendments.filter(withdrawal__isnull=True).exists()


def _leave_trace(decision: AllocationDecision, *, by: Staff, at: datetime) -> None:
    audit.record(
        "allocation.amended" if decision.amends_id else "allocation.decided",
        decision,
        by=by,
        at=at,
        digest=audit.digest_of(decision.facts),
        number=decision.number,
        jurisdiction=decision.path,
    )
