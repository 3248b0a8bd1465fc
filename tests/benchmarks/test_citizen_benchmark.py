"""The benchmark of citizens, small: all three kinds are answered by a real server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from benchmarks.citizen import world
from benchmarks.citizen.asking import KINDS, ask
from benchmarks.people.generate import Order, generate
from sotiem.accounts.models import OneTimeCode
from sotiem.registrations.models import Registration
from tests.benchmarks.served import serving
from tests.runtime.commands import run

ASKERS = 6


@pytest.fixture
def port(committed_db: None, settings: Any) -> Iterator[int]:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with serving() as port:
        yield port
    Session.objects.all().delete()


@pytest.fixture
def told(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    generate(Order(people=200, rows=10, seed=4)).write(tmp_path)
    people = tmp_path / "people.parquet"
    assert run("people", "load", people, "--processes", "1").exit_code == 0
    world.main([str(ASKERS), str(people), str(tmp_path / "world.json")])
    found: dict[str, Any] = json.loads((tmp_path / "world.json").read_text())
    return found


def test_each_kind_is_answered_and_timed(port: int, told: dict[str, Any]) -> None:
    assert {len(told[kind]) for kind in KINDS} == {ASKERS}
    timed = {
        kind: ask(port, told, kind, senders=2, seconds=600, rate=0)
        for kind in ("confirmation", "look_up")
    }
    told["registration"] = told["registration"][:1]
    timed["registration"] = ask(port, told, "registration", senders=1, seconds=600, rate=0)
    assert {kind: each.wrong for kind, each in timed.items()} == {kind: [] for kind in timed}
    assert len(timed["confirmation"].times["confirmation"]) == ASKERS
    assert Registration.objects.filter(state="confirmed").count() == ASKERS
    assert OneTimeCode.objects.count() == len(timed["look_up"].times["look_up"]) == ASKERS
    assert Registration.objects.filter(state="received").count() == 20


def test_a_stranger_s_confirmation_is_counted_as_wrong(port: int, told: dict[str, Any]) -> None:
    for who in told["confirmation"]:
        who["cookie"] = "nobody"
    timed = ask(port, told, "confirmation", senders=1, seconds=600, rate=0)
    assert not Registration.objects.filter(state="confirmed").exists()
    assert timed.wrong == ["302 /so-tiem/"] * ASKERS
