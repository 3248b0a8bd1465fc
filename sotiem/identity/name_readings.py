"""Names read without ever refusing, in the forms in which they are compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sotiem.identity.legacy_text import Encoding, repair_text
from sotiem.identity.syllables import is_plain_syllable, is_readable, is_syllable
from sotiem.identity.vietnamese_text import compose, fold_i_and_y, unmark


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a name says: as a page shows it, with marks, and without them.

    `marked` and `plain` hold small letters, single spaces, and `?` for a lost letter.
    Of a newborn still without a name they hold the mother's.
    """

    text: str
    marked: str
    plain: str
    repaired_from: Encoding | None
    newborn: bool


NO_NAME: Final = NameReading("", "", "", None, False)
# What is written where nothing is known, without marks.
_NOTHING: Final = (
    "|null|nan|none|na|n/a|#n/a|n.a|nil|khong|khong co|ko co|ko|k co|chua co|khong ro|chua ro|"
    "khong biet|khong nho|trong|unknown|undefined|x|xx|xxx"
)
NOTHING_WORDS: Final = frozenset(_NOTHING.split("|"))
_Shown = tuple[str, str, str]

_WORDS: dict[str, _Shown] = {}
_MOST_WORDS: Final = 300_000

_CHILD_WORDS: Final = frozenset({"con", "bé", "be", "cháu", "chau", "trẻ", "tre", "cb", "em"})
_NEWBORN: Final = re.compile(
    r"^\W*(?:(?:(?:trẻ|tre|bé|be|cháu|chau|em)\s+)*(?:(?:sơ sinh|so sinh|ss)\b[\s:]*)"
    r"(?:(?:con)\s+)?(?:(?:của|cua)\s+)?(?:(?:bà|ba|chị|chi|cô|co|mẹ|me|sản phụ|san phu)\b)?"
    r"|(?:(?:trẻ|tre|bé|be|cháu|chau|em)\s+)*con\s+(?:(?:trai|gái|gai)\s+)?(?:(?:của|cua)\s+)?"
    r"(?:bà|ba|chị|chi|cô|co|mẹ|me|sản phụ|san phu|sp|mẹ tên)\b"
    r"|c\.?\s?b\b|c/b\b)[\s.:_-]*",
    re.IGNORECASE,
)
# Before a name, these words say how one speaks to its bearer.
_TITLE_WORDS: Final = "ông bà chị cháu cô chú bác cụ thầy bé mr mrs ms miss dr bs ts ths gs pgs ds"
_TITLES: Final = frozenset(_TITLE_WORDS.split())
# These are names too, so that they are taken for titles only before a surname.
_KIN_WORDS: Final = "anh em ong ba chi co chu bac cu thay be"
_TITLES_BEFORE_SURNAMES: Final = frozenset(_KIN_WORDS.split())
_SURNAME_WORDS: Final = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong li ly dinh trinh "
    "truong doan mai luong dao ta thai luu cao ha to lam chau kieu trieu nghiem tong quach "
    "la mac phung vuong hua ton giap dam au khong thach danh lo ksor luc bach nong ma be quan"
)
_SURNAMES: Final = frozenset(_SURNAME_WORDS.split())
_LOST: Final = re.compile("[\ufffd□▯■]")
_BRACKETS: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?")
_TRAILING_NUMBERS: Final = re.compile(r"[\s\-_.,#/]*\d[\d\s\-_.,#/]*$")
_NO_LETTER: Final = re.compile(r"[^\w?' ]|[\d_]")
_APOSTROPHES: Final = re.compile("['’‘ʼ`´]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HALF_HORNED: Final = re.compile("uơ(?=.)|ưo")
_LOOKALIKES: Final = str.maketrans(
    "авеікмнорстухАВЕІКМНОРСТУХαεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧıİ",
    "aBeikMHopcTyxABEIKMHOPCTYXaeikvoptuxABEHIKMNOPTYXiI",
)


def read_name(text: str) -> NameReading:
    """Read a name as people, sheets and other systems write it, whatever befell it."""
    try:
        words = [_WORDS[word] for word in text.split()]
    except KeyError:
        return _read_with_care(text)
    if not words or words[0][1] in _FIRST_WORDS:
        return _read_with_care(text)
    shown, marked, plain = zip(*words, strict=True)
    reading = _new(NameReading)
    _set_text(reading, " ".join(shown))
    _set_marked(reading, " ".join(marked))
    _set_plain(reading, " ".join(plain))
    _set_repaired_from(reading, None)
    _set_newborn(reading, False)
    return reading


# What the frozen class's own start does, in a third of the time: names come by the million.
_new: Final = object.__new__
_set_text: Final = NameReading.__dict__["text"].__set__
_set_marked: Final = NameReading.__dict__["marked"].__set__
_set_plain: Final = NameReading.__dict__["plain"].__set__
_set_repaired_from: Final = NameReading.__dict__["repaired_from"].__set__
_set_newborn: Final = NameReading.__dict__["newborn"].__set__


_FIRST_WORDS: Final = _TITLES | _TITLES_BEFORE_SURNAMES | _CHILD_WORDS | NOTHING_WORDS | {"không"}


def _learn(word: str) -> None:
    """Keep what a word says, if it says the same in every name."""
    composed = compose(word)
    # "HÃ" is more often half of a letter read in a wrong encoding than a syllable, and small
    # letters among capitals are traces of an old font.
    if (
        len(_WORDS) < _MOST_WORDS
        and composed.isalpha()
        and (composed.isupper() or composed.islower() or composed.istitle())
        and composed[-1] not in "ÃÄÆ"
        and is_readable(composed.lower())
    ):
        _WORDS[word] = _shown(composed)


@lru_cache(maxsize=65_536)
def _read_with_care(text: str) -> NameReading:
    for word in text.split():
        if word not in _WORDS:
            _learn(word)
    repaired = repair_text(text)
    name = _INVISIBLE.sub("", compose(repaired.text if repaired else text))
    name = compose(unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", name)))
    name = _LOST.sub("?", name.translate(_LOOKALIKES))
    if unmark(name).strip(" .-_/*\"'") in NOTHING_WORDS:
        return NO_NAME
    name, is_newborn = _without_newborn(" ".join(_BRACKETS.sub(" ", name).split()))
    name = _TRAILING_NUMBERS.sub("", name)
    words = _without_titles(_in_order(name))
    shown = [_shown(word) for word in words]
    if not any(map(str.isalpha, "".join(words))):
        return NO_NAME
    return NameReading(
        " ".join(["Con bà"] * is_newborn + [word[0] for word in shown]),
        " ".join([word[1] for word in shown]),
        " ".join([word[2] for word in shown]),
        repaired.encoding if repaired else None,
        is_newborn,
    )


def _without_newborn(name: str) -> tuple[str, bool]:
    match = _NEWBORN.match(name)
    # A name may begin with such a word; a mother is named by at least one more.
    if match is None or not any(map(str.isalpha, name[match.end() :])):
        return name, False
    return name[match.end() :], True


def _in_order(name: str) -> list[str]:
    """Put a name in order whose parts a comma changed round."""
    parts = [words for part in re.split("[,;]", name) if (words := _words(part))]
    if len(parts) < 2:
        return parts[0] if parts else []
    first, second = parts[0], parts[1]
    begins_with_surname = unmark(first[0]) in _SURNAMES
    if len(first) > 1 and begins_with_surname:
        return first
    if unmark(second[0]) in _SURNAMES and not (len(first) == 1 and begins_with_surname):
        return second + first
    return first + second


def _words(part: str) -> list[str]:
    bare = (word.strip("'") for word in _NO_LETTER.sub(" ", _with_letters(part)).split())
    return [word for word in bare if word.strip("?") or len(word) > 1]


def _with_letters(part: str) -> str:
    """Give back the letters for which a digit was typed or scanned inside a word."""
    return _ZERO_INSIDE.sub("o", _ONE_INSIDE.sub("l", part))


_ZERO_INSIDE: Final = re.compile(r"(?<=[^\W\d_])0(?=[^\W\d_])|\b0(?=[^\W\d_]{2})")
_ONE_INSIDE: Final = re.compile(r"\b1(?=[^\W\d_]{2})")


def _without_titles(words: list[str]) -> list[str]:
    while len(words) > 2:
        first = words[0].lower()
        is_before_surname = unmark(words[1]) in _SURNAMES
        # "Ông" is a rare surname: one word more decides.
        if not (
            (first in _TITLES_BEFORE_SURNAMES and is_before_surname)
            or (first in _TITLES and (first != "ông" or (is_before_surname and len(words) > 3)))
        ):
            break
        words = words[1:]
    return words


@lru_cache(maxsize=65_536)
def _shown(word: str) -> _Shown:
    lower = word.lower().replace("i\u0307", "i").replace("'", "")
    whole = lower
    if not is_syllable(lower) and (horned := _HALF_HORNED.sub("ươ", lower)) != lower:
        whole = horned if is_readable(horned) else lower
    marked = fold_i_and_y(whole)
    if "'" in word:
        text = word if word[0].isupper() and not word.isupper() else word.title()
    else:
        is_chosen = word[0].isupper() and not (word.isupper() or word.istitle())
        keeps_case = is_chosen and whole == lower and not is_plain_syllable(unmark(lower))
        text = word if keeps_case else whole.capitalize()
    return text, marked, unmark(marked)
