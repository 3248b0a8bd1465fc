"""What is missing, and where the pace leads."""

from datetime import date, timedelta

import pytest

from sotiem.deadlines.facts import Entered, Figures, Forecast, Progress
from sotiem.deadlines.rules import delays_of, figures_of, forecast_of

TODAY = date(2021, 9, 10)
MONDAY, TUESDAY = date(2021, 8, 9), date(2021, 8, 10)
DUE = date(2021, 9, 20)


def test_what_one_day_has_too_many_hides_nothing_that_another_lacks() -> None:
    found = figures_of(
        {MONDAY: 120, TUESDAY: 50},
        [Entered(MONDAY, MONDAY, 113), Entered(TUESDAY, TUESDAY, 57)],
        today=TODAY,
    )
    assert (found.used, found.recorded, found.missing, found.surplus) == (170, 170, 7, 7)
    assert found.oldest_gap_on == MONDAY


def test_a_day_with_doses_and_no_use_is_a_surplus() -> None:
    found = figures_of({}, [Entered(MONDAY, MONDAY, 3)], today=TODAY)
    assert (found.missing, found.surplus, found.share) == (0, 3, None)


def test_a_day_of_which_nothing_was_entered_is_empty() -> None:
    found = figures_of({MONDAY: 5, TUESDAY: 5}, [Entered(TUESDAY, TODAY, 4)], today=TODAY)
    assert found.empty_days == 1


def test_a_day_whose_doses_all_left_it_is_empty_again() -> None:
    gone = [Entered(MONDAY, MONDAY, 2), Entered(MONDAY, MONDAY, -2)]
    assert figures_of({MONDAY: 2}, gone, today=TODAY).empty_days == 1


def test_a_week_is_the_last_seven_days_with_today() -> None:
    entered = [
        Entered(MONDAY, TODAY - timedelta(days=days), 10**place)
        for place, days in enumerate((0, 6, 7, 13, 14))
    ]
    found = figures_of({MONDAY: 99_999}, entered, today=TODAY)
    assert (found.entered_week, found.entered_week_before) == (11, 1_100)
    assert found.last_entry_on == TODAY


def test_the_share_entered_is_of_what_was_used() -> None:
    assert Figures(used=200, missing=50).share == 0.75


@pytest.mark.parametrize(
    ("missing", "week", "today", "forecast"),
    [
        (0, 0, TODAY, Forecast(Progress.DONE)),
        (0, 0, DUE + timedelta(days=9), Forecast(Progress.DONE)),
        (10, 7, TODAY, Forecast(Progress.ON_TRACK, ready_on=DUE)),
        (11, 7, TODAY, Forecast(Progress.WILL_BE_LATE, DUE + timedelta(days=1), 1)),
        (11, 0, TODAY, Forecast(Progress.AT_REST)),
        (1, 700, DUE, Forecast(Progress.WILL_BE_LATE, DUE + timedelta(days=1), 1)),
        (1, 700, DUE + timedelta(days=1), Forecast(Progress.OVERDUE, days_late=1)),
    ],
    ids=["done", "done later", "just in time", "a day late", "at rest", "last day", "over"],
)
def test_the_pace_of_the_last_week_tells_when_it_is_ready(
    missing: int, week: int, today: date, forecast: Forecast
) -> None:
    figures = Figures(used=100, missing=missing, entered_week=week)
    assert forecast_of(figures, due_on=DUE, today=today) == forecast


@pytest.mark.parametrize(
    ("figures", "progress"),
    [
        (Figures(), Progress.IDLE),
        (Figures(recorded=3), Progress.DONE),
        (Figures(untold=600), Progress.SILENT),
        (Figures(used=5, recorded=5, silent_days=1), Progress.SILENT),
        (Figures(used=5, missing=5, untold=600), Progress.AT_REST),
    ],
    ids=["had nothing", "entered", "told nothing", "a session left out", "lacks doses too"],
)
def test_who_told_nothing_is_neither_done_nor_in_time(figures: Figures, progress: Progress) -> None:
    assert forecast_of(figures, due_on=DUE, today=TODAY).progress == progress


def test_who_told_nothing_is_late_after_the_last_day() -> None:
    later = DUE + timedelta(days=2)
    found = forecast_of(Figures(untold=600), due_on=DUE, today=later)
    assert found == Forecast(Progress.OVERDUE, days_late=2)


def test_doses_are_counted_by_how_late_they_were_entered() -> None:
    entered = [
        Entered(MONDAY, MONDAY + timedelta(days=days), 10**place)
        for place, days in enumerate((0, 1, 3, 7, 30, 31))
    ]
    assert delays_of(entered) == (1, 10, 100, 1_000, 10_000, 100_000)


def test_fourteen_days_tell_what_was_entered_and_what_was_missing_in_the_evening() -> None:
    """Four doses used two weeks before, three used yesterday; two of each come in later."""
    back = [TODAY - timedelta(days=days) for days in range(14)]
    long_ago, yesterday = TODAY - timedelta(days=30), back[1]
    found = figures_of(
        {long_ago: 4, yesterday: 3},
        [
            Entered(long_ago, long_ago, 1),
            Entered(long_ago, back[5], 2),
            Entered(yesterday, TODAY, 2),
        ],
        session_days={yesterday},
        today=TODAY,
    )
    assert found.entered_by_day == [0] * 8 + [2] + [0] * 4 + [2]
    assert found.missing_by_day == [3] * 8 + [1] * 4 + [4, 2]
    assert (found.entered_today, found.missing_by_day[-1], found.sessions) == (2, found.missing, 1)


def test_what_is_too_many_on_a_day_makes_no_other_day_less_missing_in_the_past_either() -> None:
    found = figures_of({MONDAY: 1, TUESDAY: 5}, [Entered(MONDAY, MONDAY, 9)], today=TODAY)
    assert found.missing_by_day == [5] * 14
