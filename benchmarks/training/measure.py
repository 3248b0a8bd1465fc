"""How good answers are: what is counted beside every model."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.worlds import World
from sotiem.matching.rules.compare import is_borne_out
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.model import posterior

BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Measured:
    f1: float
    precision: float
    recall: float
    strangers_named: float  # of people not on record, at 0.5
    ece: float
    automatic: float  # share of rows that a machine links
    automatic_precision: float
    wrong_links: int
    reached: float  # share of people on record who are among the candidates


def best_of(
    world: World, judge: Judge
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Per row: how probable the best candidate is, if a machine may link it, if it is right."""
    each = world.labelled
    scores = judge.weights.scores(each.levels)
    probability, _ = posterior(scores, each.claims, each.number)
    order = np.argsort(probability, kind="stable")
    place = np.full(each.number, -1)
    place[each.claims[order]] = order
    found = place >= 0
    at = place[found]
    best = np.zeros(each.number)
    borne_out, right = np.zeros((2, each.number), dtype=bool)
    best[found] = judge.calibrated(probability[at])
    borne_out[found] = is_borne_out({field: level[at] for field, level in each.levels.items()})
    right[found] = each.is_person[at]
    return best, borne_out, right


def measure(world: World, judge: Judge) -> Measured:
    best, borne_out, right = best_of(world, judge)
    on_record = np.array([bool(person) for person in world.truth])
    said = best >= 0.5
    precision = right[said].mean()
    recall = right[said].sum() / on_record.sum()
    automatic = (best >= judge.link) & borne_out
    return Measured(
        f1=float(2 * precision * recall / (precision + recall)),
        precision=float(precision),
        recall=float(recall),
        strangers_named=float(said[~on_record].mean()),
        ece=calibration_error(best, right),
        automatic=float(automatic.mean()),
        automatic_precision=float(right[automatic].mean()) if automatic.any() else 1.0,
        wrong_links=int((automatic & ~right).sum()),
        reached=world.reached,
    )


def calibration_error(best: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far what was said lies from what was so, on average over rows (ECE)."""
    edges = np.linspace(0, 1, BINS + 1)
    which = np.clip(np.digitize(best, edges) - 1, 0, BINS - 1)
    gaps = np.bincount(which, best - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(best))
