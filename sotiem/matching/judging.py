"""How probable each candidate is, of many claims together."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sotiem.matching.candidates import Candidates
from sotiem.matching.facts import Zone
from sotiem.matching.rules.compare import Levels, compare, is_borne_out
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.keys import ALL, STEPS, Kind
from sotiem.matching.rules.model import Scores, posterior
from sotiem.matching.rules.records import Records, Traits, Whole
from sotiem.patients.queries import principals_of

# So probable a candidate leaves no room for another.
BEYOND_DOUBT: Final = 0.9999
# Less probable than this, a record of the same person adds nothing worth a look.
LEAST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Judged:
    """All candidates of many claims, pair by pair; `claims` is sorted."""

    claims: NDArray[np.int64]
    patients: NDArray[np.int64]
    probability: Scores
    nobody: Scores  # per claim
    levels: Levels
    judge: Judge

    def with_others(self, others: Self, claims: Whole) -> Self:
        """These answers, but for some claims others instead: the n-th for `claims[n]`."""
        is_replaced = np.zeros(len(self.nobody), dtype=np.bool_)
        is_replaced[claims] = True
        kept = np.flatnonzero(~is_replaced[self.claims])
        whose = np.concatenate([self.claims[kept], claims[others.claims]])
        order = np.argsort(whose, kind="stable")

        def together(mine: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
            return np.concatenate([mine[kept], theirs])[order]

        nobody = self.nobody.copy()
        nobody[claims] = others.nobody
        return replace(
            self,
            claims=whose[order],
            patients=together(self.patients, others.patients),
            probability=together(self.probability, others.probability),
            nobody=nobody,
            levels={
                field: together(level, others.levels[field]) for field, level in self.levels.items()
            },
        )

    def zones(self, places: NDArray[np.int64], probability: Scores) -> list[Zone]:
        """What follows from pairs at these places, -1 for none.

        A machine links only what something bears out.
        """
        if not len(self.claims):
            return [Zone.NEW] * len(places)
        borne_out = is_borne_out({field: level[places] for field, level in self.levels.items()})
        return [
            Zone.NEW if at < 0 else self.judge.zone(likely, is_borne_out=known)
            for at, likely, known in zip(
                places.tolist(), probability.tolist(), borne_out.tolist(), strict=True
            )
        ]

    def levels_of(self, places: NDArray[np.int64]) -> Iterator[dict[str, int]]:
        """How far each field agrees in the pairs at these places; nothing for -1."""
        fields = tuple(self.levels)
        if not len(self.claims):
            yield from ({} for _ in places)
            return
        rows = np.stack([level[places] for level in self.levels.values()], axis=1).tolist()
        for place, row in zip(places.tolist(), rows, strict=True):
            yield {} if place < 0 else dict(zip(fields, row, strict=True))

    def best(self) -> tuple[NDArray[np.int64], Scores]:
        """Per claim the place of its best pair (-1 without any), and that pair's probability."""
        number = len(self.nobody)
        place = np.full(number, -1, dtype=np.int64)
        order = np.lexsort((-self.patients, self.probability))
        place[self.claims[order]] = order
        probability = np.zeros(number)
        found = place >= 0
        probability[found] = self.judge.calibrated(self.probability[place[found]])
        return place, probability

    def in_doubt(self) -> Whole:
        """The claims for which other candidates are worth looking for."""
        place, probability = self.best()
        zones = np.array(self.zones(place, probability), dtype=object)
        return np.flatnonzero((probability < BEYOND_DOUBT) | (zones != Zone.LINK))


def judge_traits(claims: Sequence[Traits], judge: Judge) -> Judged:
    """Find, compare and weigh the candidates of many claims together.

    Where those found by keys that few share leave no doubt, nobody else is looked for.
    """
    claimed = Records.of(claims)
    judged = _judged(claimed, judge, STEPS[0])
    doubtful = judged.in_doubt()
    for step in STEPS[1:]:
        if not len(doubtful):
            break
        others = _judged(claimed.take(doubtful), judge, step)
        judged = judged.with_others(others, doubtful)
        doubtful = doubtful[others.in_doubt()]
    return judged


def _judged(claimed: Records, judge: Judge, by: Set[Kind]) -> Judged:
    found, levels = compared(claimed, judge, by=by)
    scores = judge.weights.scores(levels)
    probability, nobody = posterior(scores, found.claims, len(claimed))
    probability = _of_wholes(found.claims, found.patients, probability)
    return Judged(found.claims, found.patients, probability, nobody, levels, judge)


def compared(claimed: Records, judge: Judge, *, by: Set[Kind] = ALL) -> tuple[Candidates, Levels]:
    """The candidates of claims, and how far each field agrees; nobody is judged yet."""
    found = Candidates.of(claimed, by=by)
    levels = compare(
        claimed.take(found.claims),
        found.people,
        phone_shared_by=found.phone_shared_by[found.claims],
        namesakes=judge.namesakes(found.people.name),
    )
    return found, levels


def _of_wholes(claims: Whole, patients: Whole, probability: Scores) -> Scores:
    """Give the most probable record of each linked whole what all its records share."""
    worth = np.flatnonzero(probability >= LEAST_SHARE)
    several = np.bincount(claims[worth], minlength=1)[claims[worth]] > 1
    worth = worth[several]
    if not len(worth):
        return probability
    records = patients[worth].tolist()
    principals = principals_of(set(records))
    wholes = np.stack([claims[worth], [principals[record] for record in records]], axis=1)
    _, whole = np.unique(wholes, axis=0, return_inverse=True)
    whole = whole.reshape(-1)
    shared = np.bincount(whole, probability[worth])
    # The best comes last and stays.
    order = np.lexsort((-patients[worth], probability[worth]))
    best = np.zeros(len(shared), dtype=np.int64)
    best[whole[order]] = worth[order]
    told = probability.copy()
    told[worth] = 0.0
    told[best] = shared
    return told
