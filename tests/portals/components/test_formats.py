from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.utils import formats, translation

from sotiem.portals.components.templatetags import sotiem as filters

NOW = datetime(2026, 3, 14, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_date_field_reads_the_day_first(language: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean("03/04/2022") == date(2022, 4, 3)
        assert forms.DateField().clean("27/03/2022") == date(2022, 3, 27)
        assert formats.date_format(date(2022, 4, 3)) == "03/04/2022"


@pytest.mark.parametrize(("language", "written"), [("vi", "1.234.567"), ("en", "1,234,567")])
def test_thousands_are_grouped(language: str, written: str) -> None:
    with translation.override(language):
        assert filters.number(1234567) == written
        assert filters.number(None) == "–"


def test_a_moment_is_told_in_vietnamese_time() -> None:
    late_evening = datetime(2022, 4, 2, 18, 5, tzinfo=UTC)
    assert filters.moment(late_evening) == "01:05 03/04/2022"
    assert filters.day(late_evening) == "03/04/2022"
    assert filters.day(date(2022, 4, 3)) == "03/04/2022"
    assert (filters.day(None), filters.moment(None)) == ("–", "–")


@pytest.mark.parametrize(
    ("parts", "written"),
    [((1990, 4, 3), "03/04/1990"), ((1990, 4, None), "04/1990"), ((1990, None, None), "1990")],
)
def test_a_partial_date_is_written_as_far_as_it_is_known(
    parts: tuple[int, int | None, int | None], written: str
) -> None:
    year, month, day = parts
    assert filters.partial_date(SimpleNamespace(year=year, month=month, day=day)) == written


@pytest.mark.parametrize(
    ("left", "vi", "en", "pressing"),
    [
        (timedelta(hours=31, minutes=59), "còn 31 giờ", "31 hours left", "calm"),
        (timedelta(hours=1), "còn 1 giờ", "1 hour left", "soon"),
        (timedelta(minutes=59), "còn chưa đến 1 giờ", "less than 1 hour left", "soon"),
        (-timedelta(seconds=1), "quá hạn chưa đến 1 giờ", "overdue by less than 1 hour", "late"),
        (-timedelta(hours=9, minutes=1), "quá hạn 9 giờ", "overdue by 9 hours", "late"),
    ],
)
def test_a_deadline_is_told_in_hours(left: timedelta, vi: str, en: str, pressing: str) -> None:
    assert filters.hours_left(NOW + left, NOW) == vi
    assert filters.urgency(NOW + left, NOW) == pressing
    with translation.override("en"):
        assert filters.hours_left(NOW + left, NOW) == en


@pytest.mark.parametrize(
    ("value", "shown"), [("079099012345", "•••••••••345"), ("12", "••"), ("", "–"), (None, "–")]
)
def test_a_number_that_names_a_person_is_hidden(value: str | None, shown: str) -> None:
    assert filters.masked(value) == shown
