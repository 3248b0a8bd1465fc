"""How far two names agree: as a whole, in the given name, in the surname. Many pairs at once.

Every name is a row of numbers, one a syllable; what a syllable is without tones, without marks and
to the ear is looked up once, however many names it stands in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.given_names import GIVEN_NAMES
from sotiem.matching.rules.levels import Name, Part
from sotiem.matching.rules.records import Texts, Whole
from sotiem.matching.rules.syllables import (
    compare_parts,
    lost_letters_fit,
    plain,
    variant_of,
    without_tones,
)

Level = NDArray[np.uint8]
Flags = NDArray[np.bool_]

# So long a name that two letters of it say little.
_LONG: Final = 10
# "Ng." and "Th.": so many letters stand for a word.
_CUT: Final = 2


def compare_names(one: Texts, other: Texts) -> tuple[Level, Level, Level]:
    """Compare `marked` names, the n-th with the n-th: (whole, given name, surname)."""
    known = _numbers_of(chain(one, other))
    first, second = _numbered(one, known), _numbered(other, known)
    # A claim meets namesakes again and again.
    pairs, back = np.unique(first * len(known) + second, return_inverse=True)
    first, second = np.divmod(pairs, max(len(known), 1))
    whole, given, surname = np.zeros((3, len(pairs)), dtype=np.uint8)
    names = _Names.of(known)
    said = (names.length[first] > 0) & (names.length[second] > 0)
    for level, equal in ((whole, Name.EQUAL), (given, Part.EQUAL), (surname, Part.EQUAL)):
        level[said & (first == second)] = equal
    unlike = np.flatnonzero(said & (first != second))
    first, second = first[unlike], second[unlike]
    is_marked = ~_are_unmarked(names, first) & ~_are_unmarked(names, second)
    given[unlike] = _parts(names, names.given[first], names.given[second], is_marked)
    surname[unlike] = _parts(names, names.words[first, 0], names.words[second, 0], is_marked)
    whole[unlike] = _whole(names, first, second, given[unlike], surname[unlike])
    own = unlike[_is_borne(names, first)]
    given[own] = _OF_ITS_OWN[given[own]]
    return whole[back], given[back], surname[back]


def _numbers_of(texts: Iterable[str]) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def _numbered(texts: Iterable[str], known: dict[str, int]) -> Whole:
    return np.array(list(map(known.__getitem__, texts)), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as rows of syllables' numbers, 0 where there is none; a table a look at syllables."""

    words: Whole
    length: Whole  # in syllables
    given: Whole  # the last syllable
    size: Whole  # in letters and spaces
    syllables: list[str]
    bare: list[str]
    plain: Whole
    toneless: Whole
    sound: Whole
    variant: Whole
    is_holed: Flags
    is_given: Flags
    is_given_unmarked: Flags

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        split = [text.split() for text in texts]
        length = np.array(list(map(len, split)), dtype=np.int64)
        # No syllable at all is number 0.
        known = _numbers_of(chain([""], chain.from_iterable(split)))
        words = np.zeros((len(split), max(length, default=0) + 1), dtype=np.int64)
        words[np.arange(words.shape[1]) < length[:, None]] = _numbered(
            chain.from_iterable(split), known
        )
        syllables = list(known)
        bare = [plain(syllable) for syllable in syllables]
        toneless = [without_tones(syllable) for syllable in syllables]
        sounds = [sound_of(syllable) for syllable in bare]
        written = _numbers_of(chain(syllables, bare, toneless))
        return cls(
            words,
            length,
            words[np.arange(len(split)), np.maximum(length, 1) - 1],
            np.array(list(map(len, bare)), dtype=np.int64)[words].sum(axis=1) + length - 1,
            syllables,
            bare,
            _numbered(bare, written),
            _numbered(toneless, written),
            _numbered(sounds, _numbers_of(sounds)),
            np.array([variant_of(syllable) for syllable in bare], dtype=np.int64),
            np.array(["?" in syllable for syllable in syllables], dtype=np.bool_),
            np.array([syllable in GIVEN_NAMES for syllable in syllables], dtype=np.bool_),
            np.array([syllable in _UNMARKED for syllable in syllables], dtype=np.bool_),
        )

    def spoken(self, name: int) -> list[str]:
        """The syllables of a name, without marks."""
        return [self.bare[word] for word in self.words[name, : self.length[name]].tolist()]


def _whole(names: _Names, first: Whole, second: Whole, given: Level, surname: Level) -> Level:
    found = _written_otherwise(names, first, second)

    def settle(holds: Flags, level: Name) -> None:
        found[holds & (found == Name.MISSING)] = level

    size, size_other = names.size[first], names.size[second]
    near = (found == Name.MISSING) & (np.abs(size - size_other) <= 2)
    edits = _edits(names, first, second, near)
    settle(edits == 1, Name.ONE_EDIT)
    settle((edits == 2) & (size >= _LONG), Name.TWO_EDITS)
    same_given, same_surname = given < Part.SOUNDS_ALIKE, surname < Part.SOUNDS_ALIKE
    settle(same_given & same_surname, Name.SURNAME_AND_GIVEN)
    settle(same_surname & _is_sibling(names, first, second), Name.ALL_BUT_GIVEN)
    settle(same_given, Name.GIVEN_ONLY)
    settle(same_surname, Name.SURNAME_ONLY)
    settle(found == Name.MISSING, Name.OTHER)
    return found


def _written_otherwise(names: _Names, first: Whole, second: Whole) -> Level:
    """How one name became the other in writing, MISSING where it did not."""
    words, others = names.words[first], names.words[second]
    even = names.length[first] == names.length[second]
    ends_alike = names.plain[names.given[first]] == names.plain[names.given[second]]
    found = np.zeros(len(first), dtype=np.uint8)

    def settle(holds: Flags, level: Name) -> None:
        found[holds & (found == Name.MISSING)] = level

    def look(test: _Test, where: Flags) -> Flags:
        rows = np.flatnonzero(where & (found == Name.MISSING))
        holds = np.zeros(len(first), dtype=np.bool_)
        holds[rows] = [
            test(names.spoken(one), names.spoken(other))
            for one, other in zip(first[rows].tolist(), second[rows].tolist(), strict=True)
        ]
        return holds

    equal = (names.plain[words] == names.plain[others]).all(axis=1)
    found[equal] = _marks(names, words[equal], others[equal])
    holed = (names.is_holed[words] | names.is_holed[others]).any(axis=1)
    settle(look(_lost_letters, np.asarray(holed)), Name.LETTERS_LOST)
    settle(look(_is_part, ~even & ends_alike), Name.PART)
    settle(even & _same_in_any_order(names, words, others), Name.ORDER)
    settle(look(_is_short_for, even & ends_alike), Name.ABBREVIATED)
    alike = names.sound[words] == names.sound[others]
    alike |= (names.variant[words] > 0) & (names.variant[words] == names.variant[others])
    settle(even & alike.all(axis=1), Name.SOUNDS_ALIKE)
    return found


def _is_sibling(names: _Names, first: Whole, second: Whole) -> Flags:
    """Whether surname and middle words are the same, and only the given name is not."""
    even = (names.length[first] == names.length[second]) & (names.length[first] > 2)
    differ = names.plain[names.words[first]] != names.plain[names.words[second]]
    ends = names.plain[names.given[first]] != names.plain[names.given[second]]
    return np.asarray(even & ends & (differ.sum(axis=1) == 1), dtype=np.bool_)


def _marks(names: _Names, words: Whole, others: Whole) -> Level:
    """Of names with the same letters: whether one has no marks, or which marks differ."""
    unmarked = (words == names.plain[words]).all(axis=1)
    unmarked |= (others == names.plain[others]).all(axis=1)
    same_vowels = (names.toneless[words] == names.toneless[others]).all(axis=1)
    levels = [Name.UNMARKED, Name.TONES_DIFFER]
    return np.select([unmarked, same_vowels], levels, Name.MARKS_DIFFER).astype(np.uint8)


def _same_in_any_order(names: _Names, words: Whole, others: Whole) -> Flags:
    return np.asarray(
        (np.sort(names.plain[words]) == np.sort(names.plain[others])).all(axis=1), dtype=np.bool_
    )


def _edits(names: _Names, first: Whole, second: Whole, where: Flags) -> Whole:
    """How many letters must change, 3 standing for more, and for pairs not asked about."""
    edits = np.full(len(first), 3, dtype=np.int64)
    wanted, place = np.unique([first[where], second[where]], return_inverse=True)
    texts = [" ".join(names.spoken(name)) for name in wanted.tolist()]
    one, other = ([texts[at] for at in places] for places in place.reshape(2, -1).tolist())
    edits[where] = cpdist(one, other, scorer=OSA.distance, score_cutoff=2, dtype=np.int64)
    return edits


def _is_borne(names: _Names, name: Whole) -> Flags:
    """Whether the given name is one that people bear, as far as its writer used marks."""
    given = names.given[name]
    unmarked = _are_unmarked(names, name)
    return np.where(unmarked, names.is_given_unmarked[given], names.is_given[given])


def _are_unmarked(names: _Names, name: Whole) -> Flags:
    words = names.words[name]
    return np.asarray((words == names.plain[words]).all(axis=1), dtype=np.bool_)


def _parts(names: _Names, first: Whole, second: Whole, is_marked: Flags) -> Level:
    """Compare syllables. Where both names have marks, a syllable without any is meant so."""
    number = len(names.syllables)
    pairs, back = np.unique(first * number + second, return_inverse=True)
    levels = [
        compare_parts(names.syllables[pair // number], names.syllables[pair % number])
        for pair in pairs.tolist()
    ]
    found = np.array(levels, dtype=np.uint8)[back]
    same_vowels = names.toneless[first] == names.toneless[second]
    differ = np.where(same_vowels, Part.TONES_DIFFER, Part.MARKS_DIFFER)
    return np.where((found == Part.UNMARKED) & is_marked, differ, found).astype(np.uint8)


def plain_of(marked: str) -> str:
    """The letters without their marks."""
    return " ".join([plain(syllable) for syllable in marked.split()])


_UNMARKED: Final = frozenset(map(plain, GIVEN_NAMES))
# Another name that looks like the person's, instead of a slip in writing that one.
_OF_ITS_OWN: Final = np.arange(len(Part), dtype=np.uint8)
_OF_ITS_OWN[Part.TONES_DIFFER] = Part.OTHER_TONES
_OF_ITS_OWN[Part.MARKS_DIFFER] = Part.OTHER_MARKS
_OF_ITS_OWN[Part.SOUNDS_ALIKE] = Part.OTHER_SOUND
_OF_ITS_OWN[Part.ONE_EDIT] = Part.OTHER_LETTER
_OF_ITS_OWN[Part.OTHER] = Part.OTHER_NAME

_Test = Callable[[list[str], list[str]], bool]


def _is_part(one: list[str], other: list[str]) -> bool:
    """Whether some middle words are missing, or the surname; never the given name."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 2:
        return False
    remaining = iter(longer)
    return all(syllable in remaining for syllable in shorter)


def _is_short_for(one: list[str], other: list[str]) -> bool:
    """Whether every word is the other's beginning, at least one of them cut to a letter or two.

    Whoever cuts some words cuts them in one of the two names only.
    """
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(one) > 1 and (
        all(len(a) <= _CUT and b.startswith(a) for a, b in pairs)
        or all(len(b) <= _CUT and a.startswith(b) for a, b in pairs)
    )


def _lost_letters(one: list[str], other: list[str]) -> bool:
    return lost_letters_fit(" ".join(one), " ".join(other))
