"""How good a model is: what is counted beside every model, on verdicts it has not seen."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from sotiem.matching.rules.compare import is_borne_out
from sotiem.matching.rules.judge import Judge
from sotiem.matching.rules.learn import Labelled
from sotiem.matching.rules.model import Scores, posterior

LIKELY: Final = 0.5
BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares of verdicts. Who links nothing has no precision of automatic links."""

    f1: float
    precision: float
    recall: float
    automatic: float
    automatic_precision: float | None
    ece: float
    log_loss: float
    wrong_links: int

    def to_json(self) -> dict[str, float | int | None]:
        return {
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def probability_of(judge: Judge, seen: Labelled) -> Scores:
    """How probably each pair is one person's, before calibration."""
    return posterior(judge.weights.scores(seen.levels), seen.claims, seen.number)[0]


def evaluate(judge: Judge, unseen: Labelled) -> Evaluation:
    """Compare what a model says with what people said."""
    probability = judge.calibrated(probability_of(judge, unseen))
    truth, said = unseen.is_person, probability >= LIKELY
    linked = (probability >= judge.link) & is_borne_out(unseen.levels)
    right, wrong = int((said & truth).sum()), int((said & ~truth).sum())
    precision = right / max(right + wrong, 1)
    recall = right / max(int(truth.sum()), 1)
    return Evaluation(
        f1=2 * precision * recall / max(precision + recall, 1e-9),
        precision=precision,
        recall=recall,
        automatic=float(linked.mean()),
        automatic_precision=float(truth[linked].mean()) if linked.any() else None,
        ece=_calibration_error(probability, truth),
        log_loss=float(_surprise(probability, truth).mean()),
        wrong_links=int((linked & ~truth).sum()),
    )


def is_better(judge: Judge, other: Judge, unseen: Labelled) -> bool:
    """Nearer to what people said, by more than chance would easily do, and no more wrong links."""
    mine, theirs = (
        _surprise(each.calibrated(probability_of(each, unseen)), unseen.is_person)
        for each in (judge, other)
    )
    gain = theirs - mine
    is_nearer = gain.mean() > gain.std() / np.sqrt(max(unseen.number, 1))
    if not is_nearer:
        return False
    return evaluate(judge, unseen).wrong_links <= evaluate(other, unseen).wrong_links


@cache
def shipped_evaluation(version: str) -> Mapping[str, Any]:
    """What was measured of a model that comes with the program; empty when nothing is told."""
    text = files("sotiem.matching").joinpath("data", f"{version}.json").read_text("utf-8")
    told: Mapping[str, Any] = json.loads(text).get("evaluation", {})
    return told


def _surprise(probability: Scores, truth: np.typing.NDArray[np.bool_]) -> Scores:
    """The logarithmic loss of each verdict."""
    inside = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.asarray(-np.log(np.where(truth, inside, 1 - inside)))


def _calibration_error(probability: Scores, truth: np.typing.NDArray[np.bool_]) -> float:
    """By how much, in the mean, a probability misses the share of those that were true."""
    bins = np.clip((probability * BINS).astype(int), 0, BINS - 1)
    missed = np.bincount(bins, probability - truth, minlength=BINS)
    return float(np.abs(missed).sum() / max(len(truth), 1))
