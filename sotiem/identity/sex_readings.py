"""Sexes read without ever refusing, in words and in a column's own codes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from sotiem.identity.legacy_text import repair_text
from sotiem.identity.vietnamese_text import unmark

_MALE_WORDS: Final = "nam|trai|ong|m|male|man|boy|con trai|be trai|nam gioi|dan ong|anh|mr"
_FEMALE_WORDS: Final = (
    "nu|gai|ba|f|female|woman|girl|con gai|be gai|nu gioi|phu nu|dan ba|chi|ms|mrs|"
    "n?|n??|nuwx|nux|nu74|nu4"
)
_MALE: Final = frozenset(_MALE_WORDS.split("|"))
_FEMALE: Final = frozenset(_FEMALE_WORDS.split("|"))
_SHEET_CODES: Final = {"0": "male", "1": "female"}
_PORTAL_CODES: Final = {"1": "male", "2": "female"}


@lru_cache(maxsize=4_096)
def read_sex(text: str) -> str:
    """Read a word for male or female; a code says nothing without its column."""
    word = _word(text)
    if word not in _MALE and word not in _FEMALE:
        repaired = repair_text(text.strip())
        word = _word(repaired.text) if repaired else word
    if word in _MALE:
        return "male"
    return "female" if word in _FEMALE else ""


def read_sexes(texts: Sequence[str]) -> list[str]:
    """Read a whole column of words and codes.

    Where 2 occurs and 0 does not, the codes are 1 male and 2 female, otherwise 0 and 1.
    """
    codes = {text: _code(text) for text in set(texts)}
    used = set(codes.values())
    means = _PORTAL_CODES if "2" in used and "0" not in used else _SHEET_CODES
    read = {text: means.get(code) or read_sex(text) for text, code in codes.items()}
    return [read[text] for text in texts]


def _word(text: str) -> str:
    return " ".join(unmark(text.replace("\ufffd", "?")).strip(" .,;:()-_'\"").split())


def _code(text: str) -> str:
    return text.strip().strip("'").removesuffix(".0").removesuffix(",0")
