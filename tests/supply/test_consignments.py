"""Vaccine goes from depot to depot to facility; none appears on the way, none vanishes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from sotiem.facilities.models import Facility
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.supply.facts import Arrived, ToSend
from sotiem.supply.models import Consignment, ConsignmentItem, StockBalance, StockMovement
from sotiem.supply.operations import (
    DepotGivesNoDoses,
    ExpectedTooEarly,
    LotIsRecalled,
    NoDosesNamed,
    NotEnoughInStore,
    NotEnoughOnTheWay,
    NotOfTheDecision,
    ReasonIsMissing,
    SentToItself,
    SourceIsMissing,
    recall_lot,
    receive_consignment,
    receive_stock,
    receive_whole,
    reverse_movement,
    send_consignment,
    take_back_consignment,
    use_stock,
    withdraw_allocation,
)
from sotiem.supply.proof import disagreements_on_record
from tests.factories import reference, stock, supply
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_way(national: Facility, provincial: Facility) -> Consignment:
    return supply.sent(400, from_store=national, to_store=provincial)


def held(store: Facility) -> int:
    balance = StockBalance.objects.filter(facility=store, lot=reference.lot()).first()
    return balance.doses if balance else 0


def item_of(consignment: Consignment) -> ConsignmentItem:
    return ConsignmentItem.objects.select_related("lot", "consignment").get(consignment=consignment)


def received(consignment: Consignment, *, key: UUID | None = None) -> list[StockMovement]:
    return receive_whole(
        consignment=consignment,
        moved_on=TODAY,
        submission_key=key or uuid4(),
        by=supply.keeper(consignment.to_store),
        at=AT,
    )


def found(
    consignment: Consignment, arrived: int, lost: int = 0, reason: str = "Vỡ 1 hộp"
) -> list[StockMovement]:
    return receive_consignment(
        consignment=consignment,
        found=[Arrived(item_of(consignment), arrived, lost, reason if lost else "")],
        moved_on=TODAY,
        submission_key=uuid4(),
        by=supply.keeper(consignment.to_store),
        at=AT,
    )


def taken_back(consignment: Consignment, reason: str = "Xe hỏng") -> list[StockMovement]:
    return take_back_consignment(
        consignment=consignment,
        reason=reason,
        moved_on=TODAY,
        submission_key=uuid4(),
        by=supply.keeper(consignment.from_store),
        at=AT,
    )


def undone(movement: StockMovement) -> StockMovement:
    return reverse_movement(
        movement=movement,
        reason="Ghi nhầm",
        submission_key=uuid4(),
        by=supply.keeper(movement.facility),
        at=AT,
    )


def test_what_is_sent_is_on_the_way_until_it_arrives(
    national: Facility, provincial: Facility, on_way: Consignment
) -> None:
    assert (held(national), item_of(on_way).on_way, held(provincial)) == (600, 400, 0)
    assert list(Consignment.objects.on_the_way()) == [on_way]
    received(on_way)
    assert (held(national), item_of(on_way).on_way, held(provincial)) == (600, 0, 400)
    assert not Consignment.objects.on_the_way().exists()
    assert list(disagreements_on_record()) == []


def test_what_comes_short_names_what_is_missing_and_what_is_still_on_the_way(
    provincial: Facility, on_way: Consignment
) -> None:
    found(on_way, 300, lost=40)
    assert (held(provincial), item_of(on_way).on_way) == (300, 60)
    lost = StockMovement.objects.get(kind="lost_on_way")
    assert (lost.facility, lost.doses, lost.reason) == (provincial, 40, "Vỡ 1 hộp")
    found(on_way, 60)
    assert (held(provincial), item_of(on_way).on_way) == (360, 0)
    assert list(disagreements_on_record()) == []


def test_nothing_arrives_that_was_not_sent(provincial: Facility, on_way: Consignment) -> None:
    with pytest.raises(NotEnoughOnTheWay) as refused:
        found(on_way, 390, lost=11)
    assert refused.value.details["there"] == 10
    assert (held(provincial), item_of(on_way).on_way) == (0, 400)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsignmentItem.objects.update(on_way=-1)


def test_a_loss_on_the_way_and_a_return_need_a_reason(on_way: Consignment) -> None:
    with pytest.raises(ReasonIsMissing):
        found(on_way, 1, lost=1, reason=" ")
    with pytest.raises(ReasonIsMissing):
        taken_back(on_way, "")
    assert item_of(on_way).on_way == 400


def test_what_did_not_arrive_comes_back_once(national: Facility, on_way: Consignment) -> None:
    found(on_way, 300)
    assert [movement.doses for movement in taken_back(on_way)] == [100]
    assert taken_back(on_way) == []
    assert (held(national), item_of(on_way).on_way) == (700, 0)
    assert list(disagreements_on_record()) == []


def test_receiving_or_sending_twice_is_once(
    national: Facility, provincial: Facility, on_way: Consignment
) -> None:
    key = uuid4()
    received(on_way, key=key)
    assert received(on_way, key=key) == []
    assert received(on_way) == []
    assert held(provincial) == 400
    again = [supply.sent(5, from_store=national, to_store=provincial, key=key) for _ in range(2)]
    assert again[0] == again[1]
    assert held(national) == 595


def test_each_step_is_undone_by_one_that_goes_the_other_way(
    national: Facility, provincial: Facility, on_way: Consignment
) -> None:
    arrived, lost = found(on_way, 300, lost=100)
    undone(lost)
    assert item_of(on_way).on_way == 100
    undone(arrived)
    assert (held(provincial), item_of(on_way).on_way) == (0, 400)
    undone(StockMovement.objects.get(kind="sent"))
    assert (held(national), item_of(on_way).on_way) == (1_000, 0)
    assert list(disagreements_on_record()) == []


def test_what_arrived_cannot_be_undone_as_if_it_had_never_been_sent(on_way: Consignment) -> None:
    received(on_way)
    with pytest.raises(NotEnoughOnTheWay):
        undone(StockMovement.objects.get(kind="sent"))


def test_who_does_not_keep_the_store_neither_sends_nor_receives(
    national: Facility, provincial: Facility, on_way: Consignment
) -> None:
    with pytest.raises(NotAllowed):
        supply.sent(1, from_store=national, to_store=provincial, by=supply.keeper(provincial))
    acts: dict[str, Any] = {
        "moved_on": TODAY,
        "submission_key": uuid4(),
        "by": supply.keeper(national),
        "at": AT,
    }
    with pytest.raises(NotAllowed):
        receive_whole(consignment=on_way, **acts)
    with pytest.raises(NotAllowed):
        receive_consignment(consignment=on_way, found=[], **acts)
    acts["by"] = supply.keeper(provincial)
    with pytest.raises(NotAllowed):
        take_back_consignment(consignment=on_way, reason="x", **acts)
    other = supply.sent(1, from_store=national, to_store=reference.facility())
    with pytest.raises(NotAllowed):
        receive_consignment(consignment=on_way, found=[Arrived(item_of(other), 1)], **acts)


def test_what_cannot_be_sent(national: Facility, provincial: Facility) -> None:
    with pytest.raises(NotEnoughInStore):
        supply.sent(1_001, from_store=national, to_store=provincial)
    with pytest.raises(SentToItself):
        supply.sent(1, from_store=national, to_store=national)
    for doses in ({}, {reference.lot(): 0}):
        with pytest.raises(NoDosesNamed):
            supply.sent(doses, from_store=national, to_store=provincial)
    with pytest.raises(ReasonIsMissing):
        supply.sent(1, from_store=national, to_store=provincial, reason=" ")
    what = ToSend(
        from_store=national,
        to_store=provincial,
        doses={reference.lot(): 1},
        under=None,
        reason="Gấp",
        sent_on=TODAY,
        expected_on=TODAY - timedelta(days=1),
    )
    with pytest.raises(ExpectedTooEarly):
        send_consignment(what=what, submission_key=uuid4(), by=supply.keeper(national), at=AT)
    assert held(national) == 1_000
    assert not Consignment.objects.exists()


def test_under_a_decision_only_what_it_gives_is_sent(
    national: Facility, provincial: Facility
) -> None:
    decision = supply.decided({provincial: 400})
    supply.sent(100, from_store=national, to_store=provincial, under=decision)
    other = reference.lot("FH5127", of="COMIRNATY")
    supply.come_in(10, to=national, lot=other)
    for doses, goal in (({other: 1}, provincial), (1, reference.facility())):
        with pytest.raises(NotOfTheDecision):
            supply.sent(doses, from_store=national, to_store=goal, under=decision)
    stock.received(10)
    with pytest.raises(NotOfTheDecision):
        supply.sent(1, from_store=reference.facility(), to_store=provincial, under=decision)
    withdraw_allocation(decision=decision, reason="Đổi kế hoạch", by=supply.officer(), at=AT)
    with pytest.raises(NotOfTheDecision):
        supply.sent(1, from_store=national, to_store=provincial, under=decision)


def test_a_recalled_lot_goes_up_and_never_down(provincial: Facility, on_way: Consignment) -> None:
    received(on_way)
    facility = reference.facility()
    down = supply.sent(100, from_store=provincial, to_store=facility)
    recall_lot(lot=reference.lot(), reason="Lỗi bảo quản", by=supply.officer(), at=AT)
    received(down)
    with pytest.raises(LotIsRecalled):
        supply.sent(1, from_store=provincial, to_store=facility)
    supply.sent(100, from_store=facility, to_store=provincial, reason="Thu hồi")
    supply.sent(300, from_store=provincial, to_store=on_way.from_store, reason="Thu hồi")
    assert held(facility) == held(provincial) == 0
    assert list(disagreements_on_record()) == []


def test_a_depot_gives_no_doses_and_says_where_vaccine_comes_from(national: Facility) -> None:
    told: dict[str, Any] = {
        "facility": national,
        "lot": reference.lot(),
        "doses": 1,
        "moved_on": TODAY,
        "by": supply.keeper(national),
        "at": AT,
    }
    with pytest.raises(DepotGivesNoDoses):
        use_stock(submission_key=uuid4(), **told)
    with pytest.raises(SourceIsMissing):
        receive_stock(document="", submission_key=uuid4(), **told)


def test_a_consignment_is_written_once_and_the_trail_vouches_for_it(on_way: Consignment) -> None:
    entry = AuditEntry.objects.get(action="consignment.sent")
    assert entry.details["receiver"] == on_way.to_store.code
    with pytest.raises(IntegrityError), transaction.atomic():
        Consignment.objects.update(document="khác")
    assert not Consignment.objects.overdue(on_way.expected_on).exists()
    assert Consignment.objects.overdue(on_way.expected_on + timedelta(days=1)).exists()


def test_the_proof_names_what_was_changed_behind_its_back(on_way: Consignment) -> None:
    ConsignmentItem.objects.update(on_way=399)
    said = " ".join(disagreements_on_record())
    assert "consignment item" in said and "what came in is not" in said


def test_a_depot_is_no_facility(national: Facility) -> None:
    reference.facility()
    assert not Facility.objects.filter(pk=national.pk).exists()
    assert national in Facility.stores.all()
    assert supply.depot() == national
    assert supply.depot(name="Kho thứ hai").code == "KHOQG-2"
