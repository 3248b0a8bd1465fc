from collections.abc import Mapping

import pytest

from sotiem.indicators import rules
from sotiem.indicators.facts import AGES


@pytest.mark.parametrize(
    ("hours", "half", "nine_in_ten"),
    [
        ({}, None, None),
        ({0: 1}, 1, 1),
        ({0: 1, 47: 1}, 1, 48),
        ({1: 5, 2: 4, 30: 1}, 2, 3),
        ({1: 5, 2: 3, 30: 2}, 2, 31),
    ],
)
def test_within_how_many_begun_hours_a_share_was_answered(
    hours: Mapping[int, int], half: int | None, nine_in_ten: int | None
) -> None:
    assert rules.within_hours(hours, share=(1, 2)) == half
    assert rules.within_hours(hours, share=(9, 10)) == nine_in_ten


def test_each_open_report_has_one_age() -> None:
    since = {100 - days: 1 for days in range(30)}
    assert rules.ages(since, today=100) == (1, 1, 3, 5, 10, 10)
    assert rules.ages({101: 1}, today=100)[0] == 1
    assert len(rules.ages({}, today=100)) == len(AGES)


@pytest.mark.parametrize("true", range(12))
def test_a_public_number_tells_no_number_below_five_from_none(true: int) -> None:
    public = rules.rounded_down(true)
    assert public <= true < public + rules.STEP
    assert (public == 0) == (true < rules.STEP)


def test_public_sums_say_no_more_than_public_numbers() -> None:
    one_more = [{"open": 9, "refused": 4}, {"open": 8, "refused": 0}]
    one_less = [{"open": 5, "refused": 0}, {"open": 6, "refused": 4}]
    shown = [
        rules.added_up([{name: rules.rounded_down(n) for name, n in row.items()} for row in rows])
        for rows in (one_more, one_less)
    ]
    assert shown[0] == shown[1] == {"open": 10, "refused": 0}
    assert rules.added_up([]) == {}


def test_what_may_be_the_same_things_is_looked_at_together() -> None:
    doses, used = [[20], [10, 10]], [[0, 0, 5, 10]]
    assert rules.hide_beside(doses, used)
    tight = [[0, 0, 0, 0, 0]]
    assert rules.hide_beside([[20], [20]], [[20]])
    assert not rules.hide_beside([[20]], tight)  # twenty: each of the five is 4
    assert rules.hide_beside([[30]], tight)  # never thirty: other things
    assert rules.hide_beside([], tight) and rules.hide_beside(doses, [])
