"""The benchmark of citizens, small: all three kinds are answered by a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from benchmarks.citizen import world
from benchmarks.citizen.asking import KINDS, ask
from benchmarks.citizen.spent import spent
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


def test_processor_time_is_told_of_the_parts_of_one_copy(tmp_path: Path) -> None:
    busy = "sum(range(10**7)); print('', flush=True); input()"
    for home in (tmp_path, tmp_path / "another"):
        home.mkdir(exist_ok=True)
    with (
        started(busy, home=tmp_path, said="cli worker"),
        started(busy, home=tmp_path / "another", said="cli worker"),
        started(busy, home=tmp_path, said="something else"),
    ):
        of_ours = spent(tmp_path)
        assert of_ours.keys() == {"worker"}
        assert of_ours["worker"] > 0
    assert spent(tmp_path) == {}


@contextmanager
def started(code: str, *, home: Path, said: str) -> Iterator[None]:
    """A process that worked for a moment and waits; its command line says so."""
    command = [sys.executable, "-c", code, *said.split()]
    process = subprocess.Popen(
        command,
        env={**os.environ, "SOTIEM_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield
    finally:
        process.communicate(b"\n")
