"""Rows between and below a list that are no rows of it: headers, totals, signatures, captions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sotiem.imports.facts import PassedOver
from sotiem.imports.rules.layout import Layout, clean, header_key

# The cells of a dose by which it is told apart.
TELLING: Final = ("vaccine", "day", "lot")
_WHO: Final = ("full_name", "birth_date", "phone", "number", "bhyt")
_COLUMN_NUMBER: Final = re.compile(r"\(?\d{1,2}\)?")
_COUNT: Final = re.compile(r"\d{1,3}(?:[., ]?\d{3})*")
_DAY: Final = re.compile(r"\d\s*[/.\-]\s*\d")
_ADDS_UP: Final = re.compile(r"(?:tổng|cộng|tong|cong|total|subtotal|sum)\b", re.IGNORECASE)
_TOTAL_WORDS: Final = frozenset(
    (
        *("tong", "cong", "so", "tat", "ca", "toan", "bo", "chung", "cac", "theo", "cua", "va"),
        *("mui", "nguoi", "lieu", "luot", "don", "vi", "tiem", "doi", "tuong", "vac", "xin"),
        *("danh", "sach", "trang", "ngay", "thang", "buoi", "sang", "chieu", "nay", "tren", "dot"),
        *("duoi", "la", "duoc", "da", "to", "thon", "ap", "xa", "phuong", "khu", "pho"),
        *("truong", "hop", "total", "subtotal", "sum", "grand", "of"),
    )
)
_SIGNED: Final = re.compile(
    r"(?:nguoi (?:lap|tong hop|nhap|ghi|kiem tra|bao cao|tiem)|can bo|thu truong|dai dien"
    r"|truong (?:tram|khoa)|pho tram|(?:pho )?giam doc|phu trach|xac nhan|lanh dao|ke toan"
    r"|noi nhan|(?:tm|kt|tl) |ky(?: va| ten| ghi|$)|.*\bngay \d* ?thang \d* ?nam\b)"
)
_LETTER: Final = re.compile(r"(?:[IVXL]{1,6}|[A-Z])[.)]?", re.IGNORECASE)
_SHARE_OF_HEADER: Final = 0.8
_WIDE: Final = 3
_Filled = Sequence[tuple[int, str]]


class Passing:
    """Tells why a row of one sheet is no row of its list; it remembers that somebody signed."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        layout: Layout,
        merged: Iterable[tuple[int, int, int, int]],
    ) -> None:
        at = layout.header_row
        self._header = [header_key(cell) for cell in rows[at]]
        self._above = [header_key(cell) for cell in rows[at - 1]] if at else self._header
        self._person = {place: key for key, place in layout.person.items()}
        self._of_doses = {place for places in layout.doses.values() for place in places.values()}
        self._across = {
            first_row
            for first_row, first, last_row, last in merged
            if first_row == last_row and last - first >= _WIDE - 1
        }
        self._is_signed = False

    def why(
        self,
        index: int,
        cells: Sequence[str],
        person: Mapping[str, str],
        doses: Iterable[Mapping[str, str]],
    ) -> PassedOver | None:
        """Why a row is passed over; nothing when it is one of the list."""
        name, born = person.get("full_name", ""), person.get("birth_date", "")
        if name and born[-1:].isdigit() and not _ADDS_UP.match(name):
            self._is_signed = False
            return None  # nearly every row
        given = [dose.get(key, "") for dose in doses for key in TELLING]
        filled = [(place, text) for place, cell in enumerate(cells) if (text := clean(cell))]
        if self._repeats_header(filled):
            return PassedOver.HEADER_AGAIN
        if _adds_up(filled, person, given):
            return PassedOver.TOTAL
        if any(given) or any(person.get(key) for key in ("phone", "number", "bhyt")):
            return None
        if self._signs(filled, born):
            self._is_signed = True
            return PassedOver.SIGNATURE
        if self._heads(index, filled):
            return PassedOver.CAPTION
        return None if any(person.get(key) for key in _WHO) else PassedOver.EMPTY

    def _repeats_header(self, filled: _Filled) -> bool:
        keys = [(place, header_key(text)) for place, text in filled]
        same = sum(key in (self._header[place], self._above[place]) for place, key in keys if key)
        return same > 1 and same >= _SHARE_OF_HEADER * len(filled)

    def _signs(self, filled: _Filled, born: str) -> bool:
        """Whether somebody signs here, or stands by name below a line that said so."""
        if any(_SIGNED.match(header_key(text)) for _, text in filled):
            return True
        return self._is_signed and not born and len(filled) <= _WIDE

    def _heads(self, index: int, filled: _Filled) -> bool:
        """Whether the row is a heading within the list: one text that is no cell of it."""
        texts = [(place, text) for place, text in filled if not _COUNT.fullmatch(text)]
        keys = [self._person.get(place) for place, _ in texts]
        if keys == ["order", "full_name"] and len(filled) == len(texts):
            return _LETTER.fullmatch(texts[0][1]) is not None
        if len(texts) != 1 or len(filled) > _WIDE - 1:
            return False
        (place, text), key = texts[0], keys[0]
        if key == "full_name":
            return index in self._across or any(map(str.isdigit, text))
        return key == "order" or (key is None and place not in self._of_doses)


def numbers_columns(cells: Sequence[str]) -> bool:
    """Whether the row only numbers the columns, as official forms do below their header."""
    filled = [cell for cell in cells if cell]
    # Most rows are told apart by their second cell already: a name.
    if len(filled) <= 4 or not _COLUMN_NUMBER.fullmatch(clean(filled[1])):
        return False
    return all(_COLUMN_NUMBER.fullmatch(text) for cell in filled if (text := clean(cell)))


def _adds_up(filled: _Filled, person: Mapping[str, str], given: Sequence[str]) -> bool:
    """Whether a row only adds up others: it says so in nobody's name, or holds counts alone."""
    name, born = person.get("full_name", ""), person.get("birth_date", "")
    is_nameless = not name or (_is_total(name) and not _DAY.search(born))
    if is_nameless and any(_is_total(text) for _, text in filled):
        return True
    is_nobody = not any(person.get(key) for key in _WHO)
    return is_nobody and any(given) and all(_COUNT.fullmatch(text) for text in given if text)


def _is_total(text: str) -> bool:
    if not _ADDS_UP.match(text):
        return False
    return all(word in _TOTAL_WORDS or word.isdigit() for word in header_key(text).split())
