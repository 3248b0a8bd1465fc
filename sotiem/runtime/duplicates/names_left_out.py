"""How probable a pair could be at most, whatever its names: most pairs need no look at them."""

from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sotiem.matching.rules.compare import SIZES, Level, Levels
from sotiem.matching.rules.model import Scores, Weights

NAMED: Final = ("name", "given", "surname")
_OTHERS: Final = tuple(field for field in SIZES if field not in NAMED)
_AT_ONCE: Final = 200


class BestScores:
    """The highest score that names could give a pair, remembered for what else was found of it."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._known: dict[int, float] = {}
        # All there are, even those that no two names can have: what is too high costs only time.
        self._names = np.array(list(product(*(range(SIZES[field]) for field in NAMED)))).T

    def of(self, levels: Levels) -> Scores:
        """Per pair, from all its levels but those of names."""
        places = [levels[field] for field in _OTHERS]
        codes = np.ravel_multi_index(places, [SIZES[field] for field in _OTHERS])
        found, first, back = np.unique(codes, return_index=True, return_inverse=True)
        new = [at for at, code in enumerate(found.tolist()) if code not in self._known]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            best = self._best([column[first[some]] for column in places])
            self._known.update(zip(found[some].tolist(), best.tolist(), strict=True))
        return np.array([self._known[code] for code in found.tolist()])[back]

    def _best(self, others: list[Level]) -> Scores:
        number, ways = len(others[0]), self._names.shape[1]
        levels = {
            field: np.repeat(column, ways) for field, column in zip(_OTHERS, others, strict=True)
        }
        for field, column in zip(NAMED, self._names, strict=True):
            levels[field] = np.tile(column, number).astype(np.uint8)
        scores: NDArray[np.float64] = self._weights.scores(levels).reshape(number, ways)
        return np.asarray(scores.max(axis=1))
