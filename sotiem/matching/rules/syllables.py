"""How far two syllables of names agree, and what is left of one without its marks."""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from sotiem.identity import unmark
from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.levels import Part

_TONES: Final = str.maketrans(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
# The same family in the south and in the north, and kings' names that had to be avoided.
_VARIANTS: Final = {
    name: number
    for number, pair in enumerate(
        ("hoang huynh", "vu vo", "phan phang", "bao buu", "phuc phuoc", "canh kieng"), start=1
    )
    for name in pair.split()
}

plain: Final = lru_cache(maxsize=100_000)(unmark)


@lru_cache(maxsize=200_000)
def compare_parts(one: str, other: str) -> Part:
    """Compare two syllables."""
    if one == other:
        return Part.EQUAL
    bare, bare_other = plain(one), plain(other)
    if bare == bare_other:
        if bare in (one, other):
            return Part.UNMARKED
        same_vowels = without_tones(one) == without_tones(other)
        return Part.TONES_DIFFER if same_vowels else Part.MARKS_DIFFER
    if ("?" in one or "?" in other) and lost_letters_fit(bare, bare_other):
        return Part.MARKS_DIFFER
    if variant_of(bare) == variant_of(bare_other) > 0:
        return Part.VARIANT
    if sound_of(bare) == sound_of(bare_other):
        return Part.SOUNDS_ALIKE
    return Part.ONE_EDIT if OSA.distance(bare, bare_other) == 1 else Part.OTHER


def variant_of(bare: str) -> int:
    """The same number for an unmarked syllable and its variant, 0 for one without any."""
    return _VARIANTS.get(bare, 0)


def without_tones(marked: str) -> str:
    return marked.translate(_TONES)


@lru_cache(maxsize=20_000)
def lost_letters_fit(one: str, other: str) -> bool:
    return any(
        "?" in holed and re.fullmatch(_pattern(holed), whole) is not None
        for holed, whole in ((one, other), (other, one))
    )


def _pattern(holed: str) -> str:
    """A run of n marks stands for one to n letters: some encodings lose two signs for a letter."""
    runs = re.split(r"(\?+)", holed)
    return "".join(f"[a-z?]{{1,{len(run)}}}" if "?" in run else re.escape(run) for run in runs)
