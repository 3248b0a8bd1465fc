"""How good answers are: what is counted beside every model."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.worlds import World
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.model import posterior

BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Measured:
    f1: float
    precision: float
    recall: float
    strangers_linked: float  # of people not on record, at 0.5
    ece: float
    automatic: float  # share of rows in the link zone
    automatic_precision: float
    reached: float


def best_of(world: World, judge: Judge) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Per row: how probable the best candidate is, and whether it is the person."""
    each = world.labelled
    scores = judge.weights.scores(each.levels)
    probability, _ = posterior(scores, each.claims, each.number)
    order = np.argsort(probability, kind="stable")
    place = np.full(each.number, -1)
    place[each.claims[order]] = order
    found = place >= 0
    best, right = np.zeros(each.number), np.zeros(each.number, dtype=bool)
    best[found] = judge.calibrated(probability[place[found]])
    right[found] = each.is_person[place[found]]
    return best, right


def measure(world: World, judge: Judge) -> Measured:
    best, right = best_of(world, judge)
    on_record = np.array([bool(person) for person in world.truth])
    said = best >= 0.5
    precision = right[said].mean()
    recall = right[said].sum() / on_record.sum()
    automatic = best >= judge.link
    edges = np.linspace(0, 1, BINS + 1)
    which = np.clip(np.digitize(best, edges) - 1, 0, BINS - 1)
    ece = sum(
        (which == bin_).mean() * abs(best[which == bin_].mean() - right[which == bin_].mean())
        for bin_ in np.unique(which)
    )
    return Measured(
        f1=float(2 * precision * recall / (precision + recall)),
        precision=float(precision),
        recall=float(recall),
        strangers_linked=float(said[~on_record].mean()),
        ece=float(ece),
        automatic=float(automatic.mean()),
        automatic_precision=float(right[automatic].mean()) if automatic.any() else 1.0,
        reached=world.reached,
    )
