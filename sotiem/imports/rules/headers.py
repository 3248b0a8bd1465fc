"""Columns whose headers we do not know: what they seem to hold, and whether to ask."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from sotiem.identity import Bhyt, InvalidIdentity, PhoneNumber, Sex, parse_national_number
from sotiem.imports.rules.columns import DOSE_COLUMNS, PERSON_COLUMNS
from sotiem.imports.rules.dates import in_figures, parts_of
from sotiem.imports.rules.layout import (
    LEAVE_OUT,
    Layout,
    clean,
    header_key,
    missing_columns,
    require_columns,
)
from sotiem.imports.rules.questions import MOST_EXAMPLES, Example, Question, QuestionKind
from sotiem.imports.rules.sexes import is_code
from sotiem.imports.rules.workbook import Sheet, column_index

KEY: Final = "column."
_LOOKED_AT: Final = 200
_SHARE_FITTING: Final = 0.8
_ALIKE: Final = 0.8
_NEVER_ASKED: Final = frozenset({"order"})
_FIRST_YEAR_OF_DOSES: Final = 2021
_VACCINES: Final = re.compile(
    r"astra|az|pfizer|comirnaty|moderna|spikevax|sinopharm|vero|sputnik|abdala|janssen|hayat",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")


def questions_of_headers(sheet: Sheet, layout: Layout) -> list[Question]:
    """Ask about each column that may hold something of ours; of all unknown ones where a column
    that we cannot do without was not found.

    A sheet that lacks such a column, and has none left that could be it, is refused.
    """
    unknown = {
        place: cells
        for place in range(len(layout.headers))
        if place not in layout.used and (cells := _cells(sheet, layout, place))
    }
    needed = missing_columns(layout)
    if not (needed and unknown):
        require_columns(layout)
    wanted = _not_found(layout)
    seems = {
        place: _seems(layout.headers[place], cells, wanted, needed)
        for place, cells in unknown.items()
    }
    seems = _each_once(seems)
    is_all_found = set(needed) <= set(seems.values())
    return [
        Question(
            key=KEY + letter_of(place),
            kind=QuestionKind.COLUMN,
            column=layout.headers[place],
            choices=(*needed, *(name for name in wanted if name not in needed), LEAVE_OUT),
            proposed=seems[place] or (LEAVE_OUT if is_all_found else ""),
            is_open=bool(seems[place] or needed),
            examples=tuple(Example(cell, {}) for cell in cells[:MOST_EXAMPLES]),
            needed=tuple(needed),
        )
        for place, cells in unknown.items()
    ]


def columns_told(answers: Mapping[str, str]) -> dict[int, str]:
    """What somebody said of columns, by their places."""
    return {
        column_index(key.removeprefix(KEY)): name
        for key, name in answers.items()
        if key.startswith(KEY)
    }


def letter_of(place: int) -> str:
    """A column's letters, as the spreadsheet shows them."""
    letters = ""
    while place >= 0:
        letters = chr(65 + place % 26) + letters
        place = place // 26 - 1
    return letters


def _cells(sheet: Sheet, layout: Layout, place: int) -> list[str]:
    """Some of the different cells of a column that are not empty."""
    rows = sheet.rows[layout.header_row + 1 : layout.header_row + 1 + 10 * _LOOKED_AT]
    return list(dict.fromkeys(text for row in rows if (text := clean(row[place]))))[:_LOOKED_AT]


def _not_found(layout: Layout) -> list[str]:
    """What of ours the sheet does not have: columns of the person, and of its doses."""
    found = [
        column.key
        for column in PERSON_COLUMNS
        if column.key not in layout.person and column.key not in _NEVER_ASKED
    ]
    for slot, places in sorted((layout.doses or {1: {}}).items()):
        found += [f"{c.key}.{slot}" for c in DOSE_COLUMNS if c.key not in places]
    return found


def _seems(
    header: str, cells: Sequence[str], wanted: Sequence[str], needed: Mapping[str, str]
) -> str:
    """What of ours a column seems to be, by its header or by its cells; empty if nothing."""
    fitting = [name for name in wanted if _fits(name, cells)]
    alike = {name: _likeness(header, name) for name in wanted}
    if (best := max(wanted, key=lambda name: alike[name], default="")) and alike[best] >= _ALIKE:
        is_told_otherwise = _of_key(best) in _FITS and best not in fitting
        return "" if is_told_otherwise else best
    sure = [name for name in fitting if _of_key(name) in _SURE or name in needed]
    return sure[0] if sure else ""


def _each_once(seems: Mapping[int, str]) -> dict[int, str]:
    """Of two columns that seem to be the same, neither."""
    names = list(seems.values())
    return {place: name if names.count(name) == 1 else "" for place, name in seems.items()}


def _likeness(header: str, name: str) -> float:
    words = header_key(header)
    spellings = _SPELLINGS[_of_key(name)]
    return max(SequenceMatcher(None, words, each).ratio() for each in spellings) if words else 0.0


def _of_key(name: str) -> str:
    return name.partition(".")[0]


def _fits(name: str, cells: Sequence[str]) -> bool:
    is_one = _FITS.get(_of_key(name))
    if is_one is None:
        return False
    return sum(map(is_one, cells)) >= _SHARE_FITTING * len(cells)


def _is_read(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def is_read(text: str) -> bool:
        try:
            parse(text)
        except InvalidIdentity:
            return False
        return True

    return is_read


def _year(text: str) -> int:
    parts = parts_of(text, century="20")
    if parts is not None:
        return parts[2]
    try:
        return date.fromisoformat(in_figures(text)[:10]).year
    except ValueError:
        return 0


_is_sex_word: Final = _is_read(Sex.parse)
_FITS: Final[Mapping[str, Callable[[str], bool]]] = {
    "phone": _is_read(PhoneNumber.parse),
    "number": _is_read(parse_national_number),
    "bhyt": _is_read(Bhyt.parse),
    "birth_date": lambda text: 0 < _year(text) < _FIRST_YEAR_OF_DOSES,
    "day": lambda text: _year(text) >= _FIRST_YEAR_OF_DOSES,
    "sex": lambda text: is_code(text) or _is_sex_word(text),
    "vaccine": lambda text: bool(_VACCINES.search(text)),
    "full_name": lambda text: bool(_NAME.fullmatch(text)),
}
# What a column is by its cells alone, whatever its header says.
_SURE: Final = frozenset({"number", "bhyt", "phone"})


def _spellings(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(header_key(text) for text in texts)


_SPELLINGS: Final = {
    column.key: _spellings(column.spellings) for column in (*PERSON_COLUMNS, *DOSE_COLUMNS)
}
