"""What others ask of stock."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from sotiem.supply.facts import SessionStock, UsedOnDay
from sotiem.supply.operations import (
    draw_up,
    put_back,
    recall_lot,
    reverse_movement,
    use_stock,
    waste_stock,
)
from sotiem.supply.queries import (
    doses_used,
    lots_in_store,
    movements_of,
    session_stock,
    usable_lots,
)
from sotiem.supply.states import WhyNot
from tests.factories import reference, stock
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db

SESSION = UUID(int=4, version=4)
YESTERDAY = TODAY - timedelta(days=1)


def a_session_day() -> None:
    """50 drawn up, 8 put back, 2 wasted: 40 given; and 5 used the day before."""
    where = {"facility": reference.facility(), "lot": reference.lot(), "by": stock.clerk()}
    stock.received(100)
    of_session = {**where, "session": SESSION, "at": AT}
    draw_up(doses=50, submission_key=uuid4(), **of_session)  # type: ignore[arg-type]
    put_back(doses=8, submission_key=uuid4(), **of_session)  # type: ignore[arg-type]
    waste_stock(doses=2, reason="Vỡ", submission_key=uuid4(), **of_session)  # type: ignore[arg-type]
    use_stock(doses=5, moved_on=YESTERDAY, submission_key=uuid4(), at=AT, **where)  # type: ignore[arg-type]


def test_lots_stand_by_their_last_day_and_say_why_they_may_not_be_given() -> None:
    late, soon, gone = (reference.lot(number) for number in ("LATE", "SOON", "GONE"))
    for lot, day in ((late, date(2022, 5, 1)), (soon, date(2021, 11, 1)), (gone, YESTERDAY)):
        lot.expires_on = day
        lot.save()
        stock.received(10, lot=lot)
    recall_lot(lot=late, reason="Lỗi", by=stock.officer(), at=AT)
    held = lots_in_store(reference.facility(), on=TODAY)
    assert [(each.lot, each.doses, each.why_not) for each in held] == [
        (gone, 10, WhyNot.EXPIRED),
        (soon, 10, None),
        (late, 10, WhyNot.RECALLED),
    ]
    assert [each.lot for each in usable_lots(reference.facility(), on=TODAY)] == [soon]


def test_a_lot_that_is_used_up_is_told_only_to_who_asks() -> None:
    movement = stock.received(10)
    reverse_movement(
        movement=movement, reason="Nhầm", submission_key=uuid4(), by=stock.clerk(), at=AT
    )
    assert lots_in_store(reference.facility(), on=TODAY) == []
    (empty,) = lots_in_store(reference.facility(), on=TODAY, with_empty=True)
    assert empty.doses == 0


def test_a_session_is_told_what_it_drew_up_put_back_and_wasted() -> None:
    a_session_day()
    assert session_stock(SESSION) == {
        reference.lot().pk: SessionStock(drawn_up=50, put_back=8, wasted=2)
    }
    assert session_stock(SESSION)[reference.lot().pk].given == 40
    assert session_stock(uuid4()) == {}


def test_what_is_undone_was_not_drawn_up() -> None:
    stock.received(100)
    drawn = draw_up(
        facility=reference.facility(), lot=reference.lot(), doses=50, session=SESSION,
        submission_key=uuid4(), by=stock.clerk(), at=AT,
    )  # fmt: skip
    reverse_movement(movement=drawn, reason="Nhầm", submission_key=uuid4(), by=stock.clerk(), at=AT)
    assert session_stock(SESSION) == {reference.lot().pk: SessionStock()}
    assert doses_used(["vn"], TODAY, TODAY) == []


def test_doses_used_are_told_by_facility_and_day() -> None:
    a_session_day()
    here = reference.facility()
    both = [UsedOnDay(here.pk, YESTERDAY, 5), UsedOnDay(here.pk, TODAY, 40)]
    assert doses_used([here.path], YESTERDAY, TODAY) == both
    assert doses_used(["vn", here.path], YESTERDAY, TODAY) == both
    assert doses_used(["vn"], TODAY, TODAY) == both[1:]
    assert doses_used([f"{here.path}0"], YESTERDAY, TODAY) == []
    assert doses_used([], YESTERDAY, TODAY) == []


def test_a_ledger_tells_what_the_books_held_after_each_movement_page_by_page() -> None:
    a_session_day()
    ledger = movements_of(reference.facility(), reference.lot())
    assert [(each.kind, held) for each, held in ledger] == [
        ("used", 53),
        ("wasted", 58),
        ("put_back", 58),
        ("drawn_up", 50),
        ("received", 100),
    ]
    older = movements_of(
        reference.facility(), reference.lot(), before=ledger[1][0].public_id, limit=2
    )
    assert older == ledger[2:4]
