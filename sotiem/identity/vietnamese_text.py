"""How Vietnamese letters carry marks, and what folds when texts are compared or ordered."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

# In dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_SHAPES: Final = "\u0302\u0306\u031b"
_TONE_BEFORE_SHAPE: Final = re.compile(f"([{TONES}])([{_SHAPES}])")
# Eth and African D look like Đ and come from old fonts and wrong keyboards.
_LOOKALIKES: Final = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_NOT_COMPOSED: Final = re.compile("[\u0300-\u036fÐƉðɖ]")
_SYLLABLE: Final = re.compile(
    r"(?P<onset>qu|gi(?=[aăâeêioôơuưy])|ngh|ng|nh|gh|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})"
    r"(?P<coda>ch|ng|nh|[cmnpt])?"
)
_TONE_ON_SECOND_VOWEL: Final = frozenset({"oa", "oe", "uy"})
_I_OR_Y_ALONE: Final = re.compile(r"(qu|[hklmstv])?y")
_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def compose(text: str) -> str:
    """Write every Vietnamese letter as one character, however the keyboard put it together."""
    if text.isascii() or (
        unicodedata.is_normalized("NFC", text) and not _NOT_COMPOSED.search(text)
    ):
        return text
    decomposed = unicodedata.normalize("NFD", text)
    ordered = _TONE_BEFORE_SHAPE.sub(r"\2\1", decomposed)
    return unicodedata.normalize("NFC", ordered).translate(_LOOKALIKES)


def unmark(text: str) -> str:
    """Write a text in lower case as a keyboard without Vietnamese would."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_PLAIN)
    return plain.lower() if plain.isascii() else _unmark(text)


def _unmark(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", compose(text).lower())
    letters = (char for char in decomposed if not unicodedata.combining(char))
    return "".join(letters).replace("đ", "d")


# All Latin letters that are others with marks, and the marks themselves.
_PLAIN: Final = str.maketrans(
    {
        char: plain
        for char in map(chr, (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)))
        if (plain := _unmark(char)).isascii()
    }
)


def fold_tone_places(text: str) -> str:
    """Write a text in lower case with each tone on the one vowel of its school spelling."""
    return " ".join(_place_tone(syllable) for syllable in compose(text).lower().split())


def fold_i_and_y(text: str) -> str:
    """Write `i` for a lone last `y`, which does not change the sound (lý, lí)."""
    return " ".join(_fold_lone_y(syllable) for syllable in fold_tone_places(text).split())


def sort_key(text: str) -> str:
    """Make a text whose plain order is the order of a Vietnamese dictionary.

    Only digits are used, so that every collation of a database orders it alike.
    """
    syllables = [_take_tone(syllable) for syllable in compose(text).lower().split()]
    letters = "01".join("".join(map(_rank, bare)) for bare, _ in syllables)
    tones = "".join(str(TONES.find(tone) + 1 if tone else 0) for _, tone in syllables)
    return f"{letters}00{tones}"


def _rank(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return str(10 + int(letter))
    place = _LETTERS.find(letter)
    if place < 0:
        place = _LETTERS.find(unmark(letter)[:1] or " ")
    return "02" if place < 0 else str(20 + place)


def _take_tone(syllable: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = [char for char in decomposed if char in TONES]
    if len(tones) != 1:
        return syllable, ""
    return unicodedata.normalize("NFC", decomposed.replace(tones[0], "")), tones[0]


@lru_cache(maxsize=16_384)
def _place_tone(syllable: str) -> str:
    bare, tone = _take_tone(syllable)
    # A foreign word (José) keeps its accents where they are.
    match = _SYLLABLE.fullmatch(bare) if tone else None
    if match is None:
        return syllable
    at = match.start("vowels") + _toned_vowel(match["vowels"], has_coda=bool(match["coda"]))
    return unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])


def _toned_vowel(vowels: str, *, has_coda: bool) -> int:
    shaped = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    if len(vowels) == 2:
        return int(has_coda or vowels in _TONE_ON_SECOND_VOWEL)
    return len(vowels) // 2


@lru_cache(maxsize=16_384)
def _fold_lone_y(syllable: str) -> str:
    bare, tone = _take_tone(syllable)
    if not _I_OR_Y_ALONE.fullmatch(bare):
        return syllable
    return unicodedata.normalize("NFC", f"{bare[:-1]}i{tone}")


def is_capitalised_by_hand(text: str) -> bool:
    """Say whether the writer chose capitals, instead of one case throughout."""
    return any(a.islower() != b.islower() for a, b in pairwise(filter(str.isalpha, text)))
