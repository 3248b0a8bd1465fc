"""What is published of supply, entry, reports, reactions, registrations, identity, facilities."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Final

import pytest

from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.operations import record_doses
from sotiem.facilities.operations import register_facility
from sotiem.foundation.actors import machine
from sotiem.indicators import rules
from sotiem.indicators.facts import STANDING, Standing
from sotiem.indicators.models import PublicStanding
from sotiem.indicators.operations import (
    _exact,
    fold_figures,
    publish_doses,
    publish_standing,
)
from sotiem.supply.facts import UsedOnDay
from sotiem.supply.totals import DecisionTotals, SupplyTotals
from tests.factories import corrections, doses, patients, population, reference, registrations

AT: Final = datetime(2021, 12, 1, 17, 10, tzinfo=UTC)
DAY: Final = date(2021, 8, 12)
PLACE: Final = "vn/2025:01"
BY: Final = machine("test")
Supplied = Mapping[str, Mapping[str, SupplyTotals]]


def totals(**numbers: int) -> SupplyTotals:
    names = ("received", "planned", "allocated", "used", "wasted", "in_stock", "in_transit")
    return SupplyTotals(**{name: numbers.get(name, 0) for name in names})


@pytest.fixture
def supplied(monkeypatch: pytest.MonkeyPatch) -> Supplied:
    """What stock is said to hold, by path and vaccine; a test writes it in."""
    told: dict[str, dict[str, SupplyTotals]] = {}
    monkeypatch.setattr(_exact, "supply_of", lambda path, until: told.get(path, {}))
    monkeypatch.setattr(
        _exact,
        "supply_of_parts",
        lambda path, until: {part: told[part] for part in told if part != path},
    )
    return told


def published(path: str = PLACE, *, at: datetime = AT) -> Standing:
    while fold_figures():
        pass
    publish_doses(at=at)
    publish_standing(at=at)
    found: Standing = PublicStanding.objects.filter(path=path).latest("day").figures
    return found


def give(number: int, *, day: date = DAY) -> None:
    for _number in range(number):
        doses.dose(patients.patient(patients.facts(cccd="")), day)


@pytest.mark.django_db
def test_every_place_has_every_table_and_every_measure() -> None:
    give(6)
    country = published("vn")
    assert set(country) == set(STANDING)
    assert list(country["totals"][""]) and set(country["totals"][""]) == set(STANDING["totals"])
    assert set(country["parts"][PLACE]) == set(STANDING["parts"])
    assert PublicStanding.objects.count() == 35  # a province where nothing happened, too


@pytest.mark.django_db
def test_a_day_is_published_once_and_stays() -> None:
    give(5)
    assert published()["totals"][""]["recorded"] == 5
    give(5)
    assert published()["totals"][""]["recorded"] == 5
    assert published(at=AT + timedelta(days=1))["totals"][""]["recorded"] == 10


@pytest.mark.django_db
def test_documents_are_exact_and_what_people_were_given_is_not(supplied: Supplied) -> None:
    give(12)
    of_place = totals(
        received=1_003, planned=1_200, allocated=1_003, used=23, wasted=7, in_stock=973
    )
    supplied[PLACE] = {"ASTRAZENECA": of_place}  # type: ignore[index]
    supplied["vn"] = {"ASTRAZENECA": replace(of_place, received=3_000, in_stock=2_970)}  # type: ignore[index]
    assert published()["supply"] == {
        "ASTRAZENECA": {
            "received": 1_003,
            "planned": 1_200,
            "allocated": 1_003,
            "in_transit": 0,
            "used": 20,
            "wasted": 5,
            "in_stock": 950,
            "recorded": 10,
        }
    }
    assert published("vn")["totals"][""]["used"] == 20
    assert published("vn")["totals"][""]["in_stock"] == 2_950


@pytest.mark.django_db
def test_stock_is_not_told_where_the_balance_would_tell_what_was_used(supplied: Supplied) -> None:
    """Two were used: whoever subtracts 998 that are left from 1,000 finds them."""
    exact = totals(received=1_000, allocated=1_000, used=2, in_stock=998)
    supplied[PLACE] = {"ASTRAZENECA": replace(exact, in_stock=1_000 - 2)}  # type: ignore[index]
    assert published()["supply"]["ASTRAZENECA"]["in_stock"] == 950
    tight = replace(exact, received=952, allocated=952, in_stock=950)
    supplied[PLACE] = {"ASTRAZENECA": tight}  # type: ignore[index]
    told = published(at=AT + timedelta(days=1))["supply"]["ASTRAZENECA"]
    assert (told["used"], told["in_stock"]) == (0, None)


@pytest.mark.parametrize("seed", range(200))
def test_no_balance_finds_what_was_used(seed: int) -> None:
    random = Random(seed)
    used, wasted, stock = (random.randint(0, most) for most in (30, 12, 400))
    total = used + wasted + stock
    shown = (*map(rules.rounded_down, (used, wasted)), stock // 50 * 50)
    if not rules.balance_hides([total], sum(shown), slack=4 + 4 + 49):
        return
    possible = {
        more_used
        for more_used, more_wasted in product(range(5), repeat=2)
        if 0 <= total - sum(shown) - more_used - more_wasted < 50
    }
    assert possible == set(range(5))


def test_a_balance_that_leaves_nothing_open_is_seen() -> None:
    assert not rules.balance_hides([1_000], 1_000, slack=57)
    assert not rules.balance_hides([1_057], 1_000, slack=57)
    assert rules.balance_hides([1_004, 1_053], 1_000, slack=57)
    assert rules.balance_hides([2_000, 900], 1_000, slack=57)  # another kind of total


@pytest.mark.django_db
def test_how_late_doses_are_entered_stands_in_four_classes() -> None:
    for after in (0, 1, 2, 3, 4, 7, 8, 30):
        give(6, day=doses.AT.date() - timedelta(days=after))
    told = published()["totals"][""]
    assert [told[name] for name in ("days_0_1", "days_2_3", "days_4_7", "days_8")] == [10] * 4
    assert (told["half_days"], told["most_days"]) == (3, 30)
    assert told["last_entered"] == (doses.AT.date() - date(1970, 1, 1)).days


@pytest.mark.django_db
def test_classes_that_would_give_a_small_number_away_are_left_out() -> None:
    """All of one vaccine: twenty. Four in each class, and fewer than five more in all."""
    for after in (0, 2, 4, 9):
        give(4, day=doses.AT.date() - timedelta(days=after))
    give(4, day=doses.AT.date() - timedelta(days=10))
    told = published()["totals"][""]
    assert told["recorded"] == 20
    assert told["days_0_1"] is None


@pytest.mark.django_db
def test_each_facility_shows_what_it_used_and_did_not_enter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give(12)
    facility = reference.facility()
    used = [UsedOnDay(facility.pk, DAY, 31)]
    monkeypatch.setattr(_exact, "doses_used", lambda paths, since, until: used)
    assert published()["facilities"] == {facility.code: {"used": 30, "recorded": 10}}


@pytest.mark.django_db
def test_two_facilities_whose_commune_tells_too_much_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eight and eight are told as five and five, and fifteen for both: five more are not two."""
    for code in ("79101", "79102"):
        for _number in range(6):
            dose_at(code)
    monkeypatch.setattr(_exact, "doses_used", lambda paths, since, until: [])
    assert published()["facilities"].keys() == {"79101", "79102"}
    for code in ("79101", "79102"):
        for _number in range(2):
            dose_at(code)
    here = reference.commune()
    beside = here.parent.children.exclude(pk=here.pk).order_by("code")[0]  # type: ignore[union-attr]
    register_facility(
        code="79103", name="Trạm Y tế Mẫu", address="1 Mẫu", commune=beside, by=BY, at=doses.AT
    )
    for _number in range(10):
        dose_at("79103")
    told = published(at=AT + timedelta(days=1))
    assert told["totals"][""]["recorded"] == 25
    assert told["facilities"] == {"79103": {"used": 0, "recorded": 10}}


def dose_at(code: str) -> None:
    person = patients.patient(patients.facts(cccd=""))
    facts = replace(doses.facts(DAY), facility_id=reference.facility(code).pk)
    new = NewDose(patient_id=person.pk, facts=facts, origin="test")
    record_doses(doses=[new], reason=DoseReason.RECORDED, by=BY, at=doses.AT)


@pytest.mark.django_db
def test_a_report_that_is_overdue_is_counted_among_those_open() -> None:
    for _number in range(7):
        corrections.wrong()
    told = published()["totals"][""]
    assert (told["open"], told["overdue"], told["accepted"]) == (5, 5, 0)


@pytest.mark.django_db
def test_people_count_where_they_live_by_how_far_they_are_known() -> None:
    home = reference.commune().pk
    for number in range(18):
        who = patients.patient(
            replace(patients.facts(cccd="" if number < 6 else "079187001234"), commune_id=home)
        )
        if number >= 12:
            population.checked(who)
    told_by_event = published("vn")["totals"][""]
    assert (told_by_event["no_number"], told_by_event["unanswered"]) == (5, 10)


@pytest.mark.django_db
def test_registrations_stand_by_group_and_by_how_far_they_are() -> None:
    for number in range(11):
        registrations.registration(**registrations.somebody_else(number), group=15)
    assert published("vn")["registrations"] == {
        "15": {"waiting": 10, "invited": 0, "vaccinated": 0, "left": 0}
    }


@pytest.mark.django_db
def test_facilities_are_told_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    reference.facility()
    told = published()["totals"][""]
    assert (told["working"], told["stopped"], told["announced"]) == (1, 0, 0)


@pytest.mark.django_db
def test_decisions_are_told_as_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = [DecisionTotals("3355/QĐ-BYT", date(2021, 7, 8), "COMIRNATY", 1_170, 1_000)]
    monkeypatch.setattr(_exact, "decisions_until", lambda path, until: decided)
    assert published()["decisions"] == {
        "3355/QĐ-BYT COMIRNATY": {
            "decided_on": (date(2021, 7, 8) - date(1970, 1, 1)).days,
            "planned": 1_170,
            "arrived": 1_000,
        }
    }
