"""`sotiem models`: a model learned from verdicts, an old answer computed again, second looks."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import override

from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.matching.models import MatchModel, MatchPair
from sotiem.matching.operations import draw_sample, learn_model
from sotiem.matching.replay import Replay, replay
from sotiem.portals.components.likeness import levels_in_words
from sotiem.portals.components.refusals import sentence_for
from sotiem.runtime.terminal import console

MEASURED = ("f1", "precision", "recall", "automatic", "automatic_precision", "ece", "log_loss")
BY = "models"
Result = TypeVar("Result")


def learn(*, version: str, reason: str, from_registry: bool) -> None:
    """Learn a model, and tell how it compares with the one that judges."""
    with console.status("Learning"):
        model = _told_in_english(
            lambda: learn_model(
                version=version,
                reason=reason,
                from_registry=from_registry,
                by=machine(BY),
                at=timezone.now(),
            )
        )
    _tell_evaluation(model)


def draw(*, share: float) -> None:
    """Draw automatic links for a second look."""
    drawn = draw_sample(share=share, by=machine(BY), at=timezone.now())
    _say(f"{drawn:,} more automatic links wait for a second look")


def replay_pair(*, public_id: UUID) -> None:
    """Judge a pair again as on its day; end with 1 when the answer is another one."""
    pair = MatchPair.objects.select_related("one", "other").filter(public_id=public_id).first()
    if pair is None:
        raise click.ClickException(f"There is no pair {public_id}.")
    found = _told_in_english(lambda: replay(pair))
    _tell_replay(found)
    if not found.is_same:
        sys.exit(1)


def _say(line: str) -> None:
    console.print(line, soft_wrap=True, markup=False)


def _told_in_english(act: Callable[[], Result]) -> Result:
    try:
        return act()
    except Refusal as refusal:
        with override("en"):
            raise click.ClickException(sentence_for(refusal)) from refusal


def _tell_evaluation(model: MatchModel) -> None:
    told: Mapping[str, Any] = model.evaluation
    before, verdicts = told["before"], told["verdicts"]
    _say(
        f"{model.version} is kept. It was fitted to {verdicts['fitted']:,} verdicts, calibrated "
        f"with {verdicts['calibrated']:,}, and measured on {verdicts['unseen']:,} it had not seen:"
    )
    for name in MEASURED:
        _say(f"  {name:20} {_number(told[name])}   {before['version']}: "
                      f"{_number(before[name])}")  # fmt: skip
    if verdicts["left_out"]:
        _say(f"{verdicts['left_out']:,} verdicts were left out: fields are lacking")
    _say("It does not judge yet: an administrator switches to it on the page of models.")


def _number(value: float | None) -> str:
    return "     –" if value is None else f"{value:.4f}"


def _tell_replay(found: Replay) -> None:
    pair = found.pair
    names = f"names as counted {found.names_taken_at:%Y-%m-%d}" if found.names_taken_at else (
        "names as the model has them"
    )  # fmt: skip
    _say(f"Found {pair.found_at:%Y-%m-%d %H:%M} UTC by model {pair.model_version}, {names}")
    for number, side in enumerate((found.one, found.other), start=1):
        since = "as it is today" if side.is_current else "amended since"
        _say(f"Record {number}: version {side.version}, {since}")
    _say(f"Probability kept            {pair.probability:.6f}")
    _say(f"  from the kept levels      {found.from_kept_levels:.6f}")
    _say(f"  from the records as then  {found.probability:.6f}")
    with override("en"):
        kept, now = levels_in_words(pair.levels), levels_in_words(found.levels)
    for field in found.differing:
        _say(f"{field}: kept “{kept[field]}”, now “{now[field]}”")
    _say("The same answer." if found.is_same else "Another answer than was kept.")
