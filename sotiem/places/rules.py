"""How names of places are compared, and what a personal number says about a place."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeVar

from sotiem import identity
from sotiem.places.facts import Kind, Level, UnitCode, Version

KINDS_OF_LEVEL: Final = {
    Level.PROVINCE: (Kind.PROVINCE, Kind.CITY),
    Level.DISTRICT: (Kind.CITY, Kind.URBAN_DISTRICT, Kind.RURAL_DISTRICT, Kind.TOWN),
    Level.COMMUNE: (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE),
}
SPELLINGS: Final = {
    Kind.PROVINCE: ("tinh", "t"),
    Kind.CITY: ("thanh pho", "tp", "t p"),
    Kind.URBAN_DISTRICT: ("quan", "q"),
    Kind.RURAL_DISTRICT: ("huyen", "h"),
    Kind.TOWN: ("thi xa", "tx", "t x"),
    Kind.COMMUNE: ("xa", "x"),
    Kind.WARD: ("phuong", "p", "f"),
    Kind.TOWNSHIP: ("thi tran", "tt", "t t"),
    Kind.SPECIAL_ZONE: ("dac khu", "dk"),
}


class WrittenName(NamedTuple):
    """A name as someone wrote it: the kind, if it was said, and the rest."""

    kind: Kind | None
    name: str


class Named(Protocol):
    """Whatever has a name and a kind."""

    name: str
    kind: str


AnyNamed = TypeVar("AnyNamed", bound=Named)


@lru_cache(maxsize=65_536)
def full_name(kind: str, name: str) -> str:
    """The name with its kind, as in an address: "Thành phố Hà Nội"."""
    return f"{kind.capitalize()} {name}"


def name_key(name: str) -> str:
    """Reduce a name to letters and digits without marks: "Đắk Lắk" and "DAKLAK" become one.

    Leading zeros fall away, so that "Quận 01" is found as "Quận 1".
    """
    words = re.findall(r"[0-9]+|[a-z]+", identity.unmark(name))
    return "".join(word.lstrip("0") or "0" if word.isdigit() else word for word in words)


def marked_key(name: str) -> str:
    """Reduce a name to letters with their marks, wherever the tone was typed ("Hoà", "Hòa")."""
    return "".join(re.findall(r"\w+", identity.fold_tone_places(name)))


def sort_key(name: str) -> str:
    """Order names as a Vietnamese dictionary does, with "Quận 2" before "Quận 10"."""
    return identity.sort_key(re.sub(r"\d+", lambda digits: digits.group().zfill(3), name))


@lru_cache(maxsize=65_536)
def take_apart(text: str, level: Level) -> tuple[WrittenName, ...]:
    """Offer every way to read a written name: with its kind said first, and as a bare name."""
    return tuple(_ways_to_read(text, level))


def _ways_to_read(text: str, level: Level) -> Iterator[WrittenName]:
    plain, composed = identity.unmark(text), identity.compose(text)
    for kind, beginning in _BEGINNINGS[level]:
        said = beginning.match(plain) if len(plain) == len(composed) else None
        if said and (rest := composed[said.end() :].strip()):
            yield WrittenName(kind, rest)
    yield WrittenName(None, text)


def closest(candidates: Iterable[AnyNamed], written: WrittenName) -> list[AnyNamed]:
    """Keep the units that also agree in marks and in kind, if any does."""
    found = list(candidates)
    key = marked_key(written.name)
    found = [unit for unit in found if marked_key(unit.name) == key] or found
    return [unit for unit in found if unit.kind == written.kind] or found


def province_of_personal_number(number: str) -> UnitCode | None:
    """Say where a birth was registered: the first three digits are a province of the old list.

    Numbers that begin with 1 or more name a country, not a province.
    """
    if number[:3] not in identity.PROVINCES:
        return None
    return UnitCode(Version.OLD, number[1:3])


def _beginning(spelling: str) -> re.Pattern[str]:
    """Match a kind said first: "Q.1", "Q 1" and "Q1" are a kind and a name, "Quang" is not."""
    words = r"[\s.]*".join(spelling.split())
    return re.compile(rf"\s*{words}(?:[\s.:]+|(?=\d))")


_BEGINNINGS: Final = {
    level: [(kind, _beginning(spelling)) for kind in kinds for spelling in SPELLINGS[kind]]
    for level, kinds in KINDS_OF_LEVEL.items()
}
