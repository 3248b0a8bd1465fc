"""How a written vaccine name is understood, without a database."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Generic, TypeVar

from sotiem import identity
from sotiem.vaccines.facts import UNSPECIFIED, Ambiguous

Meant = TypeVar("Meant")

# Words that name any vaccine against COVID-19, and so none.
EMPTY_WORDS: Final = frozenset(
    {"vaccine", "vaccines", "vaccin", "vacxin", "vacin", "vac", "xin", "thuoc", "tiem", "mui"}
    | {"covid", "covid19", "19", "sars", "cov", "2", "phong", "chong", "ngua", "benh"}
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A vaccine as the program's own list has it, for readers without a database."""

    code: str
    names: tuple[str, ...]
    licensed_on: date | None


class Names(Generic[Meant]):
    """The names by which things are known, for looking many texts up.

    A name is first looked up as a whole. Then words that say nothing are left out, and every other
    word must belong to the names of one vaccine: "Pfizer-BioNTech Comirnaty" is understood,
    "không phải Pfizer" is not.
    """

    def __init__(self, names: Iterable[tuple[Meant, Iterable[str]]]) -> None:
        self._by_key: dict[str, list[Meant]] = {}
        self._words: list[tuple[Meant, frozenset[str], frozenset[str]]] = []
        for meant, texts in names:
            keys = {key for text in texts if (key := "".join(telling_words(text)))}
            for key in keys:
                self._by_key.setdefault(key, []).append(meant)
            words = frozenset(word for text in texts for word in telling_words(text))
            self._words.append((meant, frozenset(keys), words))

    def find(self, text: str) -> Meant | Ambiguous[Meant] | None:
        """Say what a text means: one thing, several, or nothing that is known."""
        words = telling_words(text)
        key = "".join(words)
        found = self._by_key.get(key) or self._covered(words)
        if len(found) > 1:
            return Ambiguous(text, tuple(found))
        return found[0] if found else None

    def _covered(self, words: list[str]) -> list[Meant]:
        """Keep what owns every word, and has one name written out in full."""
        return [
            meant
            for meant, keys, own_words in self._words
            if set(words) <= own_words | keys and _holds_name(words, keys)
        ]


def telling_words(text: str) -> list[str]:
    """Cut a name into its words without marks, leaving out those that any vaccine has.

    If nothing else is left, the name says nothing.
    """
    words = re.findall(r"[0-9a-z]+", identity.unmark(text))
    return [word for word in words if word not in EMPTY_WORDS]


@cache
def listed_vaccines() -> tuple[Listed, ...]:
    """The program's own list of vaccines, in the order in which forms offer them."""
    source = files("sotiem.vaccines") / "data" / "vaccines.csv"
    with source.open("r", encoding="utf-8") as file:
        return tuple(_listed(row) for row in csv.DictReader(file) if row["code"] != UNSPECIFIED)


def _listed(row: dict[str, str]) -> Listed:
    names = (row["code"], row["name_vi"], row["name_en"], row["product_code"])
    licensed = row["licensed_on"]
    return Listed(
        row["code"],
        (*names, *filter(None, row["aliases"].split("|"))),
        date.fromisoformat(licensed) if licensed else None,
    )


def _holds_name(words: list[str], keys: Iterable[str]) -> bool:
    starts = range(len(words))
    runs = {"".join(words[a:b]) for a in starts for b in range(a + 1, len(words) + 1)}
    return not runs.isdisjoint(keys)
