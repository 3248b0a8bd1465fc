"""Weights: what each agreement is worth, alone and together with others, as tables of points.

A pair's score is a sum of points, one from each table: the log-odds that both records are one
person, against nobody on record being the person. The candidates of one claim are judged together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sotiem.matching.rules.compare import CLASS_SIZES, SIZES, Levels, with_classes

Scores = NDArray[np.float64]

ALL_SIZES: Final[Mapping[str, int]] = {**SIZES, **CLASS_SIZES}
# Families share phone, commune and surname: fields are not independent, so tables cross them.
TERMS: Final[tuple[tuple[str, ...], ...]] = (
    ("name",),
    ("given",),
    ("surname",),
    ("born",),
    ("cccd",),
    ("cmnd",),
    ("bhyt",),
    ("phone",),
    ("sex",),
    ("place",),
    ("rarity",),
    ("name", "born_class"),
    ("name_class", "born"),
    ("name", "given"),
    ("given", "born_class", "phone_class"),
    ("name_class", "given", "sex"),
    ("name_class", "surname", "born_class"),
    ("cccd", "name_class", "born_class"),
    ("cmnd", "name_class", "born_class"),
    ("cccd", "cmnd"),
    ("phone", "name_class", "born_class"),
    ("place", "name_class", "born_class"),
    ("phone", "place"),
    ("rarity", "name", "born_class"),
    ("rarity", "name_class", "born_class", "place_class"),
    ("rarity", "name_class", "born_class", "phone_class"),
    ("name_class", "born_class", "number_class"),
    ("name_class", "born_class", "phone_class", "place_class"),
    ("name_class", "born_class", "number_class", "phone_class", "place_class"),
    ("given", "name_class", "born_class", "number_class"),
)


@dataclass(frozen=True, slots=True)
class Weights:
    """One table of points per term; `bias` is a pair's score before anything is compared."""

    bias: float
    tables: tuple[NDArray[np.float64], ...]
    _folded: Mapping[tuple[str, ...], NDArray[np.float64]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folded", _fold(self.tables))

    @classmethod
    def zero(cls) -> Self:
        return cls(0.0, tuple(np.zeros(size_of(term)) for term in TERMS))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read weights; terms that this program does not know, or lacks, are a defect."""
        tables = {tuple(table["of"]): table["points"] for table in kept["tables"]}
        return cls(
            float(kept["bias"]),
            tuple(_unpacked(tables[term], size_of(term)) for term in TERMS),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "bias": round(self.bias, 4),
            "tables": [
                {"of": list(term), "points": _packed(table)}
                for term, table in zip(TERMS, self.tables, strict=True)
            ],
        }

    def scores(self, found: Levels) -> Scores:
        """The score of each compared pair."""
        every = with_classes(found)
        total = np.full(len(found["name"]), self.bias)
        for term, table in self._folded.items():
            total += table[place_in(every, term)]
        return total


def size_of(term: Sequence[str]) -> int:
    return prod(ALL_SIZES[each] for each in term)


def place_in(every: Mapping[str, NDArray[Any]], term: Sequence[str]) -> NDArray[np.int64]:
    """Which row of a term's table each pair falls on."""
    place = every[term[0]].astype(np.int64)
    for other in term[1:]:
        place = place * ALL_SIZES[other] + every[other]
    return place


def posterior(scores: Scores, claims: NDArray[np.int64], number: int) -> tuple[Scores, Scores]:
    """(how probable each pair is, how probable nobody is per claim).

    `claims[i]` says whose candidate pair i is. Exactly one candidate, or nobody, is the person.
    """
    highest = np.zeros(number)
    np.maximum.at(highest, claims, scores)
    raised = np.exp(scores - highest[claims])
    nobody = np.exp(-highest)
    total = nobody + np.bincount(claims, raised, minlength=number)
    return raised / total[claims], nobody / total


def _fold(tables: Sequence[NDArray[np.float64]]) -> dict[tuple[str, ...], NDArray[np.float64]]:
    """The same sums from fewer tables: a term's points are added to one that has all its fields."""
    folded: dict[tuple[str, ...], NDArray[np.float64]] = {}
    # The longest first, so that whatever holds a term is there before it.
    for at in sorted(range(len(TERMS)), key=lambda at: -len(TERMS[at])):
        term, table = TERMS[at], tables[at]
        holders = [holder for holder in folded if set(term) <= set(holder)]
        if not holders:
            folded[term] = table.copy()
            continue
        holder = min(holders, key=size_of)
        every = np.unravel_index(np.arange(size_of(holder)), [ALL_SIZES[f] for f in holder])
        folded[holder] += table[place_in(dict(zip(holder, every, strict=True)), term)]
    return folded


def _packed(table: NDArray[np.float64]) -> list[list[float]]:
    """[[place, points], ...] of the places that hold any."""
    return [[int(at), round(float(table[at]), 3)] for at in np.nonzero(np.abs(table) >= 5e-4)[0]]


def _unpacked(packed: Sequence[Sequence[float]], size: int) -> NDArray[np.float64]:
    table = np.zeros(size)
    for at, points in packed:
        table[int(at)] = points
    return table
