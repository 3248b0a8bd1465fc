"""A model learned from what officers decided here. It judges only once somebody switches to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching import permissions
from sotiem.matching.learning import Verdicts, registry_levels
from sotiem.matching.models import MatchModel
from sotiem.matching.queries import active_judge
from sotiem.matching.rules.evaluation import evaluate, is_better, probability_of
from sotiem.matching.rules.judge import Judge, shipped_versions
from sotiem.matching.rules.learn import Labelled, calibrate, estimate_without_labels, fit

FEWEST: Final = 200
FEWEST_OF_EACH: Final = 40
# Thirty tables share what a verdict moves: each weight is held this strongly where it started.
RIDGE: Final = 30.0
# A line through fewer verdicts, or a steep one, says more of chance than of the model.
FEWEST_TO_CALIBRATE: Final = 200
FEWEST_OF_EACH_TO_CALIBRATE: Final = 50
STEEPEST: Final = 2.0
FARTHEST: Final = 2.0

Line = tuple[tuple[float, float], ...]


class ModelNeedsAReason(Refusal):
    """Why a model is learned must be said."""


class VersionIsTaken(Refusal):
    """Another model has this version, and a model is never changed."""


class TooFewVerdicts(Refusal):
    """So few would teach chance; details: same, different, fewest, fewest_of_each."""


class NothingBetterLearned(Refusal):
    """On verdicts it had not seen, the new model is not better than the one that judges."""


class RegistryIsTooSmall(Refusal):
    """Hardly anybody on record resembles somebody else."""


def learn_model(
    *, version: str, reason: str, by: Actor, at: datetime, from_registry: bool = False
) -> MatchModel:
    """Fit weights to verdicts, and keep them with their evaluation if they are better.

    They start from those that judge now, or from the registry alone. Who judges stays as it is.
    """
    require(permissions.can_switch_model(by))
    if not reason.strip():
        raise ModelNeedsAReason
    _require_free(version)
    verdicts = Verdicts.on_record()
    if verdicts.same + verdicts.different < FEWEST or (
        min(verdicts.same, verdicts.different) < FEWEST_OF_EACH
    ):
        raise TooFewVerdicts(
            same=verdicts.same,
            different=verdicts.different,
            fewest=FEWEST,
            fewest_of_each=FEWEST_OF_EACH,
        )
    active = active_judge()
    judge = _learned(version, active, verdicts, from_registry=from_registry)
    if not is_better(judge, active, verdicts.unseen):
        raise NothingBetterLearned
    told = {
        **evaluate(judge, verdicts.unseen).to_json(),
        "before": {"version": active.version, **evaluate(active, verdicts.unseen).to_json()},
        "start": "registry" if from_registry else active.version,
        "is_calibrated": bool(judge.calibration),
        "verdicts": verdicts.counts(),
    }
    return _keep(judge, told, reason=reason.strip(), by=by, at=at)


def _learned(version: str, active: Judge, verdicts: Verdicts, *, from_registry: bool) -> Judge:
    start = active.weights
    if from_registry:
        levels = registry_levels(active)
        if len(levels["name"]) < FEWEST:
            raise RegistryIsTooSmall
        start = estimate_without_labels(levels)
    weights = fit([verdicts.fitted], start=start, ridge=RIDGE)
    judge = replace(active, version=version, weights=weights, calibration=(), _counted={})
    return _calibrated(judge, verdicts.calibrated, active.calibration)


def _calibrated(judge: Judge, kept: Labelled, earlier: Line) -> Judge:
    """The model with the line that fits these verdicts best: none, the earlier one, or a new one.

    A new one is asked of many verdicts only, and must not turn what the weights say upside down.
    """
    lines = {(), earlier}
    same = int(kept.is_person.sum())
    if (
        kept.number >= FEWEST_TO_CALIBRATE
        and min(same, kept.number - same) >= FEWEST_OF_EACH_TO_CALIBRATE
    ):
        line = calibrate(probability_of(judge, kept), kept.is_person)
        (low, at_low), (high, at_high) = line
        slope, offset = (at_high - at_low) / (high - low), (at_high + at_low) / 2
        if 1 / STEEPEST <= slope <= STEEPEST and abs(offset) <= FARTHEST:
            lines.add(line)
    if not kept.number:
        return judge
    judges = [replace(judge, calibration=line) for line in sorted(lines)]
    return min(judges, key=lambda each: evaluate(each, kept).log_loss)


@transaction.atomic
def _keep(
    judge: Judge, told: Mapping[str, Any], *, reason: str, by: Actor, at: datetime
) -> MatchModel:
    try:
        with transaction.atomic():
            model = MatchModel.objects.create(
                version=judge.version,
                content=judge.to_json(),
                evaluation={**told, "reason": reason},
                made_by=str(by),
                made_at=at,
            )
    except IntegrityError as taken:
        raise VersionIsTaken from taken
    audit.record("match_model.learned", model, by=by, at=at, reason=reason, version=judge.version)
    return model


def _require_free(version: str) -> None:
    if version in shipped_versions() or MatchModel.objects.filter(version=version).exists():
        raise VersionIsTaken
