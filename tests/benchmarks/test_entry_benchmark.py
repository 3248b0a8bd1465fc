"""The benchmark of entry, small: three at their desks, on a real server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from benchmarks.entry import online, world
from benchmarks.entry.clerks import Timed, work
from benchmarks.entry.desk import Desk
from benchmarks.entry.people import Comers
from benchmarks.entry.table import table
from benchmarks.people.generate import Order, generate
from sotiem.doses.models import Dose
from tests.benchmarks.served import serving
from tests.runtime.commands import run


@pytest.fixture
def port(committed_db: None) -> Iterator[int]:
    with serving() as port:
        yield port
    Session.objects.all().delete()


@pytest.fixture
def on_record(tmp_path: Path) -> Path:
    generate(Order(people=300, rows=10, seed=4)).write(tmp_path)
    return tmp_path / "people.parquet"


def test_three_at_their_desks_are_answered_and_timed(
    port: int, on_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    assert run("people", "load", on_record, "--processes", "1").exit_code == 0
    world.main(["3", str(tmp_path / "desks.json")])
    desks = [Desk(**desk) for desk in json.loads((tmp_path / "desks.json").read_text())]
    timed = work(desks, Comers(on_record, seed=1), port=port, every=0.1, seconds=0.5)
    assert timed.wrong == []
    assert len(timed.times["look"]) >= len(desks)
    assert Dose.objects.count() >= len(desks)


@pytest.mark.usefixtures("committed_db")
def test_two_clerks_enter_doses_and_are_timed(
    on_record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    assert run("people", "load", on_record, "--processes", "1").exit_code == 0
    online.main([str(on_record), "2", "1", "3", "0.1"])
    told = capsys.readouterr().out
    assert "| look |" in told
    assert "| save |" in told
    assert Dose.objects.exists()


def test_a_desk_where_nobody_signed_in_is_counted_as_wrong(port: int, on_record: Path) -> None:
    desk = Desk("x", "y" * 32, "/co-so/79101/buoi-tiem/00000000-0000-4000-8000-000000000000/", "L")
    timed = work([desk], Comers(on_record, seed=1), port=port, every=0.1, seconds=0.2)
    assert set(timed.wrong) == {"look 302"}


def test_a_server_that_is_gone_is_counted_as_wrong(on_record: Path) -> None:
    desk = Desk("x", "y", "/", "L")
    timed = work([desk], Comers(on_record, seed=1), port=9, every=0.1, seconds=0.2)
    assert set(timed.wrong) == {"look ConnectionRefusedError"}


def test_everybody_comes_once_and_some_are_strangers(on_record: Path) -> None:
    comers = Comers(on_record, seed=1)
    hundred = [next(comers) for _ in range(100)]
    assert len({person.cccd for person in hundred}) > 90
    assert all(len(person.birth_date) == 10 and person.cccd for person in hundred)


def test_a_table_tells_percentiles_and_what_went_wrong() -> None:
    timed = Timed()
    timed.seconds = 2.0
    timed.times["look"] = [float(ms) for ms in range(1, 101)]
    timed.wrong = ["look 500", "look 500"]
    told = table(timed)
    assert "| look | 100 | 50.0 | 50 | 95 | 99 | 100 | 80 |" in told
    assert "Answered otherwise: look 500: 2." in told
