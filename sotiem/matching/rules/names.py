"""How far two names agree: as a whole, in the given name, in the surname."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from sotiem.identity import unmark
from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.levels import Name, Part

_TONES: Final = str.maketrans(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
# The same family in the south and in the north, and kings' names that had to be avoided.
_VARIANTS: Final = frozenset(
    frozenset(pair.split())
    for pair in ("hoang huynh", "vu vo", "phan phang", "bao buu", "phuc phuoc", "canh kieng")
)
# So long a name that two letters of it say little.
_LONG: Final = 10
# "Ng." and "Th.": so many letters stand for a word.
_CUT: Final = 2

Compared = tuple[Name, Part, Part]


def compare_names(one: str, other: str) -> Compared:
    """Compare two `marked` names: (whole, given name, surname)."""
    if not one or not other:
        return Name.MISSING, Part.MISSING, Part.MISSING
    if one == other:
        return Name.EQUAL, Part.EQUAL, Part.EQUAL
    first, second = _read(one), _read(other)
    given = compare_parts(first.marked[-1], second.marked[-1])
    surname = compare_parts(first.marked[0], second.marked[0])
    return _whole(one, other, first, second, given, surname), given, surname


class _Read(NamedTuple):
    """A name's syllables, as they are compared again and again."""

    marked: list[str]
    plain: str
    bare: list[str]
    ordered: list[str]
    sounds: list[str]
    is_cut: bool  # one word at least is as short as an abbreviation


@lru_cache(maxsize=50_000)
def _read(name: str) -> _Read:
    marked = name.split()
    bare = [_plain(syllable) for syllable in marked]
    return _Read(
        marked, " ".join(bare), bare, sorted(bare), [sound_of(each) for each in bare],
        min(map(len, bare)) <= _CUT,
    )  # fmt: skip


def _whole(one: str, other: str, first: _Read, second: _Read, given: Part, surname: Part) -> Name:
    if first.plain == second.plain:
        return _marks(one, other, first.plain)
    if ("?" in one or "?" in other) and _lost_letters_fit(first.plain, second.plain):
        return Name.LETTERS_LOST
    if len(first.bare) != len(second.bare):
        if _is_part(first.bare, second.bare) or _is_part(second.bare, first.bare):
            return Name.PART
    elif first.ordered == second.ordered:
        return Name.ORDER
    elif (first.is_cut and _is_short_for(first.bare, second.bare)) or (
        second.is_cut and _is_short_for(second.bare, first.bare)
    ):
        return Name.ABBREVIATED
    elif _sound_alike(first, second):
        return Name.SOUNDS_ALIKE
    edits = OSA.distance(first.plain, second.plain, score_cutoff=2)
    if edits == 1:
        return Name.ONE_EDIT
    if edits == 2 and len(first.plain) >= _LONG:
        return Name.TWO_EDITS
    return _halves(first.bare, second.bare, given, surname)


def _sound_alike(first: _Read, second: _Read) -> bool:
    for at, sound in enumerate(first.sounds):
        if sound != second.sounds[at] and not _are_variants(first.bare[at], second.bare[at]):
            return False
    return True


def _are_variants(one: str, other: str) -> bool:
    return frozenset((one, other)) in _VARIANTS


def _halves(bare: list[str], bare_other: list[str], given: Part, surname: Part) -> Name:
    same_given, same_surname = given < Part.SOUNDS_ALIKE, surname < Part.SOUNDS_ALIKE
    if same_given and same_surname:
        return Name.SURNAME_AND_GIVEN
    if same_surname and len(bare) > 2 and bare[:-1] == bare_other[:-1]:
        return Name.ALL_BUT_GIVEN
    if same_given:
        return Name.GIVEN_ONLY
    return Name.SURNAME_ONLY if same_surname else Name.OTHER


def _marks(one: str, other: str, plain: str) -> Name:
    if one == plain or other == plain:
        return Name.UNMARKED
    if without_tones(one) == without_tones(other):
        return Name.TONES_DIFFER
    return Name.MARKS_DIFFER


@lru_cache(maxsize=200_000)
def compare_parts(one: str, other: str) -> Part:
    """Compare two syllables."""
    if one == other:
        return Part.EQUAL
    plain, plain_other = plain_of(one), plain_of(other)
    if plain == plain_other:
        return Part[_marks(one, other, plain).name]
    if ("?" in one or "?" in other) and _lost_letters_fit(plain, plain_other):
        return Part.MARKS_DIFFER
    if _are_variants(plain, plain_other):
        return Part.VARIANT
    if sound_of(plain) == sound_of(plain_other):
        return Part.SOUNDS_ALIKE
    return Part.ONE_EDIT if OSA.distance(plain, plain_other) == 1 else Part.OTHER


def plain_of(marked: str) -> str:
    """The letters without their marks."""
    return " ".join([_plain(syllable) for syllable in marked.split()])


_plain: Final = lru_cache(maxsize=100_000)(unmark)


def without_tones(marked: str) -> str:
    return marked.translate(_TONES)


def _is_part(shorter: list[str], longer: list[str]) -> bool:
    """Whether some middle words are missing, or the surname; never the given name."""
    if not 2 <= len(shorter) < len(longer) or shorter[-1] != longer[-1]:
        return False
    remaining = iter(longer)
    return all(syllable in remaining for syllable in shorter)


def _is_short_for(shorter: list[str], longer: list[str]) -> bool:
    """Whether every word is the other's beginning, at least one of them cut to a letter or two."""
    if len(shorter) != len(longer) or len(shorter) < 2 or shorter[-1] != longer[-1]:
        return False
    pairs = [(a, b) for a, b in zip(shorter, longer, strict=True) if a != b]
    return all(len(a) <= _CUT < len(b) + 1 and b.startswith(a) for a, b in pairs)


@lru_cache(maxsize=20_000)
def _lost_letters_fit(one: str, other: str) -> bool:
    return any(
        "?" in holed and re.fullmatch(_pattern(holed), whole) is not None
        for holed, whole in ((one, other), (other, one))
    )


def _pattern(holed: str) -> str:
    """A run of n marks stands for one to n letters: some encodings lose two signs for a letter."""
    runs = re.split(r"(\?+)", holed)
    return "".join(f"[a-z?]{{1,{len(run)}}}" if "?" in run else re.escape(run) for run in runs)
