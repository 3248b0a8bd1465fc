"""Where a sheet has its header, and in which place each column stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sotiem import identity
from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.columns import (
    DOSE_COLUMNS,
    MOST_DOSES,
    PERSON_COLUMNS,
    RESULT_COLUMN,
    Column,
)
from sotiem.imports.rules.dates import HeldDay
from sotiem.imports.rules.workbook import BadSheet

ROWS_BEFORE_HEADER: Final = 30
MOST_ROWS_BEFORE_HEADER: Final = 1_000
LEAVE_OUT: Final = "leave_out"
_FEWEST_RECOGNISED: Final = 3
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# In the font TCVN3 the soft hyphen is a letter; its texts are told by their other signs.
_INVISIBLE_BUT_A_LETTER: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_OLD_FONT: Final = re.compile("[¡-¬®-¿ÇËÎÏÐÑÖ×ØÜÞßäåæçëîïñö÷øûüþ]")
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^]]*\]")
_DOSE_NUMBER: Final = re.compile(r"\b(?:mui|lan|lieu)(?: thu| so| tiem)* ?(\d)\b")
_DOSE_GROUP: Final = re.compile(r"(?:mui|lan|lieu)(?: thu| so| tiem| vac xin)* ?([1-9])")
_LAST_NUMBER: Final = re.compile(r" (\d)$")


@dataclass(slots=True)
class Layout:
    """The header's row and the place of each column, counted from 0; doses by their number."""

    header_row: int
    headers: list[str]
    person: dict[str, int] = field(default_factory=dict)
    doses: dict[int, dict[str, int]] = field(default_factory=dict)
    result: int | None = None
    twice: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[int]:
        """The places of all columns that are read, and of the one for the result."""
        places = set(self.person.values()).union(*(each.values() for each in self.doses.values()))
        return places if self.result is None else places | {self.result}

    @property
    def recognised(self) -> int:
        return len(self.person) + sum(len(places) for places in self.doses.values())

    @property
    def lists_doses(self) -> bool:
        """Whether people and their doses stand below the header, not counts of them."""
        return "full_name" in self.person and bool(self.doses)

    def header(self, key: str, slot: int = 0) -> str:
        """What this sheet calls a column; our own name for it where it has none."""
        places = self.doses.get(slot, {}) if slot else self.person
        if key in places:
            return self.headers[places[key]]
        return next(column.header for column in _ALL if column.key == key)


_ALL: Final = (*PERSON_COLUMNS, *DOSE_COLUMNS)


def clean(text: str) -> str:
    """A cell without the characters nobody sees and the spaces nobody means."""
    if text.isascii():
        return text if type(text) is HeldDay else " ".join(text.split())
    invisible = _INVISIBLE_BUT_A_LETTER if _OLD_FONT.search(text) else _INVISIBLE
    return " ".join(invisible.sub("", text).split())


def header_key(text: str) -> str:
    """Reduce a header to its words without marks, case, stars and signs."""
    return " ".join(re.findall(r"[a-z0-9#]+", identity.unmark(clean(text))))


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    return {header_key(text): column.key for column in columns for text in column.spellings}


_PERSON_KEYS: Final = _keys((*PERSON_COLUMNS, RESULT_COLUMN))
_DOSE_KEYS: Final = _keys(DOSE_COLUMNS)


def find_layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Find the header of a sheet, seldom far down; nothing when it has none."""
    last = min(len(rows), MOST_ROWS_BEFORE_HEADER)
    for begin in range(0, last, ROWS_BEFORE_HEADER):
        places = range(begin, min(begin + ROWS_BEFORE_HEADER, last))
        layouts = (_layout_at(rows, index, {}) for index in places)
        best = max(layouts, key=lambda layout: layout.recognised)
        if best.recognised >= _FEWEST_RECOGNISED:
            return best
    return None


def layout_with(
    rows: Sequence[Sequence[str]], layout: Layout, columns: Mapping[int, str]
) -> Layout:
    """The same header, when somebody said what some of its columns hold, by their place."""
    return _layout_at(rows, layout.header_row, columns)


def missing_columns(layout: Layout) -> dict[str, str]:
    """What the sheet cannot do without and does not have: how we name it, and its header."""
    missing = {c.key: c.header for c in PERSON_COLUMNS if c.required and c.key not in layout.person}
    for slot, places in sorted((layout.doses or {1: {}}).items()):
        missing |= {
            f"{column.key}.{slot}": f"{column.header} mũi {slot}"
            for column in DOSE_COLUMNS
            if column.required and column.key not in places
        }
    return missing


def require_columns(layout: Layout) -> None:
    """Refuse a sheet that lacks a column we cannot do without, or has one twice."""
    if missing := missing_columns(layout):
        raise BadSheet(FileProblem.COLUMNS_MISSING, columns=", ".join(missing.values()))
    if layout.twice:
        raise BadSheet(FileProblem.COLUMNS_TWICE, columns=", ".join(layout.twice))


def _layout_at(rows: Sequence[Sequence[str]], index: int, columns: Mapping[int, str]) -> Layout:
    layout = Layout(index, [clean(cell) for cell in rows[index]])
    groups = [0] * len(layout.headers)
    if index:
        # A header merged over two rows stands in the upper one.
        above = [clean(cell) for cell in rows[index - 1]]
        groups = _dose_groups(above)
        layout.headers = [own or up for own, up in zip(layout.headers, above, strict=True)]
    for place, header in enumerate(layout.headers):
        if place in columns:
            _put_as_told(layout, place, columns[place])
        else:
            _put(layout, place, header, groups[place])
    layout.doses = {
        slot: places for slot, places in layout.doses.items() if places.keys() - {"note"}
    }
    return layout


def _put_as_told(layout: Layout, place: int, name: str) -> None:
    key, _, slot = name.partition(".")
    if key == LEAVE_OUT:
        return
    places = layout.doses.setdefault(int(slot), {}) if slot else layout.person
    if places.setdefault(key, place) != place:
        layout.twice.append(layout.headers[place])


def _dose_groups(above: Sequence[str]) -> list[int]:
    """The dose that a merged header such as "Mũi 2" names for the columns below it, or 0."""
    groups, group = [], 0
    for text in above:
        if text:
            named = _DOSE_GROUP.fullmatch(header_key(text))
            group = int(named[1]) if named else 0
        groups.append(group)
    return groups


def _put(layout: Layout, place: int, header: str, group: int) -> None:
    for words in _readings(header):
        key = _PERSON_KEYS.get(words)
        if key == RESULT_COLUMN.key:
            layout.result = place
            return
        if key is not None:
            if layout.person.setdefault(key, place) != place:
                layout.twice.append(header)
            return
        key, slot = _dose_key(words)
        if key is not None:
            slot = slot or group or _next_slot(layout, key)
            places = layout.doses.setdefault(slot, {}) if slot <= MOST_DOSES else {key: -1}
            if places.setdefault(key, place) != place:
                layout.twice.append(header)
            return


def _readings(header: str) -> Iterator[str]:
    yield header_key(_IN_BRACKETS.sub(" ", header))
    yield header_key(header)


def _dose_key(words: str) -> tuple[str | None, int]:
    """The column of a dose that some words name, and the dose's number where they say it."""
    if words in _DOSE_KEYS:
        return _DOSE_KEYS[words], 0
    for pattern in (_DOSE_NUMBER, _LAST_NUMBER):
        if match := pattern.search(words):
            rest = " ".join((words[: match.start()] + " " + words[match.end() :]).split())
            if rest in _DOSE_KEYS and match[1] != "0":
                return _DOSE_KEYS[rest], int(match[1])
    return None, 0


def _next_slot(layout: Layout, key: str) -> int:
    return 1 + sum(key in places for places in layout.doses.values())
