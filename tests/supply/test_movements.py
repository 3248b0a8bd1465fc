"""Doses move between accounts; none appears, none vanishes, and no store owes any."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.supply.models import StockBalance, StockMovement
from sotiem.supply.operations import (
    LotHasExpired,
    LotIsRecalled,
    MoreThanDrawnUp,
    MovedInTheFuture,
    MovementIsReversed,
    NoDosesNamed,
    NotEnoughInStore,
    ReasonIsMissing,
    ReversalStands,
    draw_up,
    lift_recall,
    lose_stock,
    put_back,
    recall_lot,
    return_stock,
    reverse_movement,
    use_stock,
    waste_stock,
)
from sotiem.supply.proof import disagreements_on_record
from sotiem.supply.states import ACCOUNTS, MovementKind
from tests.factories import accounts, reference, stock
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db

SESSION = UUID(int=4, version=4)


def drawn_up(doses: int, *, key: UUID | None = None) -> StockMovement:
    return draw_up(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        session=SESSION,
        submission_key=key or uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def brought_back(doses: int) -> StockMovement:
    return put_back(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        session=SESSION,
        submission_key=uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def wasted(doses: int, reason: str = "Lọ vỡ") -> StockMovement:
    return waste_stock(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        session=SESSION,
        reason=reason,
        submission_key=uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def lost(doses: int, reason: str = "Tủ lạnh hỏng", on: date = TODAY) -> StockMovement:
    return lose_stock(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        reason=reason,
        moved_on=on,
        submission_key=uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def returned(doses: int) -> StockMovement:
    return return_stock(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        document="PTL 7",
        reason="",
        moved_on=TODAY,
        submission_key=uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def used(doses: int, on: date = TODAY) -> StockMovement:
    return use_stock(
        facility=reference.facility(),
        lot=reference.lot(),
        doses=doses,
        moved_on=on,
        submission_key=uuid4(),
        by=stock.clerk(),
        at=AT,
    )


def undone(movement: StockMovement, reason: str = "Gõ nhầm") -> StockMovement:
    return reverse_movement(
        movement=movement, reason=reason, submission_key=uuid4(), by=stock.clerk(), at=AT
    )


def test_every_kind_has_its_two_accounts() -> None:
    assert set(ACCOUNTS) == set(MovementKind)
    assert all(source != target for source, target in ACCOUNTS.values())


def test_what_moves_changes_the_store_by_its_doses() -> None:
    stock.received(100)
    steps: list[tuple[Callable[[int], StockMovement], int, int]] = [
        (drawn_up, 40, 60),
        (brought_back, 10, 70),
        (wasted, 2, 70),
        (lost, 5, 65),
        (returned, 15, 50),
        (used, 20, 30),
    ]
    for step, doses, left in steps:
        step(doses)
        assert stock.left_of() == left
    assert list(disagreements_on_record()) == []


def test_a_store_gives_no_more_than_it_has() -> None:
    stock.received(10)
    for taken in (drawn_up, lost, returned, used):
        with pytest.raises(NotEnoughInStore) as refused:
            taken(11)
        assert refused.value.details == {"lot": "FK0112", "asked": 11, "there": 10}
    assert stock.left_of() == 10


def test_a_session_gives_back_and_wastes_no_more_than_it_has_in_hand() -> None:
    stock.received(100)
    drawn_up(12)
    brought_back(5)
    wasted(4)
    for taken in (brought_back, wasted):
        with pytest.raises(MoreThanDrawnUp) as refused:
            taken(4)
        assert refused.value.details["there"] == 3
    wasted(3)
    assert stock.left_of() == 93


@pytest.mark.parametrize("call", [lambda: lost(1, " "), lambda: wasted(1, "")])
def test_a_loss_needs_a_reason(call: Callable[[], StockMovement]) -> None:
    stock.received()
    drawn_up(5)
    with pytest.raises(ReasonIsMissing):
        call()


def test_nothing_moves_tomorrow_and_nothing_is_no_movement() -> None:
    stock.received()
    with pytest.raises(MovedInTheFuture):
        lost(1, on=date(2021, 10, 13))
    with pytest.raises(NoDosesNamed):
        used(0)


def test_an_expired_lot_is_not_given_but_may_be_given_back() -> None:
    stock.received()
    lot = reference.lot()
    lot.expires_on = date(2021, 10, 11)
    lot.save()
    for given in (drawn_up, used):
        with pytest.raises(LotHasExpired):
            given(1)
    assert used(1, on=date(2021, 10, 11)).doses == 1
    assert returned(99).doses == 99


def test_a_recalled_lot_is_not_given_until_the_recall_is_lifted() -> None:
    stock.received()
    officer = stock.officer()
    recall_lot(lot=reference.lot(), reason="Phản ứng nặng", by=officer, at=AT)
    for given in (drawn_up, used):
        with pytest.raises(LotIsRecalled):
            given(1)
    assert used(1, on=date(2021, 10, 11)).doses == 1
    lift_recall(lot=reference.lot(), reason="Đã kiểm nghiệm", by=officer, at=AT)
    assert drawn_up(1).doses == 1


def test_the_same_submission_is_one_movement() -> None:
    stock.received(10)
    key = uuid4()
    assert drawn_up(6, key=key) == drawn_up(6, key=key)
    assert stock.left_of() == 4


def test_a_key_of_another_movement_opens_nothing() -> None:
    key = stock.received(10).submission_key
    with pytest.raises(NotAllowed):
        drawn_up(1, key=key)


def test_only_a_clerk_of_the_facility_moves_its_stock() -> None:
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    for who in (stock.clerk(elsewhere), stock.officer(), accounts.staff()):
        with pytest.raises(NotAllowed):
            stock.received(by=who)
    assert not StockBalance.objects.exclude(doses=0).exists()


def test_a_mistake_is_undone_once_by_a_movement_that_names_it() -> None:
    movement = stock.received(100)
    undoing = undone(movement)
    assert undoing.reverses == movement
    assert stock.left_of() == 0
    with pytest.raises(MovementIsReversed):
        undone(movement)
    with pytest.raises(ReversalStands):
        undone(undoing)
    assert list(disagreements_on_record()) == []


def test_what_was_used_since_cannot_be_undone_away() -> None:
    movement = stock.received(100)
    used(1)
    with pytest.raises(NotEnoughInStore):
        undone(movement)


def test_undoing_needs_a_reason() -> None:
    with pytest.raises(ReasonIsMissing):
        undone(stock.received(), reason="")


def test_drawing_up_is_undone_only_while_it_is_in_hand() -> None:
    stock.received(100)
    drawn, back = drawn_up(20), brought_back(5)
    with pytest.raises(MoreThanDrawnUp):
        undone(drawn)
    undone(back)
    undone(drawn)
    assert stock.left_of() == 100
    assert list(disagreements_on_record()) == []


def test_movements_are_written_once() -> None:
    movement = stock.received()
    for change in (
        lambda: StockMovement.objects.filter(pk=movement.pk).update(doses=1),
        lambda: StockMovement.objects.filter(pk=movement.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_table_itself_refuses_a_store_that_owes() -> None:
    stock.received()
    with pytest.raises(IntegrityError), transaction.atomic():
        StockBalance.objects.update(doses=-1)


def test_every_movement_leaves_a_trace_with_what_is_left() -> None:
    stock.received(30)
    lost(3)
    told = AuditEntry.objects.filter(object_kind="stockmovement").order_by("pk")
    assert [(entry.action, entry.details["left"]) for entry in told] == [
        ("stock.received", 30),
        ("stock.lost", 27),
    ]


def test_a_balance_changed_behind_the_back_is_found() -> None:
    stock.received(30)
    StockBalance.objects.update(doses=31)
    said = list(disagreements_on_record())
    assert len(said) == 2
    assert said[0].startswith("stock of lot") and said[1].startswith("lot")
    StockBalance.objects.all().delete()
    assert len(list(disagreements_on_record())) == 2
