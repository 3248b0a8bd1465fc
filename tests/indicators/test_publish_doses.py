"""What is published of doses adds up, hides small numbers, and stays as it was published."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Final

import pytest

from sotiem.doses.operations import withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.indicators import rules
from sotiem.indicators.facts import PublicPlace
from sotiem.indicators.models import PublicDoses
from sotiem.indicators.operations import fold_figures, publish_doses
from tests.factories import doses, patients

AT: Final = datetime(2021, 12, 1, 17, 10, tzinfo=UTC)
FIRST_DAY: Final = date(2021, 8, 12)
PLACE: Final = "vn/2025:01"


def published(path: str = "vn", *, at: datetime = AT) -> PublicPlace:
    while fold_figures():
        pass
    publish_doses(at=at)
    found: PublicPlace = PublicDoses.objects.filter(path=path).latest("day").figures
    return found


def people(number: int, *, sex: str = "female", day: date = FIRST_DAY) -> list[int]:
    return [
        doses.dose(patients.patient(patients.facts(cccd="", sex=sex)), day).pk
        for _ in range(number)
    ]


@pytest.mark.django_db
def test_every_number_is_rounded_down_and_the_country_adds_up_its_provinces() -> None:
    people(12)
    people(6, sex="male", day=FIRST_DAY + timedelta(days=1))
    province, country = published(PLACE), published()
    assert province["totals"] == {"doses": 15, "first": 15, "full": 0, "booster": 0}
    assert [numbers["doses"] for numbers in province["days"].values()] == [10, 5]
    assert province["ages"]["female 6"]["first"] == 10
    assert province["ages"]["male 6"]["first"] == 5
    assert province["vaccines"] == {"ASTRAZENECA": {"doses": 15}}
    assert country["totals"] == province["totals"]
    assert country["parts"][PLACE] == province["totals"]


@pytest.mark.django_db
def test_fewer_than_five_are_never_told_from_none() -> None:
    people(4)
    assert published(PLACE)["totals"]["doses"] == 0


@pytest.mark.django_db
def test_a_day_is_published_once_and_stays() -> None:
    given = people(10)
    assert published()["totals"]["doses"] == 10
    for dose_id in given:
        withdraw_dose(dose_id=dose_id, origin="t", by=machine("test"), at=AT)
    assert published()["totals"]["doses"] == 10
    assert published(at=AT + timedelta(days=1))["totals"]["doses"] == 0
    days = PublicDoses.objects.filter(path="vn").order_by("day")
    assert [each.figures["totals"]["doses"] for each in days] == [10, 0]


@pytest.mark.django_db
def test_a_table_that_would_give_a_small_number_away_is_left_out() -> None:
    """All of them in one commune, and four on each of five days: twenty can be no other way."""
    for day in range(5):
        people(4, day=FIRST_DAY + timedelta(days=day))
    place = published(PLACE)
    assert place["totals"]["doses"] == 20
    assert all("doses" not in numbers for numbers in place["days"].values())
    assert place["vaccines"] == {"ASTRAZENECA": {"doses": 20}}


@pytest.mark.django_db
def test_how_late_doses_are_entered_is_told_of_twenty_or_more() -> None:
    people(19)
    assert published(PLACE)["delay"] is None
    people(1)
    entered = (doses.AT.date() - FIRST_DAY).days
    assert published(PLACE, at=AT + timedelta(days=1))["delay"] == [entered, entered]


@pytest.mark.parametrize("seed", range(300))
def test_no_subtraction_finds_a_number(seed: int) -> None:
    """All that could have been published like this: each row may still be any of five numbers."""
    random = Random(seed)
    sizes = [random.randint(1, 3) for _ in range(random.choice((2, 3)))]
    tables = [[0] * size for size in sizes]
    for _ in range(random.randint(0, 24)):
        for table in tables:
            table[random.randrange(len(table))] += 1
    shown = [[rules.rounded_down(number) for number in table] for table in tables]
    if not rules.hides_small_numbers(shown):
        return
    by_whole = [_possible(table) for table in shown]
    wholes = set.intersection(*(set(each) for each in by_whole))
    for table, possible in zip(shown, by_whole, strict=True):
        for place in range(len(table)):
            values = {rows[place] for whole in wholes for rows in possible[whole]}
            assert len(values) == rules.STEP, (tables, shown)


def test_subtraction_would_find_a_number_where_tables_are_too_tight() -> None:
    assert not rules.hides_small_numbers([[20], [0, 0, 0, 0, 0]])
    assert rules.hides_small_numbers([[20], [0, 0, 0, 0, 0, 0]])


def _possible(shown: Sequence[int]) -> dict[int, list[tuple[int, ...]]]:
    """Every table that would be published like this, by what its rows add up to."""
    found: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for rows in product(*(range(number, number + rules.STEP) for number in shown)):
        found[sum(rows)].append(rows)
    return found
