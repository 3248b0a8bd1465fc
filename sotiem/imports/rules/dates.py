"""Days as clerks write them, brought to figures with the day first."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# So many days that exist only with the month first, and none against, tell of a whole column.
FEWEST_TELLING: Final = 3
_LONGEST: Final = 60
_IN_WORDS: Final = re.compile(
    r"(?:ng[àa]y\s*)?(\d\d?)\s*th[áa]ng\s*(\d\d?)\s*n[ăa]m\s*(\d{4})", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"[\s,T]+\d\d?\s*(?:[:hg]|giờ)\s*(?:\d\d?)?(?:\s*(?:phút|p))?(?::\d\d)?(?:\s*[APap][Mm])?$"
)
_TWO_DIGITS: Final = re.compile(r"(\d\d?)\s*[/.\-]\s*(\d\d?)\s*[/.\-]\s*(\d\d)", re.ASCII)
_FIGURES: Final = re.compile(r"(\d\d?)(\s*[/.\-]\s*)(\d\d?)(\s*[/.\-]\s*\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"([1-5]\d{4})(?:\.\d+)?", re.ASCII)
_SERIAL_START: Final = date(1899, 12, 30)


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


def is_month_first(cells: Iterable[str], *, century: str = "") -> bool:
    """Whether a column writes the month first: some of its days say so, and none the contrary."""
    telling = 0
    for text in cells:
        figures = _FIGURES.fullmatch(in_figures(text, century=century))
        if figures is None:
            continue
        first, second = int(figures[1]), int(figures[3])
        if first > 12:
            return False
        telling += 12 < second <= 31
    return telling >= FEWEST_TELLING


def day_first(text: str) -> str:
    """A day of a column that writes the month first, with the day first."""
    return _FIGURES.sub(r"\3\2\1\4", text) if _FIGURES.fullmatch(text) else text
