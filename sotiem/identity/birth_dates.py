"""Birth dates of which sometimes only the year is known, and complete days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple, NoReturn, Self

from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem

EARLIEST_YEAR: Final = 1900
_SEPARATOR: Final = r"\s*[/.\-]\s*"
_DAY_FIRST: Final = re.compile(
    rf"(?:(?:(?P<day>\d\d?){_SEPARATOR})?(?P<month>\d\d?){_SEPARATOR})?(?P<year>\d{{4}})",
    re.ASCII,
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})[/\-](?P<month>\d\d?)(?:[/\-](?P<day>\d\d?))?", re.ASCII
)
_TWO_DIGIT_YEAR: Final = re.compile(rf"(?:\d\d?{_SEPARATOR}){{0,2}}\d\d", re.ASCII)
# A spreadsheet shows a day with its midnight and a lone year as a decimal number.
_SPREADSHEET_TAIL: Final = re.compile(r"[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$|(?<=^\d{4})\.0$")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_SERIALS: Final = range(20_000, 80_001)
# Spreadsheets count a 29 February 1900 that never was; this start makes later days right.
_SERIAL_START: Final = date(1899, 12, 30)


class _Problems(NamedTuple):
    format: Problem
    two_digit_year: Problem
    not_a_day: Problem
    in_future: Problem
    too_early: Problem


_BIRTH: Final = _Problems(
    Problem.BIRTH_DATE_FORMAT,
    Problem.BIRTH_DATE_TWO_DIGIT_YEAR,
    Problem.BIRTH_DATE_NOT_A_DAY,
    Problem.BIRTH_DATE_IN_FUTURE,
    Problem.BIRTH_DATE_TOO_EARLY,
)
_DAY: Final = _Problems(
    Problem.DAY_FORMAT,
    Problem.DAY_TWO_DIGIT_YEAR,
    Problem.DAY_NOT_A_DAY,
    Problem.DAY_IN_FUTURE,
    Problem.DAY_TOO_EARLY,
)


class _Parts(NamedTuple):
    year: int
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True, repr=False)
class PartialDate(MaskedRepr):
    """A day, a month or a year in which someone was born, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None:
            exists = self.day is None and 1 <= self.year <= 9999
        else:
            exists = _is_day(self.year, self.month, 1 if self.day is None else self.day)
        if not exists:
            raise InvalidIdentity(Problem.BIRTH_DATE_NOT_A_DAY)

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """Read a birth date as people, cards and spreadsheets write it, day before month.

        A day or month written `00` is unknown.
        """
        parts = _read(text, _BIRTH)
        born = cls(parts.year, parts.month or None, parts.day or None)
        _refuse_outside(born.first_day, today, _BIRTH)
        return born

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read back what `iso` wrote."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise InvalidIdentity(Problem.BIRTH_DATE_FORMAT)
        year, month, day = (None if part is None else int(part) for part in match.groups())
        return cls(year or 0, month, day)

    def __str__(self) -> str:
        return self.iso

    @property
    def iso(self) -> str:
        known = [f"{self.year:04}"]
        known += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(known)

    @property
    def vietnamese(self) -> str:
        return "/".join(reversed(self.iso.split("-")))

    @property
    def is_complete(self) -> bool:
        return self.day is not None

    @property
    def first_day(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def may_be_swapped(self) -> bool:
        """Whether someone who writes the month first would mean another existing day."""
        return self.day is not None and self.day <= 12 and self.day != self.month

    def swapped(self) -> "PartialDate":
        """Give the day meant if day and month changed places."""
        return PartialDate(self.year, self.day, self.month)

    def masked(self) -> str:
        return f"xx/xx/{self.year:04}"


def parse_day(text: str, *, today: date) -> date:
    """Read a day something happened on, complete, as sheets write it or as their serial number."""
    serial = _SERIAL.fullmatch(text.strip())
    if serial and int(serial[1]) in _SERIALS:
        day = _SERIAL_START + timedelta(days=int(serial[1]))
    else:
        parts = _read(text, _DAY)
        if not parts.month or not parts.day:
            raise InvalidIdentity(Problem.DAY_INCOMPLETE)
        day = date(parts.year, parts.month, parts.day)
    _refuse_outside(day, today, _DAY)
    return day


def _read(text: str, problems: _Problems) -> _Parts:
    plain = _SPREADSHEET_TAIL.sub("", " ".join(text.split()))
    if not plain:
        raise InvalidIdentity(Problem.EMPTY)
    match = _DAY_FIRST.fullmatch(plain) or _YEAR_FIRST.fullmatch(plain)
    if match is None:
        _refuse_format(plain, problems)
    year, month, day = match["year"], match["month"], match["day"]
    parts = _Parts(int(year), int(month) if month else None, int(day) if day else None)
    if not _is_known_so_far(parts):
        raise InvalidIdentity(problems.not_a_day)
    return parts


def _refuse_format(plain: str, problems: _Problems) -> NoReturn:
    if _TWO_DIGIT_YEAR.fullmatch(plain):
        raise InvalidIdentity(problems.two_digit_year)
    raise InvalidIdentity(problems.format)


def _is_known_so_far(parts: _Parts) -> bool:
    if parts.month:
        return _is_day(parts.year, parts.month, parts.day or 1)
    return parts.year > 0 and not parts.day


def _is_day(year: int, month: int, day: int) -> bool:
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return False
    return day >= 1 and (day <= 28 or day <= calendar.monthrange(year, month)[1])


def _refuse_outside(first_day: date, today: date, problems: _Problems) -> None:
    if first_day > today:
        raise InvalidIdentity(problems.in_future)
    if first_day.year < EARLIEST_YEAR:
        raise InvalidIdentity(problems.too_early)
