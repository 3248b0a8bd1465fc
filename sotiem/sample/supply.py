"""Vaccine from outside to the depots, by decisions, and on to facilities: in a few rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_depot
from sotiem.places.facts import UnitCode, Version
from sotiem.places.queries import communes_of, unit
from sotiem.sample import staff
from sotiem.supply.facts import Allocation, Arrived, ToSend
from sotiem.supply.models import AllocationDecision, Consignment, Lot
from sotiem.supply.operations import (
    decide_allocation,
    receive_consignment,
    receive_stock,
    register_lot,
    send_consignment,
)
from sotiem.supply.states import Source
from sotiem.vaccines.queries import vaccine

PURCHASED: Final = "FL2107"
GIVEN: Final = "AZ3108"
SHORT_BY: Final = 30


def open_depots(*, at: datetime) -> None:
    """The depots of the country, of the sample's city, and of the capital."""
    for path, province, name in (
        ("vn", "01", "Kho vắc xin quốc gia"),
        (staff.PROVINCE, "79", "Kho vắc xin Thành phố Hồ Chí Minh"),
        ("vn/2025:01", "01", "Kho vắc xin Thành phố Hà Nội"),
    ):
        register_depot(
            name=name,
            address="1 Đường Mẫu",
            commune=communes_of(unit(UnitCode(Version.NEW, province)))[0],
            of=Jurisdiction(path),
            by=staff.BY,
            at=at,
        )


def supply_depots(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """Two receipts, three decisions; one consignment came short, one is on its way."""
    supply = Supply(random, now)
    national, city, capital = (supply.store(code) for code in ("KHOQG", "KHO79", "KHO01"))
    bought = supply.come_in(national, "COMIRNATY", PURCHASED, 30_000, Source.PURCHASE, days_ago=16)
    given = supply.come_in(national, "ASTRAZENECA", GIVEN, 12_000, Source.COVAX, days_ago=14)
    first = supply.decide("vn", "3820/QĐ-BYT", bought, {city: 6_000, capital: 4_000}, days_ago=12)
    second = supply.decide("vn", "3874/QĐ-BYT", given, {city: 3_000}, days_ago=9)
    arrived = supply.send(national, city, bought, 6_000, first, days_ago=11)
    supply.arrive_short(arrived, days_ago=10)
    supply.send(national, city, given, 3_000, second, days_ago=6)
    near = [each for each in facilities if each.path.startswith(f"{staff.PROVINCE}/")][:3]
    lines = {each: 120 * number for number, each in enumerate(near, start=1)}
    third = supply.decide(staff.PROVINCE, "512/QĐ-SYT", bought, lines, days_ago=3)
    supply.send(city, near[0], bought, lines[near[0]], third, days_ago=1)


class Supply:
    """What storekeepers and officers of the sample do."""

    def __init__(self, random: Random, now: datetime) -> None:
        self.random, self.now = random, now

    def store(self, code: str) -> Facility:
        return Facility.stores.get(code=code)

    def come_in(
        self,
        depot: Facility,
        code: str,
        number: str,
        doses: int,
        source: Source,
        *,
        days_ago: int,
    ) -> Lot:
        at, keeper = self._at(days_ago), staff.clerk_of(depot, at=self.now)
        expires_on = timezone.localdate(self.now) + timedelta(days=150)
        lot = register_lot(
            vaccine=vaccine(code), number=number, expires_on=expires_on, by=keeper, at=at
        )
        receive_stock(
            facility=depot,
            lot=lot,
            doses=doses,
            document=f"HĐ {self.random.randrange(10, 99)}",
            moved_on=self._day(days_ago),
            submission_key=self._key(),
            by=keeper,
            at=at,
            source=source,
        )
        return lot

    def decide(
        self, path: str, number: str, lot: Lot, lines: Mapping[Facility, int], *, days_ago: int
    ) -> AllocationDecision:
        username = "quantri" if path == "vn" else "canbo1"
        what = Allocation(
            path=path,
            number=number,
            decided_on=self._day(days_ago),
            signed_by="Thứ trưởng Mẫu" if path == "vn" else "Giám đốc Sở Mẫu",
            vaccine=lot.vaccine,
            lines=lines,
        )
        return decide_allocation(
            what=what,
            amends=None,
            submission_key=self._key(),
            by=staff.officer(username, at=self.now),
            at=self._at(days_ago),
        )

    def send(
        self,
        depot: Facility,
        to: Facility,
        lot: Lot,
        doses: int,
        under: AllocationDecision,
        *,
        days_ago: int,
    ) -> Consignment:
        sent_on = self._day(days_ago)
        what = ToSend(
            from_store=depot,
            to_store=to,
            doses={lot: doses},
            under=under,
            document=f"PXK {self.random.randrange(100, 999)}",
            sent_on=sent_on,
            expected_on=sent_on + timedelta(days=2),
        )
        return send_consignment(
            what=what,
            submission_key=self._key(),
            by=staff.clerk_of(depot, at=self.now),
            at=self._at(days_ago),
        )

    def arrive_short(self, consignment: Consignment, *, days_ago: int) -> None:
        item = consignment.items.select_related("lot").get()
        found = Arrived(item, item.on_way - SHORT_BY, SHORT_BY, "Vỡ 5 lọ khi bốc dỡ")
        receive_consignment(
            consignment=consignment,
            found=[found],
            moved_on=self._day(days_ago),
            submission_key=self._key(),
            by=staff.clerk_of(consignment.to_store, at=self.now),
            at=self._at(days_ago),
        )

    def _at(self, days_ago: int) -> datetime:
        return self.now - timedelta(days=days_ago)

    def _day(self, days_ago: int) -> date:
        return timezone.localdate(self._at(days_ago))

    def _key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
