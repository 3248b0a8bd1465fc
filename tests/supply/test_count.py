"""The books are brought to what was counted, and say why they were not."""

from uuid import UUID, uuid4

import pytest

from sotiem.foundation.refusals import NotAllowed
from sotiem.supply.facts import Counted
from sotiem.supply.models import StockMovement
from sotiem.supply.operations import BookHasChanged, ReasonIsMissing, count_stock
from sotiem.supply.proof import disagreements_on_record
from sotiem.supply.states import MovementKind
from tests.factories import reference, stock
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db


def counted(*counts: Counted, key: UUID | None = None) -> list[StockMovement]:
    return count_stock(
        facility=reference.facility(),
        counts=counts,
        counted_on=TODAY,
        submission_key=key or uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def test_each_difference_is_a_movement_and_what_agrees_is_none() -> None:
    lots = [reference.lot(number) for number in ("FK0112", "FK0209", "MT0055")]
    for lot in lots:
        stock.received(50, lot=lot)
    moved = counted(
        Counted(lots[0], counted=48, booked=50, reason="Vỡ chưa ghi"),
        Counted(lots[1], counted=50, booked=50),
        Counted(lots[2], counted=53, booked=50, reason="Ghi thiếu lúc nhập"),
    )
    assert [(each.kind, each.doses) for each in moved] == [
        (MovementKind.COUNTED_LESS, 2),
        (MovementKind.COUNTED_MORE, 3),
    ]
    assert [stock.left_of(lot) for lot in lots] == [48, 50, 53]
    assert list(disagreements_on_record()) == []


def test_a_difference_needs_a_reason_and_without_it_nothing_is_counted() -> None:
    lots = [reference.lot("FK0112"), reference.lot("FK0209")]
    for lot in lots:
        stock.received(50, lot=lot)
    with pytest.raises(ReasonIsMissing):
        counted(Counted(lots[0], 48, 50, "Vỡ"), Counted(lots[1], 49, 50))
    assert [stock.left_of(lot) for lot in lots] == [50, 50]


def test_what_moved_while_it_was_counted_is_counted_again() -> None:
    stock.received(50)
    stock.received(10)
    with pytest.raises(BookHasChanged):
        counted(Counted(reference.lot(), 48, 50, "Vỡ"))


def test_the_same_count_sent_twice_is_one() -> None:
    stock.received(50)
    key, told = uuid4(), Counted(reference.lot(), 48, 50, "Vỡ")
    assert counted(told, key=key) == counted(told, key=key)
    assert stock.left_of() == 48


def test_only_a_clerk_of_the_facility_counts() -> None:
    with pytest.raises(NotAllowed):
        count_stock(
            facility=reference.facility(),
            counts=[],
            counted_on=TODAY,
            submission_key=uuid4(),
            by=stock.officer(),
            at=AT,
        )
