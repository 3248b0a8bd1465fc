"""How a syllable sounds to an ear and a keyboard that confuse some letters."""

import re
from functools import lru_cache
from typing import Final

# Longest first. Each pair is confused somewhere in the country, or by a typist.
_ONSETS: Final = (
    ("ngh", "ng"),
    ("gi", "d"),
    ("gh", "g"),
    ("nh", "nh"),
    ("ng", "ng"),
    ("kh", "kh"),
    ("th", "th"),
    ("ch", "ch"),
    ("tr", "ch"),
    ("ph", "f"),
    ("qu", "ku"),
    ("c", "k"),
    ("q", "k"),
    ("x", "s"),
    ("v", "d"),
    ("r", "d"),
    ("z", "d"),
    ("j", "d"),
    ("n", "l"),
)
_VOWEL: Final = re.compile("[aeiouy?]")
_CODAS: Final = (("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"), ("k", "t"))


@lru_cache(maxsize=65_536)
def sound_of(syllable: str) -> str:
    """Fold an unmarked syllable in lower case, so that what is confused becomes one."""
    onset, rest = _fold_onset(syllable)
    if not _VOWEL.search(rest):
        return f"{onset}{rest}"
    rest = rest.replace("y", "i")
    for coda, folded in _CODAS:
        if rest.endswith(coda):
            return f"{onset}{rest[: -len(coda)]}{folded}"
    return f"{onset}{rest}"


def _fold_onset(syllable: str) -> tuple[str, str]:
    for written, folded in _ONSETS:
        if syllable.startswith(written):
            rest = syllable[len(written) :]
            if written == "gi" and not _begins_with_vowel(rest):
                rest = f"i{rest}"
            return folded, rest
    return "", syllable


def _begins_with_vowel(rest: str) -> bool:
    # "giêng" sounds as "diêng": before e the one i stands for both.
    return rest[:1] in ("a", "i", "o", "u", "y")
