"""Many hands at one store, at the same moment."""

from functools import partial
from typing import Final
from uuid import UUID, uuid4

import pytest

from sotiem.accounts.facts import Staff
from sotiem.supply.models import StockMovement
from sotiem.supply.operations import (
    MoreThanDrawnUp,
    MovementIsReversed,
    NotEnoughInStore,
    draw_up,
    put_back,
    receive_stock,
    reverse_movement,
)
from sotiem.supply.proof import disagreements_on_record
from tests.concurrency import together
from tests.factories import reference, stock
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.usefixtures("committed_db")

HANDS: Final = 8
SESSION: Final = UUID(int=4, version=4)


def draw(doses: int, *, by: Staff, key: UUID | None = None) -> StockMovement:
    return draw_up(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        session=SESSION,
        submission_key=key or uuid4(),
        by=by,
        at=AT,
    )


def bring_back(doses: int, *, by: Staff) -> StockMovement:
    return put_back(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        session=SESSION,
        submission_key=uuid4(),
        by=by,
        at=AT,
    )


def test_many_draws_at_once_take_no_more_than_there_is_and_none_is_lost() -> None:
    clerk = stock.clerk()
    stock.received(50, by=clerk)
    refused = together(*(partial(draw, 10, by=clerk) for _ in range(HANDS)))
    assert [type(each) for each in refused] == [NotEnoughInStore] * (HANDS - 5)
    assert stock.left_of() == 0
    assert StockMovement.objects.filter(kind="drawn_up").count() == 5
    assert list(disagreements_on_record()) == []


def test_the_same_submission_many_times_at_once_is_one_movement() -> None:
    clerk, key = stock.clerk(), uuid4()
    stock.received(50, by=clerk)
    assert together(*(partial(draw, 10, by=clerk, key=key) for _ in range(HANDS))) == []
    assert stock.left_of() == 40
    assert StockMovement.objects.filter(submission_key=key).count() == 1


def test_the_first_deliveries_of_a_lot_at_once_are_all_there() -> None:
    clerk, facility, lot = stock.clerk(), reference.facility(), reference.lot()
    deliver = partial(
        receive_stock,
        facility=facility,
        lot=lot,
        doses=7,
        document="",
        moved_on=TODAY,
        by=clerk,
        at=AT,
    )
    calls = (partial(deliver, submission_key=uuid4()) for _ in range(HANDS))
    assert together(*calls) == []
    assert stock.left_of() == 7 * HANDS
    assert list(disagreements_on_record()) == []


def test_a_session_gives_back_at_once_no_more_than_it_drew() -> None:
    clerk = stock.clerk()
    stock.received(50, by=clerk)
    draw(30, by=clerk)
    refused = together(*(partial(bring_back, 10, by=clerk) for _ in range(HANDS)))
    assert [type(each) for each in refused] == [MoreThanDrawnUp] * (HANDS - 3)
    assert stock.left_of() == 50


def test_a_mistake_undone_by_many_at_once_is_undone_once() -> None:
    clerk = stock.clerk()
    movement = stock.received(50, by=clerk)
    refused = together(
        *(
            partial(
                reverse_movement,
                movement=movement,
                reason="Nhầm",
                submission_key=uuid4(),
                by=clerk,
                at=AT,
            )
            for _ in range(HANDS)
        )
    )
    assert [type(each) for each in refused] == [MovementIsReversed] * (HANDS - 1)
    assert stock.left_of() == 0
