"""The stores of the sample's facilities: deliveries, losses, a lot that ends soon, a recall."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.sample import country, staff
from sotiem.supply.models import Lot
from sotiem.supply.operations import (
    lose_stock,
    recall_lot,
    receive_stock,
    register_lot,
    return_stock,
)
from sotiem.vaccines.queries import vaccine

SOON: Final = "FK0307"
RECALLED: Final = country.LOTS["SPIKEVAX"][1]
LATEST: Final = "FH5127"


def fill_stores(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """Fill the first facility's store with all that may happen to a lot, the others with one."""
    clerk = staff.clerk_of(facilities[0], at=now)
    today = timezone.localdate(now)
    soon, latest = (
        register_lot(
            vaccine=vaccine(code),
            number=number,
            expires_on=today + timedelta(days=days),
            by=clerk,
            at=now - timedelta(days=20),
        )
        for code, number, days in (
            ("ASTRAZENECA", SOON, 12),
            ("COMIRNATY", LATEST, 90),
        )
    )
    store = Store(facilities[0], clerk, random)
    old = Lot.objects.get(vaccine=vaccine("ASTRAZENECA"), number=country.LOTS["ASTRAZENECA"][0])
    recalled = Lot.objects.get(vaccine=vaccine("SPIKEVAX"), number=RECALLED)
    for lot, doses, days_ago in (
        *((old, 60, 44), (soon, 240, 18), (recalled, 300, 18), (latest, 468, 9), (soon, 120, 6)),
    ):
        store.receive(lot, doses, at=now - timedelta(days=days_ago))
    store.lose(soon, 10, "Rơi vỡ 1 lọ khi xếp tủ lạnh", at=now - timedelta(days=5))
    store.lose(latest, 6, "Tủ lạnh ngắt điện qua đêm", at=now - timedelta(days=3))
    store.give_back(recalled, 100, "Chuyển bớt theo điều phối", at=now - timedelta(days=4))
    recall_lot(
        lot=recalled,
        reason="Nhà sản xuất báo bảo quản sai nhiệt độ khi vận chuyển",
        by=staff.officer("canbo1", at=now),
        at=now - timedelta(days=2),
    )
    for facility in facilities[1:]:
        other = Store(facility, staff.clerk_of(facility, at=now), random)
        other.receive(latest, 60 * random.randrange(2, 9), at=now - timedelta(days=8))


class Store:
    """A facility's store and its clerk."""

    def __init__(self, facility: Facility, clerk: Staff, random: Random) -> None:
        self.facility, self.clerk, self.random = facility, clerk, random

    def receive(self, lot: Lot, doses: int, *, at: datetime) -> None:
        receive_stock(
            facility=self.facility,
            lot=lot,
            doses=doses,
            document=f"PXK {self.random.randrange(100, 999)}",
            moved_on=timezone.localdate(at),
            submission_key=self._key(),
            by=self.clerk,
            at=at,
        )

    def lose(self, lot: Lot, doses: int, reason: str, *, at: datetime) -> None:
        lose_stock(
            facility=self.facility,
            lot=lot,
            doses=doses,
            reason=reason,
            moved_on=timezone.localdate(at),
            submission_key=self._key(),
            by=self.clerk,
            at=at,
        )

    def give_back(self, lot: Lot, doses: int, reason: str, *, at: datetime) -> None:
        return_stock(
            facility=self.facility,
            lot=lot,
            doses=doses,
            document="",
            reason=reason,
            moved_on=timezone.localdate(at),
            submission_key=self._key(),
            by=self.clerk,
            at=at,
        )

    def _key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
