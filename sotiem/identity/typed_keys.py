"""Keys of a Vietnamese keyboard driver that was off: what they would have written."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from sotiem.identity.syllables import is_plain_syllable, is_syllable
from sotiem.identity.vietnamese_text import fold_tone_places


class TypedWord(NamedTuple):
    """What the keys of one word mean, and how surely they are keys and not just letters."""

    text: str
    weight: int


_TELEX_TONES: Final = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES: Final = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_DOUBLED: Final = {"aa": "â", "ee": "ê", "oo": "ô"}
_HORNS: Final = (("uo", "ươ"), ("oa", "oă"), ("ua", "ưa"), ("u", "ư"), ("o", "ơ"), ("a", "ă"))
_VNI_SHAPES: Final = {
    "6": (("uo", "uô"), ("ie", "iê"), ("ye", "yê"), ("a", "â"), ("e", "ê"), ("o", "ô")),
    "7": (("uo", "ươ"), ("ua", "ưa"), ("u", "ư"), ("o", "ơ")),
    "8": (("a", "ă"),),
}
_WORD: Final = re.compile(r"(?P<onset>[^aeiouyw]*(?:qu|gi(?=[aeouyw]))?)(?P<rhyme>[aeiouyw].*)")
_DIGIT: Final = re.compile(r"\d")
_HORN_TWICE: Final = re.compile(r"7(o)7", re.IGNORECASE)
# Names of other languages that keys could have written.
_FOREIGN_WORDS: Final = (
    "alex ann bar boss dax dean fox hans jan jess jones kaan kim lars lee lois lux mar mars max "
    "moon moss paar paax rex ross roos see tax tess tim too van vans"
)
_FOREIGN: Final = frozenset(_FOREIGN_WORDS.split())


@lru_cache(maxsize=65_536)
def read_telex(word: str) -> TypedWord | None:
    """Read a word in lower case as Telex keys; nothing if they would write no syllable."""
    match = _WORD.fullmatch(word)
    if match is None or is_plain_syllable(word):
        return None
    onset, rhyme = match["onset"], match["rhyme"]
    weight = 0
    if onset.startswith("dd"):
        onset, weight = f"đ{onset[2:]}", 2
    elif onset == "d" and "d" in rhyme:
        onset, rhyme, weight = "đ", rhyme.replace("d", "", 1), 1
    tones = [char for char in rhyme[1:] if char in _TELEX_TONES]
    if len(tones) > 1:
        return None
    if tones:
        at = rhyme.index(tones[0], 1)
        is_inside = at < len(rhyme) - 1
        weight += 2 if is_inside or tones[0] in "fj" else 1
        rhyme = rhyme[:at] + rhyme[at + 1 :]
    shaped = _shape_telex(rhyme, may_be_apart=bool(tones))
    if shaped != rhyme:
        weight += 2 if "w" in rhyme and not rhyme.endswith("ow") else 1
        weight += bool(tones) and tones[0] in "fjxr"
    return _written(onset, shaped, _TELEX_TONES[tones[0]] if tones else "", word, weight)


def _shape_telex(rhyme: str, *, may_be_apart: bool) -> str:
    if "w" in rhyme:
        bare = rhyme.replace("w", "")
        if rhyme[0] == "w":
            bare = f"u{bare}"
        for plain, horned in _HORNS:
            if plain in bare:
                return bare.replace(plain, horned, 1)
        return rhyme
    for keys, letter in _DOUBLED.items():
        if keys in rhyme:
            return rhyme.replace(keys, letter, 1)
    last = rhyme[-1]
    # "nguyenex": the second key of a pair came after the syllable's end.
    if may_be_apart and len(rhyme) > 2 and f"{last}{last}" in _DOUBLED and last in rhyme[:-1]:
        return rhyme[:-1].replace(last, _DOUBLED[f"{last}{last}"], 1)
    return rhyme


@lru_cache(maxsize=65_536)
def read_vni_keys(word: str) -> TypedWord | None:
    """Read a word in lower case as VNI keys; nothing if they would write no syllable."""
    # Both letters of "ươ" may have been given their horn.
    word = _HORN_TWICE.sub("7\\1", word)
    keys = _DIGIT.findall(word)
    bare = _DIGIT.sub("", word)
    if not keys or len(set(keys)) < len(keys) or word[0].isdigit() or not bare.isalpha():
        return None
    tones = [key for key in keys if key in _VNI_TONES]
    weight = 2 * len(keys) - (word[-1] in _VNI_TONES and len(keys) == 1)
    if len(tones) > 1 or (set(keys) - set(tones) - {"6", "7", "8", "9"}):
        return None
    if "9" in keys:
        if bare[0] != "d":
            return None
        bare = f"đ{bare[1:]}"
    match = _WORD.fullmatch(bare)
    if match is None:
        return None
    rhyme = match["rhyme"]
    for key, pairs in _VNI_SHAPES.items():
        if key in keys:
            shaped = _first_shaped(rhyme, pairs)
            if shaped is None:
                return None
            rhyme = shaped
    return _written(match["onset"], rhyme, _VNI_TONES[tones[0]] if tones else "", word, weight)


def _first_shaped(rhyme: str, pairs: tuple[tuple[str, str], ...]) -> str | None:
    for plain, shaped in pairs:
        if plain in rhyme:
            return rhyme.replace(plain, shaped, 1)
    return None


def _written(onset: str, rhyme: str, tone: str, word: str, weight: int) -> TypedWord | None:
    text = unicodedata.normalize("NFC", fold_tone_places(f"{onset}{rhyme[:1]}{tone}{rhyme[1:]}"))
    if text == word or not is_syllable(text):
        return None
    return TypedWord(text, 0 if word in _FOREIGN else weight)
