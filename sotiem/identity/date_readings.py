"""Dates read without ever refusing: what is possible of them is kept."""

import calendar
import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from sotiem.identity.vietnamese_text import unmark

_FIRST_YEAR: Final = 1880
_SERIAL_START: Final = date(1899, 12, 30)
_LAST_SERIAL: Final = 60_000
_LAST_YEAR_AS_NUMBER: Final = 2100
_CLOCK: Final = re.compile(
    r"[t\s]*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m|z)?(?:[+-]\d{2}:?\d{2})?"
)
_NUMBER: Final = re.compile(r"(\d+)(?:[.,](\d+))?")
_ENGLISH_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NAMES: Final = {
    name: str(number) for number, name in enumerate(_ENGLISH_MONTHS.split(), start=1)
}
_MONTH_NAME: Final = re.compile(rf"\b({'|'.join(_MONTH_NAMES)})[a-z]*\b")
_IN_WORDS: Final = re.compile(
    r"(?:(?:ngay|mung|mong)\s*(?P<day>\d{1,2}|\?+)?\W*)?"
    r"(?:(?:thang|th)\.?\s*(?P<month>\d{1,2}|\?+)?\W*)?"
    r"nam\s*(?P<year>\d{4}|\d{2})\b"
)
_LETTERS_FOR_DIGITS: Final = str.maketrans("oli", "011")
_SEPARATOR: Final = re.compile(r"\s*[/\\.\-,:;|]\s*|\s+")


class _Parts(NamedTuple):
    """A year, and 0 for a month or a day that is not known."""

    year: int
    month: int
    day: int


_NOTHING: Final = _Parts(0, 0, 0)


@lru_cache(maxsize=131_072)
def read_birth_date(text: str, latest_year: int = 2026) -> str:
    """Read when someone was born as far as it is known: a year, a month of it, or a day."""
    year, month, day = _read(text, latest_year)
    if not year:
        return ""
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


@lru_cache(maxsize=131_072)
def read_day(text: str, latest_year: int = 2026) -> date | None:
    """Read the day something happened on, if all of it is known."""
    year, month, day = _read(text, latest_year)
    return date(year, month, day) if day else None


def _read(text: str, latest_year: int) -> _Parts:
    plain = text if text.isascii() else unmark(unicodedata.normalize("NFKC", text))
    plain = plain.lower().strip().strip("'\"")
    if ":" in plain:
        plain = _CLOCK.sub(" ", plain).strip()
    number = _NUMBER.fullmatch(plain)
    if number and (number[2] is None or len(number[1]) > 2):
        parts = _from_number(number[1], number[2] or "", latest_year)
        if parts is not None:
            return parts
    return _from_fields(plain, latest_year)


def _from_number(whole: str, decimals: str, latest_year: int) -> _Parts | None:
    """Read digits alone: a year, a spreadsheet's serial number, or a date without separators."""
    value = int(whole[:9])
    if len(whole) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR_AS_NUMBER:
        if len(decimals) in (1, 2) and decimals.strip("0"):
            return _from_serial(value, latest_year)
        return _made(str(value), "", "", latest_year)
    if len(whole) <= 5:
        if value > _LAST_YEAR_AS_NUMBER or decimals.strip("0"):
            return _from_serial(value, latest_year)
        return _NOTHING
    if decimals.strip("0"):
        return _NOTHING
    return _from_run(whole, latest_year)


def _from_serial(value: int, latest_year: int) -> _Parts:
    if not 1 <= value <= _LAST_SERIAL:
        return _NOTHING
    day = _SERIAL_START + timedelta(days=value)
    return _Parts(day.year, day.month, day.day) if day.year <= latest_year else _NOTHING


def _from_run(digits: str, latest_year: int) -> _Parts:
    if len(digits) == 7:
        digits = f"0{digits}"
    if len(digits) == 8:
        day_first = _made(digits[4:], digits[2:4], digits[:2], latest_year)
        return (
            day_first if day_first.year else _made(digits[:4], digits[4:6], digits[6:], latest_year)
        )
    if len(digits) == 6:
        for year, month, day in (
            (digits[2:], digits[:2], ""),
            (digits[4:], digits[2:4], digits[:2]),
            (digits[:4], digits[4:], ""),
        ):
            parts = _made(year, month, day, latest_year)
            if parts.month and bool(parts.day) == bool(day):
                return parts
    if len(digits) == 14:
        return _made(digits[:4], digits[4:6], digits[6:8], latest_year)
    return _NOTHING


def _from_fields(plain: str, latest_year: int) -> _Parts:
    words = _IN_WORDS.search(plain)
    if words:
        return _made(words["year"], words["month"] or "", words["day"] or "", latest_year)
    named = _MONTH_NAME.search(plain)
    if named:
        rest = re.findall(r"\d+", plain.replace(named[0], " "))
        if len(rest) == 1:
            return _made(rest[0], _MONTH_NAMES[named[1]], "", latest_year)
        if len(rest) == 2:
            day, year = rest if len(rest[0]) < 4 else rest[::-1]
            return _made(year, _MONTH_NAMES[named[1]], day, latest_year)
        return _NOTHING
    fields = _SEPARATOR.split(plain)
    if not any(map(str.isdigit, fields)) or _MIXED.search(plain):
        fields = _SEPARATOR.split(_LETTER_IN_NUMBER.sub(_as_digit, plain))
    if len(fields) == 3 and any(fields):
        return _of_three(fields[0], fields[1], fields[2], latest_year)
    numbers = [field for field in fields if field.isdigit() and field.isascii()]
    if len(fields) == 2 and len(numbers) == 2:
        month, year = fields if len(fields[1]) == 4 else fields[::-1]
        return _made(year, month, "", latest_year) if len(year) == 4 else _NOTHING
    if len(numbers) == 3 and len(fields) > 3:
        return _of_three(numbers[0], numbers[1], numbers[2], latest_year)
    years = [number for number in numbers if len(number) == 4]
    return _made(years[0], "", "", latest_year) if len(years) == 1 else _NOTHING


_LETTER_IN_NUMBER: Final = re.compile(r"(?<=\d)[oli]+|[oli]+(?=\d)")
_MIXED: Final = re.compile(r"\d[oli]|[oli]\d")


def _as_digit(match: re.Match[str]) -> str:
    return match[0].translate(_LETTERS_FOR_DIGITS)


def _of_three(first: str, second: str, third: str, latest_year: int) -> _Parts:
    if len(first) == 4 or (_number(first) > 31 and len(third) == 2 and _number(third) <= 31):
        return _made(first, second, third, latest_year)
    return _made(third, second, first, latest_year)


def _number(field: str) -> int:
    return int(field) if field.isdigit() and field.isascii() and len(field) <= 4 else 0


def _made(year_text: str, month_text: str, day_text: str, latest_year: int) -> _Parts:
    """Keep of a date what is possible; day and month change places if only so it can be."""
    year = _number(year_text)
    if len(year_text) == 2 and year_text.isdigit():
        year += 2000 if year <= latest_year % 100 else 1900
    elif len(year_text) != 4:
        return _NOTHING
    if not _FIRST_YEAR <= year <= latest_year:
        return _NOTHING
    month, day = _number(month_text), _number(day_text)
    if 12 < month <= 31 and 1 <= day <= 12:
        month, day = day, month
    if not 1 <= month <= 12:
        return _Parts(year, 0, 0)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return _Parts(year, month, 0)
    return _Parts(year, month, day)
