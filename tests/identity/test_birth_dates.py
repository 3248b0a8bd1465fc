"""Birth dates as far as they are known, and complete days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity import InvalidIdentity, PartialDate, Problem, parse_day

TODAY = date(2026, 3, 15)
days = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30/04/1950", "1950-04-30"),
        ("3-4-1950", "1950-04-03"),
        ("3.4.1950", "1950-04-03"),
        (" 03 / 04 / 1950 ", "1950-04-03"),
        ("1950-04-03", "1950-04-03"),
        ("1950-04-03 00:00:00", "1950-04-03"),
        ("1950-04-03T00:00:00.000", "1950-04-03"),
        ("04/1950", "1950-04"),
        ("1950-04", "1950-04"),
        ("1950", "1950"),
        ("1950.0", "1950"),
        ("00/00/1950", "1950"),
        ("00/04/1950", "1950-04"),
        ("29/02/2024", "2024-02-29"),
        ("15/03/2026", "2026-03-15"),
        ("2026", "2026"),
        ("01/01/1900", "1900-01-01"),
    ],
)
def test_a_birth_date_is_read_day_before_month(text: str, iso: str) -> None:
    assert PartialDate.parse(text, today=TODAY).iso == iso


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        ("03/04/50", Problem.BIRTH_DATE_TWO_DIGIT_YEAR),
        ("50", Problem.BIRTH_DATE_TWO_DIGIT_YEAR),
        ("30/02/1990", Problem.BIRTH_DATE_NOT_A_DAY),
        ("29/02/1900", Problem.BIRTH_DATE_NOT_A_DAY),
        ("03/27/1990", Problem.BIRTH_DATE_NOT_A_DAY),
        ("05/00/1990", Problem.BIRTH_DATE_NOT_A_DAY),
        ("0000", Problem.BIRTH_DATE_NOT_A_DAY),
        ("16/03/2026", Problem.BIRTH_DATE_IN_FUTURE),
        ("04/2026", Problem.BIRTH_DATE_IN_FUTURE),
        ("2027", Problem.BIRTH_DATE_IN_FUTURE),
        ("31/12/1899", Problem.BIRTH_DATE_TOO_EARLY),
        ("1899", Problem.BIRTH_DATE_TOO_EARLY),
        ("32874", Problem.BIRTH_DATE_FORMAT),
        ("mùng 3", Problem.BIRTH_DATE_FORMAT),
        ("1/2/3/1990", Problem.BIRTH_DATE_FORMAT),
        ("٣/٤/١٩٥٠", Problem.BIRTH_DATE_FORMAT),
    ],
)
def test_what_is_no_birth_date_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        PartialDate.parse(text, today=TODAY)
    assert refusal.value.code is code


@given(days, st.sampled_from(["year", "month", "day"]))
def test_a_birth_date_survives_being_written_and_read(day: date, known: str) -> None:
    born = PartialDate(
        day.year,
        None if known == "year" else day.month,
        day.day if known == "day" else None,
    )
    assert PartialDate.from_iso(born.iso) == born
    assert PartialDate.parse(str(born), today=TODAY) == born
    assert PartialDate.parse(born.vietnamese, today=TODAY) == born
    assert born.first_day <= day <= born.last_day


def test_an_incomplete_date_spans_its_days() -> None:
    year, month = PartialDate(1952), PartialDate(1952, 2)
    assert (year.first_day, year.last_day) == (date(1952, 1, 1), date(1952, 12, 31))
    assert (month.first_day, month.last_day) == (date(1952, 2, 1), date(1952, 2, 29))
    assert not month.is_complete and PartialDate(1952, 2, 1).is_complete


@pytest.mark.parametrize("parts", [(1990, 2, 30), (1990, None, 3), (1990, 13, None), (0, 1, 1)])
def test_no_impossible_date_can_be_made(parts: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(InvalidIdentity):
        PartialDate(*parts)


@pytest.mark.parametrize("text", ["1990-2", "1990-00", "1990-13-01", "03/04/1990", "", "19900403"])
def test_only_its_own_writing_is_read_back(text: str) -> None:
    with pytest.raises(InvalidIdentity):
        PartialDate.from_iso(text)


def test_day_and_month_may_have_changed_places_only_where_both_exist() -> None:
    born = PartialDate(1990, 3, 4)
    assert born.may_be_swapped
    assert born.swapped() == PartialDate(1990, 4, 3)
    for unmistakable in (PartialDate(1990, 3, 13), PartialDate(1990, 4, 4), PartialDate(1990, 4)):
        assert not unmistakable.may_be_swapped


def test_a_masked_birth_date_shows_its_year() -> None:
    assert repr(PartialDate(1950, 4, 3)) == "PartialDate(xx/xx/1950)"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27/08/2021", date(2021, 8, 27)),
        ("2021-08-27 08:30:00", date(2021, 8, 27)),
        ("44435", date(2021, 8, 27)),
        ("44435.0", date(2021, 8, 27)),
        ("44435.354", date(2021, 8, 27)),
        ("20000", date(1954, 10, 3)),
    ],
)
def test_a_day_is_read_from_text_and_from_serial_numbers(text: str, day: date) -> None:
    assert parse_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("08/2021", Problem.DAY_INCOMPLETE),
        ("2021", Problem.DAY_INCOMPLETE),
        ("00/08/2021", Problem.DAY_INCOMPLETE),
        ("27/08/21", Problem.DAY_TWO_DIGIT_YEAR),
        ("31/06/2021", Problem.DAY_NOT_A_DAY),
        ("05/00/2021", Problem.DAY_NOT_A_DAY),
        ("16/03/2026", Problem.DAY_IN_FUTURE),
        ("80000", Problem.DAY_IN_FUTURE),
        ("01/01/1890", Problem.DAY_TOO_EARLY),
        ("19999", Problem.DAY_FORMAT),
        ("80001", Problem.DAY_FORMAT),
        ("hôm qua", Problem.DAY_FORMAT),
        ("  ", Problem.EMPTY),
    ],
)
def test_what_is_no_complete_day_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        parse_day(text, today=TODAY)
    assert refusal.value.code is code


@given(st.text("0123456789/-. :T", max_size=20))
def test_any_text_is_a_day_or_is_refused_with_a_code(text: str) -> None:
    for read in (PartialDate.parse, parse_day):
        try:
            read(text, today=TODAY)
        except InvalidIdentity as refusal:
            assert refusal.code in Problem
