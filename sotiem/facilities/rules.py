"""How facilities are found by what people type."""

import re
from collections.abc import Iterable
from itertools import chain, count
from typing import Final

from sotiem.identity import unmark

MOST_WORDS: Final = 8
_WORD: Final = re.compile(r"[a-z0-9]+")
_SHORTEST_BEGINNING: Final = 2


def key_of(name: str) -> str:
    """A name without marks, capitals and signs: two that are written alike are one."""
    return " ".join(_WORD.findall(unmark(name)))


def words_of(name: str, code: str) -> list[str]:
    """What a facility is found by: its code, the words of its name, and how each begins."""
    found = {code.lower()}
    for word in key_of(name).split():
        found |= {word[:end] for end in range(_SHORTEST_BEGINNING, len(word))} | {word}
    return sorted(found)


def plain_code(text: str) -> str:
    """What of a text may stand in the code of a facility."""
    return "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign == "-"))


def words_asked(text: str) -> list[str]:
    """The words somebody looks for, in no order."""
    return sorted(set(key_of(text).split()))[:MOST_WORDS]


def depot_code(path: str, taken: Iterable[str]) -> str:
    """The code of the next depot of the country (`KHOQG`) or of a province (`KHO79`)."""
    unit = path.rpartition(":")[2] if ":" in path else "QG"
    used = set(taken)
    others = (f"KHO{unit}-{number}" for number in count(2))
    return next(code for code in chain((f"KHO{unit}",), others) if code not in used)
