"""Which vaccines a written name may mean, when a dose is looked for that is known already."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.rules import Names, telling_words

_NONE: Final[frozenset[int]] = frozenset()
# Below this many letters a name with another letter is another name.
_SHORTEST: Final = 5
_LONG: Final = 7


class Products:
    """The names of vaccines, by their keys. More lenient than what records a dose may be: a name
    with a slip of the keyboard ("Mordena") still tells which known dose is meant."""

    def __init__(self, names: Iterable[tuple[int, Iterable[str]]]) -> None:
        known = [(vaccine, tuple(texts)) for vaccine, texts in names]
        self._names = Names(known)
        self._keys: dict[str, frozenset[int]] = {}
        for vaccine, texts in known:
            for text in filter(None, map(product_key, texts)):
                self._keys[text] = self._keys.get(text, _NONE) | {vaccine}
        self.meant = lru_cache(maxsize=65_536)(self._meant)

    def _meant(self, text: str) -> frozenset[int]:
        """Every vaccine that a text may mean; none when it says nothing that is known."""
        found = self._names.find(text)
        if isinstance(found, Ambiguous):
            return frozenset(found.candidates)
        return self._nearest(product_key(text)) if found is None else frozenset((found,))

    def _nearest(self, key: str) -> frozenset[int]:
        most = 0 if len(key) < _SHORTEST else 1 if len(key) < _LONG else 2
        for edits in range(1, most + 1):
            near = [
                vaccines
                for name, vaccines in self._keys.items()
                if len(name) >= _SHORTEST and OSA.distance(key, name, score_cutoff=edits) <= edits
            ]
            if near:
                return frozenset.union(*near)
        return _NONE


@lru_cache(maxsize=65_536)
def product_key(text: str) -> str:
    """A product's name as it is compared: its telling words, without marks, case and signs."""
    return "".join(telling_words(text))
