"""Who gets how many doses: decided, amended, withdrawn, never deleted; planned beside actual."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sotiem.facilities.models import Facility
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.supply import allocations
from sotiem.supply.facts import LineStanding
from sotiem.supply.models import (
    AllocationDecision,
    AllocationLine,
    AllocationWithdrawal,
    Consignment,
)
from sotiem.supply.operations import (
    AmendedByAnotherVaccine,
    DecidedBeforeItAmends,
    DecidedInTheFuture,
    DecisionDoesNotHold,
    NobodyAllocatedTo,
    NumberIsTaken,
    ReasonIsMissing,
    StoreIsNotBelow,
    receive_whole,
    withdraw_allocation,
)
from sotiem.supply.proof import disagreements_on_record
from tests.factories import reference, supply
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db


def in_force(on: Any = TODAY) -> list[AllocationDecision]:
    return list(AllocationDecision.objects.in_force(on).newest_first())


def withdrawn(decision: AllocationDecision, reason: str = "Ghi nhầm") -> AllocationDecision:
    return withdraw_allocation(
        decision=decision, reason=reason, by=supply.officer(decision.path), at=AT
    )


def received(consignment: Consignment) -> None:
    keeper = supply.keeper(consignment.to_store)
    receive_whole(consignment=consignment, moved_on=TODAY, submission_key=uuid4(), by=keeper, at=AT)


def test_planned_stands_beside_what_is_on_the_way_and_what_arrived(
    national: Facility, provincial: Facility
) -> None:
    hospital = reference.facility()
    decision = supply.decided({provincial: 400, hospital: 50})
    received(supply.sent(100, from_store=national, to_store=provincial, under=decision))
    supply.sent(120, from_store=national, to_store=provincial, under=decision)
    standing = allocations.standing_of(decision)
    assert set(standing.lines) == {
        LineStanding(provincial, 400, on_way=120, arrived=100),
        LineStanding(hospital, 50),
    }
    assert (standing.planned, standing.on_way, standing.arrived) == (450, 120, 100)
    (waiting,) = allocations.to_be_sent_from(national, on=TODAY)
    assert {line.to_send for line in waiting.lines} == {180, 50}
    ((known, line),) = allocations.lines_to(hospital, on=TODAY)
    assert (known, line.planned) == (decision, 50)


def test_an_amendment_takes_the_place_of_the_decision_and_keeps_what_was_sent(
    national: Facility, provincial: Facility
) -> None:
    first = supply.decided({provincial: 400}, on=TODAY - timedelta(days=3))
    received(supply.sent(100, from_store=national, to_store=provincial, under=first))
    second = supply.decided({reference.facility(): 50}, number="3900/QĐ-BYT", amends=first)
    assert in_force() == [second]
    assert in_force(TODAY - timedelta(days=1)) == [first]
    lines = {line.store: line for line in allocations.standing_of(second).lines}
    assert lines[provincial] == LineStanding(provincial, 0, arrived=100)
    third = supply.decided({provincial: 70}, number="3950/QĐ-BYT", amends=second)
    assert third.first == first
    assert allocations.standing_of(third).arrived == 100
    assert in_force() == [third]
    with pytest.raises(DecisionDoesNotHold):
        withdrawn(second)
    withdrawn(third)
    assert in_force() == [second]
    assert list(disagreements_on_record()) == []


def test_a_decision_is_withdrawn_once_and_stays_on_record(provincial: Facility) -> None:
    decision = supply.decided({provincial: 400})
    with pytest.raises(ReasonIsMissing):
        withdrawn(decision, " ")
    withdrawn(decision)
    withdrawn(decision)
    assert in_force() == []
    assert AuditEntry.objects.filter(action="allocation.withdrawn").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationDecision.objects.update(number="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationLine.objects.update(planned=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationWithdrawal.objects.update(reason="x")
    again = supply.decided({provincial: 300})
    assert in_force() == [again]


def test_the_same_submission_is_one_decision(provincial: Facility) -> None:
    key = uuid4()
    assert supply.decided({provincial: 4}, key=key) == supply.decided({provincial: 4}, key=key)


def test_what_cannot_be_decided(national: Facility, provincial: Facility) -> None:
    for lines in ({}, {provincial: 0}):
        with pytest.raises(NobodyAllocatedTo):
            supply.decided(lines)
    with pytest.raises(DecidedInTheFuture):
        supply.decided({provincial: 1}, on=TODAY + timedelta(days=1))
    with pytest.raises(StoreIsNotBelow):
        supply.decided({national: 1})
    with pytest.raises(StoreIsNotBelow):
        supply.decided({provincial: 1}, path=supply.province())
    supply.decided({reference.facility(): 1}, path=supply.province(), number="12/QĐ-SYT")
    decision = supply.decided({provincial: 1})
    with pytest.raises(NumberIsTaken):
        supply.decided({provincial: 2})
    with pytest.raises(AmendedByAnotherVaccine):
        supply.decided(
            {provincial: 2}, number="2", amends=decision, vaccine=reference.vaccine("COMIRNATY")
        )
    with pytest.raises(DecidedBeforeItAmends):
        supply.decided({provincial: 2}, number="2", amends=decision, on=TODAY - timedelta(days=1))
    supply.decided({provincial: 2}, number="2", amends=decision)
    with pytest.raises(DecisionDoesNotHold):
        supply.decided({provincial: 2}, number="3", amends=decision)


def test_who_decides(provincial: Facility) -> None:
    for by in (
        supply.officer(supply.province()),
        supply.officer(provincial.path),
        supply.keeper(provincial),
    ):
        with pytest.raises(NotAllowed):
            supply.decided({provincial: 1}, by=by)
    supply.decided(
        {reference.facility(): 1}, path=supply.province(), number="1", by=supply.officer()
    )
    with pytest.raises(NotAllowed):
        supply.decided({reference.facility(): 1}, path=reference.facility().path, number="1")


def test_plans_are_compared_with_what_there_is_to_give(provincial: Facility) -> None:
    supply.decided({provincial: 400})
    supply.decided({reference.facility(): 500}, path=supply.province(), number="1/QĐ-SYT")
    planned = allocations.planned_in_all(supply.province(), reference.vaccine(), on=TODAY)
    assert planned == 500
