"""Days as clerks and spreadsheets write them, brought to figures with the day first."""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

_LONGEST: Final = 60
_IN_WORDS: Final = re.compile(
    r"(?:ng[àa]y\s*)?(\d\d?)\s*th[áa]ng\s*(\d\d?)\s*n[ăa]m\s*(\d{4})", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"[\s,T]+\d\d?\s*(?:[:hg]|giờ)\s*(?:\d\d?)?(?:\s*(?:phút|p))?(?::\d\d)?(?:\s*[APap][Mm])?$"
)
_TWO_DIGITS: Final = re.compile(r"(\d\d?)\s*[/.\-]\s*(\d\d?)\s*[/.\-]\s*(\d\d)", re.ASCII)
_FIGURES: Final = re.compile(r"(\d\d?)(\s*[/.\-]\s*)(\d\d?)(\s*[/.\-]\s*)(\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"([1-5]\d{4})(?:\.\d+)?", re.ASCII)
_SERIAL_START: Final = date(1899, 12, 30)


class HeldDay(str):
    """A day that a spreadsheet holds as a day, and not as a text; written with the day first."""

    __slots__ = ()


class DayOrder(StrEnum):
    """How the days of a column are written.

    Turned: a spreadsheet took the month for the day of those cells that it holds as days.
    """

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    DAY_FIRST_TURNED = "day_first_turned"
    MONTH_FIRST_TURNED = "month_first_turned"

    @property
    def is_month_first(self) -> bool:
        return self in (DayOrder.MONTH_FIRST, DayOrder.MONTH_FIRST_TURNED)

    @property
    def is_turned(self) -> bool:
        return self in (DayOrder.DAY_FIRST_TURNED, DayOrder.MONTH_FIRST_TURNED)


@lru_cache(maxsize=65_536)
def in_figures(text: str, *, century: str = "") -> str:
    """Write a day in figures; two digits of a year are completed where their century is sure."""
    if len(text) > _LONGEST:
        return text
    plain = _CLOCK.sub("", text.strip("'’ "))
    if words := _IN_WORDS.fullmatch(plain):
        return "/".join(words.groups())
    if century and (short := _TWO_DIGITS.fullmatch(plain)):
        return f"{short[1]}/{short[2]}/{century}{short[3]}"
    if serial := _SERIAL.fullmatch(plain):
        return f"{_SERIAL_START + timedelta(days=int(serial[1])):%d/%m/%Y}"
    return plain


def in_order(text: str, order: DayOrder, *, century: str = "") -> str:
    """A cell of a column of this order in figures, with the day first."""
    figures = in_figures(text, century=century)
    if order == DayOrder.DAY_FIRST or _is_in_words(text):
        return figures
    is_other_way = order.is_turned if is_held(text) else order.is_month_first
    return _FIGURES.sub(r"\3\2\1\4\5", figures) if is_other_way else figures


def parts_of(text: str, *, century: str = "") -> tuple[int, int, int] | None:
    """The three numbers of a day in figures, as they stand; nothing of any other cell."""
    if _is_in_words(text):
        return None
    figures = _FIGURES.fullmatch(in_figures(text, century=century))
    return figures and (int(figures[1]), int(figures[3]), int(figures[5]))


def is_held(text: str) -> bool:
    """Whether the spreadsheet holds the cell as a day, or as the number behind one."""
    return type(text) is HeldDay or bool(_SERIAL.fullmatch(text.strip("'’ ")))


def _is_in_words(text: str) -> bool:
    return bool(_IN_WORDS.search(text))
