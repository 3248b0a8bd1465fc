"""Whatever happens to vaccine on three levels, in whatever order: none appears, none vanishes."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Sum

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.supply import operations, proof
from sotiem.supply.facts import Arrived, Counted
from sotiem.supply.models import Consignment, ConsignmentItem, Lot, StockBalance, StockMovement
from sotiem.supply.queries import lots_in_store
from sotiem.supply.summing import DISAGREEING
from sotiem.supply.totals import SupplyTotals, supply_of
from tests.concurrency import together
from tests.factories import accounts, reference, supply
from tests.factories.stock import AT, TODAY

STEPS: Final = 40
HISTORIES: Final = 6
SESSION: Final = UUID(int=4, version=4)
PROOFS: Final = (
    proof.WRONG_BALANCES, proof.WRONG_ITEMS, proof.WRONG_PLACES, proof.LOTS_THAT_LEAK, DISAGREEING,
)  # fmt: skip


class History:
    """Three stores, two lots, and somebody who does one thing after another by chance."""

    def __init__(self, seed: int, who: Staff) -> None:
        self.random, self.who = Random(seed), who
        self.national, self.provincial = supply.depot(), supply.depot(supply.province())
        self.facility = reference.facility()
        self.lots = [reference.lot(), reference.lot("FK0209")]
        self.done: set[str] = set()

    def step(self) -> None:
        """Try one thing; that it is refused is as good as that it is done."""
        acts: list[Callable[[], object]] = [
            *(self.come_in, self.send, self.send, self.receive, self.receive_short),
            *(
                self.receive_short,
                self.take_back,
                self.lose,
                self.give_back,
                self.draw_up,
                self.draw_up,
            ),
            *(
                self.put_back,
                self.waste,
                self.waste,
                self.use,
                self.count,
                self.reverse,
                self.reverse,
            ),
            *(self.recall, self.add_up),
        ]
        act = self.random.choice(acts)
        try:
            act()
        except NotAllowed:
            raise
        except Refusal:
            return
        self.done.add(act.__name__)

    def come_in(self) -> None:
        self._move(operations.receive_stock, self.national, document="", source="gift")

    def send(self) -> None:
        ways = (
            (self.national, self.provincial), (self.provincial, self.facility),
            (self.national, self.facility), (self.facility, self.provincial),
        )  # fmt: skip
        here, there = self.random.choice(ways)
        doses = {lot: self._some() for lot in self.random.sample(self.lots, self._up_to(2))}
        supply.sent(doses, from_store=here, to_store=there, by=self.who)

    def receive(self) -> None:
        self._settle(operations.receive_whole)

    def receive_short(self) -> None:
        found = [
            Arrived(item, self.random.randrange(40), self.random.randrange(9), "Vỡ")
            for item in ConsignmentItem.objects.select_related("lot", "consignment")
            .filter(consignment=self._consignment())
            .order_by("pk")
        ]
        if found:
            goal = found[0].item.consignment
            self._settle(operations.receive_consignment, consignment=goal, found=found)

    def take_back(self) -> None:
        self._settle(operations.take_back_consignment, reason="Xe hỏng")

    def lose(self) -> None:
        store = self.random.choice((self.national, self.provincial, self.facility))
        self._move(operations.lose_stock, store, reason="Hỏng")

    def give_back(self) -> None:
        self._move(operations.return_stock, self.national, document="", reason="")

    def use(self) -> None:
        self._move(operations.use_stock, self.facility)

    def draw_up(self) -> None:
        self._in_session(operations.draw_up)

    def put_back(self) -> None:
        self._in_session(operations.put_back)

    def waste(self) -> None:
        self._in_session(operations.waste_stock, reason="Vỡ")

    def count(self) -> None:
        store = self.random.choice((self.national, self.provincial, self.facility))
        counts = [
            Counted(each.lot, max(0, each.doses + self.random.randrange(-3, 3)), each.doses, "Lệch")
            for each in lots_in_store(store, on=TODAY)
        ]
        operations.count_stock(
            facility=store,
            counts=counts,
            counted_on=TODAY,
            submission_key=uuid4(),
            by=self.who,
            at=AT,
        )

    def reverse(self) -> None:
        movements = StockMovement.objects.select_related("facility", "lot", "item")
        movement = self._one_of(movements.filter(reverses__isnull=True))
        if movement is not None:
            operations.reverse_movement(
                movement=movement, reason="Nhầm", submission_key=uuid4(), by=self.who, at=AT
            )

    def recall(self) -> None:
        lot = Lot.objects.get(pk=self.random.choice(self.lots).pk)
        act = operations.lift_recall if lot.is_recalled else operations.recall_lot
        act(lot=lot, reason="Lỗi", by=self.who, at=AT)

    def add_up(self) -> None:
        operations.add_up_supply(at=AT)

    def _move(self, operation: Callable[..., object], store: Facility, **more: Any) -> None:
        operation(
            facility=store,
            lot=self.random.choice(self.lots),
            doses=self._some() * (10 if operation == operations.receive_stock else 1),
            moved_on=TODAY,
            submission_key=uuid4(),
            by=self.who,
            at=AT,
            **more,
        )

    def _in_session(self, operation: Callable[..., object], **more: Any) -> None:
        operation(
            facility=self.facility,
            lot=self.random.choice(self.lots),
            doses=self._up_to(20),
            session=SESSION,
            submission_key=uuid4(),
            by=self.who,
            at=AT,
            **more,
        )

    def _settle(self, operation: Callable[..., object], **more: Any) -> None:
        consignment = more.pop("consignment", None) or self._consignment()
        if consignment is not None:
            operation(
                consignment=consignment,
                moved_on=TODAY,
                submission_key=uuid4(),
                by=self.who,
                at=AT,
                **more,
            )

    def _consignment(self) -> Consignment | None:
        known = Consignment.objects.select_related("from_store", "to_store")
        found: Consignment | None = self._one_of(known.on_the_way())
        return found

    def _one_of(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def _some(self) -> int:
        return self._up_to(60)

    def _up_to(self, most: int) -> int:
        return self.random.randrange(1, most + 1)


def everybody() -> Staff:
    return accounts.staff((Role.CLERK, "vn"), (Role.KEEPER, "vn"), (Role.OFFICER, "vn"))


def must_hold() -> None:
    """Each proof is one statement: it holds at any moment, whoever else is at work."""
    with connection.cursor() as cursor:
        for sql in PROOFS:
            cursor.execute(sql)
            assert cursor.fetchall() == []
    assert not StockBalance.objects.filter(doses__lt=0).exists()
    assert not ConsignmentItem.objects.filter(on_way__lt=0).exists()


def must_add_up() -> None:
    told = supply_of("vn", until=TODAY).get("ASTRAZENECA", SupplyTotals())
    assert told.in_stock == (StockBalance.objects.aggregate(all=Sum("doses"))["all"] or 0)
    assert told.in_transit == (ConsignmentItem.objects.aggregate(all=Sum("on_way"))["all"] or 0)
    assert told.received == told.used + told.wasted + told.in_stock + told.in_transit


@pytest.mark.django_db
def test_after_each_step_of_a_history_nothing_appeared_and_nothing_vanished() -> None:
    done: set[str] = set()
    for seed in range(HISTORIES):
        history = History(seed, everybody())
        for _ in range(STEPS):
            history.step()
            must_hold()
            must_add_up()
        done |= history.done
    assert list(proof.disagreements_on_record()) == []
    # What chance never did, no history proves.
    assert done == {name for name in vars(History) if not name.startswith("_")} - {"step"}


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("seed", [11, 12])
def test_two_who_do_whatever_they_like_at_once_lose_nothing_either(seed: int) -> None:
    who = everybody()
    histories = [History(seed * 100 + number, who) for number in range(2)]
    histories[0].come_in()

    def live(history: History) -> None:
        for _ in range(STEPS // 2):
            history.step()
            must_hold()

    assert together(*(partial(live, history) for history in histories)) == []
    must_add_up()
    assert list(proof.disagreements_on_record()) == []
