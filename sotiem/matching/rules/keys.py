"""Under which keys a person is kept and looked for: each survives an error in some field.

A key is a signed 64-bit hash, the same on every machine and for ever: it is kept. Keys that many
people share are read last, or not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.names import plain_of
from sotiem.matching.rules.records import Records, Texts, Whole

# The digits of a personal number that no decree explains.
_TAIL: Final = 6
# They stand in most names of women and men: with or without, it is the same name.
_SILENT: Final = frozenset({"thi", "van"})
_SILENT_SOUNDS: Final = frozenset(map(sound_of, _SILENT))


Hashed = NDArray[np.uint64]


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
# Hardly anybody shares them, however large the country: they alone decide most claims.
OWN: Final = frozenset({Kind.CCCD, Kind.CMND, Kind.BHYT, Kind.PHONE, Kind.CCCD_TAIL_AND_GIVEN})
NARROW: Final = OWN | {Kind.DAY_AND_GIVEN, Kind.NAME_AND_ANNIVERSARY}
ALL: Final = frozenset(Kind)
# By which keys to look for somebody, one after the other as long as there is doubt.
STEPS: Final = (OWN, NARROW, ALL)


class Keys(NamedTuple):
    """One row a key: the place of whose it is, its kind, the key."""

    whose: Whole
    kind: Whole
    key: Whole


class _Some(NamedTuple):
    """Keys of one kind: whose, and what they are made of."""

    kind: Kind
    whose: Whole
    parts: "tuple[Whole | Hashed, ...]"


def keys_to_keep(people: Records) -> Keys:
    """The keys under which people on record are kept, each once."""
    return _together(_kept(people, _Names.of(people.name)))


def keys_to_ask(claims: Records) -> Keys:
    """The keys under which to look for the people of claims, errors of order foreseen."""
    names = _Names.of(claims.name)
    return _together(chain(_kept(claims, names), _foreseen(claims, names)))


class _Names(NamedTuple):
    """What names sound like, as numbers: one a person, and one a syllable with whose it is."""

    whole: Hashed
    surname: Hashed
    last: Hashed
    whose_given: Whole
    given: Hashed
    whose: Whole
    each: Hashed

    @classmethod
    def of(cls, names: Texts) -> "_Names":
        heard = [_heard(name) for name in names.tolist()]
        number = np.arange(len(heard))
        return cls(
            _hashes(each.whole for each in heard),
            _hashes(each.sounds[0] for each in heard),
            _hashes(each.sounds[-1] for each in heard),
            np.repeat(number, [len(each.given) for each in heard]),
            _hashes(chain.from_iterable(each.given for each in heard)),
            np.repeat(number, [len(each.sounds) for each in heard]),
            _hashes(chain.from_iterable(each.sounds for each in heard)),
        )


def _kept(person: Records, names: _Names) -> Iterator[_Some]:
    for kind, texts in (
        (Kind.CCCD, person.cccd),
        (Kind.CMND, person.cmnd),
        (Kind.BHYT, person.bhyt),
        (Kind.PHONE, person.phone),
    ):
        yield _some(kind, texts != "", _of_texts(texts))
    named = person.name != ""
    commune, province, born = person.commune, person.province, person.born
    year, anniversary = born // 10_000, born % 10_000
    tails = np.array([number[-_TAIL:] if len(number) > _TAIL else "" for number in person.cccd])
    yield _some(Kind.CCCD_TAIL_AND_GIVEN, named & (tails != ""), _of_texts(tails), names.last)
    in_commune, in_province = named & (commune > 0), named & (province > 0)
    yield _some(Kind.NAME_AND_COMMUNE, in_commune, names.whole, commune)
    yield _some(Kind.NAME_AND_PROVINCE, in_province, names.whole, province)
    yield _some(Kind.NAME_AND_YEAR, named & (born > 0), names.whole, year)
    aged = in_commune & (born > 0)
    yield _some(Kind.YEAR_GIVEN_AND_COMMUNE, aged, names.last, year, commune)
    yield _some(Kind.YEAR_SURNAME_AND_COMMUNE, aged, names.surname, year, commune)
    full = named & (born % 100 > 0)
    yield _some(Kind.NAME_AND_ANNIVERSARY, full, names.whole, anniversary)
    yield _of_syllables(Kind.DAY_AND_GIVEN, full, born, names.whose_given, names.given)
    yield _some(Kind.DAY_AND_COMMUNE, full & in_commune, born, commune)
    yield _some(Kind.DAY_AND_SURNAME, full & in_province, born, names.surname, province)


def _foreseen(claim: Records, names: _Names) -> Iterator[_Some]:
    # Numbers typed into each other's column.
    yield _some(Kind.CMND, claim.cccd != "", _of_texts(claim.cccd))
    yield _some(Kind.CCCD, claim.cmnd != "", _of_texts(claim.cmnd))
    # A part of the name that came first may be the given name.
    born = claim.born
    full = (claim.name != "") & (born % 100 > 0)
    yield _of_syllables(Kind.DAY_AND_GIVEN, full, born, names.whose, names.each)
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    other = full & (day <= 12) & (day != month)
    swapped = year * 10_000 + day * 100 + month
    yield _some(Kind.DAY_AND_GIVEN, other, swapped, names.last)
    yield _some(Kind.NAME_AND_ANNIVERSARY, other, names.whole, swapped % 10_000)
    yield _some(Kind.DAY_AND_COMMUNE, other & (claim.commune > 0), swapped, claim.commune)


def _of_syllables(
    kind: Kind, where: NDArray[np.bool_], born: Whole, whose: Whole, syllables: Hashed
) -> _Some:
    some = where[whose]
    return _Some(kind, whose[some], (born[whose[some]], syllables[some]))


def _some(kind: Kind, where: NDArray[np.bool_], *parts: Whole | Hashed) -> _Some:
    whose = np.flatnonzero(where)
    return _Some(kind, whose, tuple(part[whose] for part in parts))


def _together(some: Iterable[_Some]) -> Keys:
    """Mix the parts of each key, so that each bit of each has a say; nothing is a part too."""
    every = list(some)
    kind = np.repeat([each.kind for each in every], [len(each.whose) for each in every])
    mixed = kind.astype(np.uint64)
    for at in range(_MOST_PARTS):
        part = np.concatenate(
            [
                each.parts[at].astype(np.uint64) if at < len(each.parts) else _nothing(each)
                for each in every
            ]
        )
        mixed = _spread(mixed ^ _spread(part))
    return Keys(np.concatenate([each.whose for each in every]), kind, mixed.view(np.int64))


def _nothing(some: _Some) -> Hashed:
    return np.zeros(len(some.whose), dtype=np.uint64)


_MOST_PARTS: Final = 3


def _spread(numbers: Hashed) -> Hashed:
    """SplitMix64's last steps: numbers that differ a little become numbers that differ much."""
    numbers = numbers + _STEP
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))


_STEP, _FIRST, _SECOND = map(
    np.uint64, (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


def _of_texts(texts: Texts) -> Hashed:
    return _hashes(map(_hash, texts.tolist()))


def _hash(text: str) -> int:
    return xxh3_64_intdigest(text.encode())


def _hashes(numbers: Iterable[int]) -> Hashed:
    return np.fromiter(numbers, dtype=np.uint64)


class _Heard(NamedTuple):
    whole: int  # the sounds that tell, in one order
    sounds: tuple[int, ...]
    given: tuple[int, ...]  # all but the surname; the silent ones only where nothing else is given


@lru_cache(maxsize=100_000)
def _heard(name: str) -> _Heard:
    """The sounds of a name, however it was written."""
    syllables = plain_of(name).split() or [""]
    telling = [syllable for syllable in syllables if syllable not in _SILENT]
    told = telling if len(telling) > 1 else syllables
    given = _given(list(map(sound_of, syllables)))
    return _Heard(
        _hash(" ".join(sorted(map(sound_of, told)))),
        tuple(map(_sound_hash, syllables)),
        tuple(map(_hash, given)),
    )


def _given(sounds: Sequence[str]) -> set[str]:
    return set(sounds[1:]) - _SILENT_SOUNDS or {sounds[-1]}


@lru_cache(maxsize=20_000)
def _sound_hash(syllable: str) -> int:
    return _hash(sound_of(syllable))
