"""What is lived through and compared by the tests of figures after any history."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import pytest
from django.db import transaction

from sotiem.config.subscriptions import IN_TRANSACTION
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.indicators import proof
from sotiem.indicators.models import Figure
from sotiem.indicators.operations import rebuild_figures

BY: Final = machine("test")
START: Final = datetime(2021, 12, 1, 3, tzinfo=UTC)
Told = tuple[str, str, str, int]  # place, what, label, bucket


class Lives(Protocol):
    def do(self, step: Any, at: datetime) -> None: ...


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def only_these_follow(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Certificates and messages have tests of their own."""
    ours = {
        event: tuple(each for each in who if each.__module__.startswith(modules))
        for event, who in IN_TRANSACTION.items()
    }
    monkeypatch.setattr(events, "_in_transaction", ours)
    monkeypatch.setattr(events, "_after_commit", {})


def live(world: Lives, history: Sequence[Any]) -> None:
    """One step a minute; what is refused did not happen."""
    for minute, step in enumerate(history):
        try:
            with transaction.atomic():
                world.do(step, START + timedelta(minutes=minute))
        except Refusal:
            continue


def told(whats: Collection[str]) -> Counter[Told]:
    rows = Figure.objects.filter(what__in=whats).values_list(
        "path", "what", "label", "bucket", "number"
    )
    return Counter({(path, what, label, bucket): n for path, what, label, bucket, n in rows})


def assert_figures_say(counted: Counter[Told], whats: Collection[str]) -> None:
    """Folded figures are what was counted by hand, hold before the proof, and are made again."""
    assert told(whats) == counted
    assert list(proof.figures_that_disagree()) == []
    followed = told(whats)
    rebuild_figures(by=BY, at=START)
    assert told(whats) == followed
