"""Under which keys a person is kept and looked for: each survives an error in some field.

A key is a signed 64-bit hash. Keys that many people share are read last, or not at all.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import Final

from xxhash import xxh3_64_intdigest

from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.names import plain_of
from sotiem.matching.rules.records import Traits

# The digits of a personal number that no decree explains.
_TAIL: Final = 6
# They stand in most names of women and men: with or without, it is the same name.
_SILENT: Final = frozenset({"thi", "van"})
_SILENT_SOUNDS: Final = frozenset(map(sound_of, _SILENT))


class Kind(IntEnum):
    """What a key is made of; narrow ones first."""

    CCCD = 1
    CMND = 2
    BHYT = 3
    PHONE = 4
    DAY_AND_GIVEN = 5
    DAY_AND_COMMUNE = 6
    DAY_AND_SURNAME = 7  # in one province
    NAME_AND_ANNIVERSARY = 8
    NAME_AND_YEAR = 9
    NAME_AND_COMMUNE = 10
    NAME_AND_PROVINCE = 11
    YEAR_GIVEN_AND_COMMUNE = 12
    YEAR_SURNAME_AND_COMMUNE = 13
    CCCD_TAIL_AND_GIVEN = 14


# A key shared by more people than this says nothing of any of them (a hotline's number).
LARGEST_BLOCK: Final = 60
# Of the wide keys only small blocks are worth reading.
LARGEST_WIDE_BLOCK: Final = 25
WIDE: Final = frozenset({Kind.NAME_AND_PROVINCE, Kind.DAY_AND_SURNAME, Kind.DAY_AND_COMMUNE})


def keys_of(person: Traits) -> list[int]:
    """The keys under which a person on record is kept."""
    return [hashed(kind, text) for kind, text in _kept(person)]


def keys_to_ask(claim: Traits) -> list[tuple[Kind, int]]:
    """The keys under which to look for the person of a claim, errors of order foreseen."""
    asked: dict[int, Kind] = {}
    for kind, text in chain(_kept(claim), _foreseen(claim)):
        asked.setdefault(hashed(kind, text), kind)
    return [(kind, key) for key, kind in asked.items()]


def hashed(kind: Kind, text: str) -> int:
    """64 bits with a sign, as a column of the database holds them."""
    digest = xxh3_64_intdigest(text.encode(), kind)
    return digest - _ALL if digest >= _ALL >> 1 else digest


_ALL: Final = 1 << 64


def _kept(person: Traits) -> Iterator[tuple[Kind, str]]:
    if person.cccd:
        yield Kind.CCCD, person.cccd
    if person.cmnd:
        yield Kind.CMND, person.cmnd
    if person.bhyt:
        yield Kind.BHYT, person.bhyt
    if person.phone:
        yield Kind.PHONE, person.phone
    if person.name:
        yield from _named(person)


def _named(person: Traits) -> Iterator[tuple[Kind, str]]:
    born, (sounds, name) = person.born, _heard(person.name)
    if len(person.cccd) > _TAIL:
        yield Kind.CCCD_TAIL_AND_GIVEN, f"{person.cccd[-_TAIL:]}|{sounds[-1]}"
    if person.commune:
        yield Kind.NAME_AND_COMMUNE, f"{name}|{person.commune}"
    if person.province:
        yield Kind.NAME_AND_PROVINCE, f"{name}|{person.province}"
    if not born:
        return
    yield Kind.NAME_AND_YEAR, f"{name}|{born // 10_000}"
    if person.commune:
        yield Kind.YEAR_GIVEN_AND_COMMUNE, f"{sounds[-1]}|{born // 10_000}|{person.commune}"
        yield Kind.YEAR_SURNAME_AND_COMMUNE, f"{sounds[0]}|{born // 10_000}|{person.commune}"
    if not born % 100:
        return
    yield Kind.NAME_AND_ANNIVERSARY, f"{name}|{born % 10_000}"
    for sound in _given(sounds):
        yield Kind.DAY_AND_GIVEN, f"{born}|{sound}"
    if person.commune:
        yield Kind.DAY_AND_COMMUNE, f"{born}|{person.commune}"
    if person.province:
        yield Kind.DAY_AND_SURNAME, f"{born}|{sounds[0]}|{person.province}"


def _foreseen(claim: Traits) -> Iterator[tuple[Kind, str]]:
    # Numbers and phones typed into each other's column.
    if claim.cccd:
        yield Kind.CMND, claim.cccd
    if claim.cmnd:
        yield Kind.CCCD, claim.cmnd
    born = claim.born
    if not (claim.name and born % 100):
        return
    sounds, name = _heard(claim.name)
    for sound in sounds:
        yield Kind.DAY_AND_GIVEN, f"{born}|{sound}"
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    if day > 12 or day == month:
        return
    swapped = year * 10_000 + day * 100 + month
    yield Kind.DAY_AND_GIVEN, f"{swapped}|{sounds[-1]}"
    yield Kind.NAME_AND_ANNIVERSARY, f"{name}|{swapped % 10_000}"
    if claim.commune:
        yield Kind.DAY_AND_COMMUNE, f"{swapped}|{claim.commune}"


def _given(sounds: tuple[str, ...]) -> set[str]:
    """All but the surname; the silent ones only where nothing else is given."""
    return set(sounds[1:]) - _SILENT_SOUNDS or {sounds[-1]}


@lru_cache(maxsize=100_000)
def _heard(name: str) -> tuple[tuple[str, ...], str]:
    """The sounds of a name, and those that tell in one order, however they were written."""
    syllables = plain_of(name).split()
    telling = [syllable for syllable in syllables if syllable not in _SILENT]
    told = telling if len(telling) > 1 else syllables
    return tuple(map(sound_of, syllables)), " ".join(sorted(map(sound_of, told)))
