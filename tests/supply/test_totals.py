"""Sums of places and days: kept with each movement, proven against all of them."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sotiem.facilities.models import Facility
from sotiem.supply.facts import Arrived
from sotiem.supply.models import AllocationDecision, ConsignmentItem, StockMovement, SupplyDay
from sotiem.supply.operations import (
    add_up_supply,
    draw_up,
    lose_stock,
    rebuild_supply,
    receive_consignment,
    reverse_movement,
    use_stock,
    waste_stock,
)
from sotiem.supply.proof import disagreements_on_record
from sotiem.supply.totals import (
    DecisionTotals,
    SupplyTotals,
    decisions_until,
    supply_of,
    supply_of_parts,
)
from tests.factories import reference, supply
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
CODE = "ASTRAZENECA"


@pytest.fixture
def country() -> tuple[Facility, Facility, Facility]:
    """1.000 came in; 600 were planned and 500 sent to the province, of which 400 arrived, 20 were
    lost and 80 are on the way; it planned 100 and sent 90 to a facility, where they arrived."""
    national, provincial = supply.depot(), supply.depot(supply.province())
    facility = reference.facility()
    supply.come_in(1_000, to=national, on=YESTERDAY)
    by_country = supply.decided({provincial: 600}, on=YESTERDAY)
    by_province = supply.decided({facility: 100}, path=supply.province(), number="7/QĐ-SYT")
    arrive(500, national, provincial, by_country, arrived=400, lost=20)
    arrive(90, provincial, facility, by_province, arrived=90)
    told: dict[str, Any] = {
        "facility": facility,
        "lot": reference.lot(),
        "by": supply.keeper(facility),
        "at": AT,
    }
    use_stock(doses=30, moved_on=TODAY, submission_key=uuid4(), **told)
    session = uuid4()
    draw_up(doses=20, session=session, submission_key=uuid4(), **told)
    waste_stock(doses=3, session=session, reason="Vỡ", submission_key=uuid4(), **told)
    lose_stock(doses=5, reason="Hỏng", moved_on=TODAY, submission_key=uuid4(), **told)
    return national, provincial, facility


def arrive(
    doses: int,
    from_store: Facility,
    to_store: Facility,
    under: AllocationDecision,
    *,
    arrived: int,
    lost: int = 0,
) -> None:
    consignment = supply.sent(
        doses,
        from_store=from_store,
        to_store=to_store,
        under=under,
    )
    item = ConsignmentItem.objects.select_related("lot").get(consignment=consignment)
    receive_consignment(
        consignment=consignment,
        found=[Arrived(item, arrived, lost, "Vỡ")],
        moved_on=TODAY,
        submission_key=uuid4(),
        by=supply.keeper(to_store),
        at=AT,
    )


def of(path: str, until: date = TODAY) -> SupplyTotals | None:
    return supply_of(path, until=until).get(CODE)


def test_each_place_tells_what_it_got_used_and_has(
    country: tuple[Facility, Facility, Facility],
) -> None:
    national, provincial, facility = country
    used = {"used": 47, "wasted": 8, "in_stock": 35}
    assert of("vn") == SupplyTotals(
        received=1_000,
        planned=600,
        allocated=400,
        used=47,
        wasted=28,
        in_stock=500 + 310 + 35,
        in_transit=80,
    )
    assert of(supply.province()) == SupplyTotals(
        planned=600, allocated=400, used=47, wasted=28, in_stock=345, in_transit=80
    )
    here = SupplyTotals(planned=100, allocated=90, **used)
    assert of(facility.path) == of(facility.above.path) == here
    assert of(national.path) == SupplyTotals(received=1_000, in_stock=500)
    assert of(provincial.path) == SupplyTotals(
        planned=600, allocated=400, wasted=20, in_stock=310, in_transit=80
    )


def test_the_country_received_what_it_used_wasted_has_and_has_on_the_way(
    country: tuple[Facility, Facility, Facility],
) -> None:
    all_of = of("vn")
    assert all_of is not None
    there = all_of.used + all_of.wasted + all_of.in_stock + all_of.in_transit
    assert all_of.received == there


def test_parts_are_units_and_depots_are_none(
    country: tuple[Facility, Facility, Facility],
) -> None:
    facility = country[2]
    for place, part in (
        ("vn", supply.province()),
        (supply.province(), facility.above.path),
        (facility.above.path, facility.path),
    ):
        parts = supply_of_parts(place, until=TODAY)
        assert parts == {part: {CODE: of(part)}}


def test_a_past_day_is_told_as_it_is_known_now(
    country: tuple[Facility, Facility, Facility],
) -> None:
    assert of("vn", YESTERDAY) == SupplyTotals(received=1_000, planned=600, in_stock=1_000)
    lost = StockMovement.objects.get(kind="received")
    assert of("vn", YESTERDAY - timedelta(days=1)) is None
    supply.come_in(50, to=lost.facility, on=YESTERDAY)
    told = of("vn", YESTERDAY)
    assert told is not None and told.received == 1_050


def test_decisions_tell_planned_and_arrived(
    country: tuple[Facility, Facility, Facility],
) -> None:
    assert decisions_until("vn", until=TODAY) == [
        DecisionTotals("3820/QĐ-BYT", YESTERDAY, CODE, 600, 400)
    ]
    assert decisions_until("vn", until=YESTERDAY)[0].arrived == 0
    (by_province,) = decisions_until(supply.province(), until=TODAY)
    assert (by_province.planned, by_province.arrived) == (100, 90)
    assert decisions_until(supply.province(), until=YESTERDAY) == []


def test_adding_up_and_counting_anew_change_no_sum(
    country: tuple[Facility, Facility, Facility],
) -> None:
    before = of("vn"), supply_of_parts("vn", until=TODAY)
    rows = SupplyDay.objects.count()
    add_up_supply(at=AT)
    assert SupplyDay.objects.count() < rows
    assert (of("vn"), supply_of_parts("vn", until=TODAY)) == before
    reverse_movement(
        movement=StockMovement.objects.get(kind="lost"),
        reason="Nhầm",
        submission_key=uuid4(),
        by=supply.keeper(country[2]),
        at=AT,
    )
    add_up_supply(at=AT)
    added = list(SupplyDay.objects.order_by("path", "day").values())
    rebuild_supply(by=reference.BY, at=AT)
    anew = list(SupplyDay.objects.order_by("path", "day").values())
    assert [row | {"id": 0} for row in added] == [row | {"id": 0} for row in anew]
    assert list(disagreements_on_record()) == []


def test_a_sum_changed_behind_its_back_is_found(
    country: tuple[Facility, Facility, Facility],
) -> None:
    SupplyDay.objects.filter(path="vn", day=YESTERDAY).update(received=1)
    assert [each for each in disagreements_on_record() if each.startswith("sums of vn ")]
