"""The benchmark of corrections, small: a world is invented, loaded, sorted, scored, and served."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.contrib.sessions.models import Session

from benchmarks.corrections import bare, filling, scoring, signed_in
from benchmarks.corrections.intake import send
from benchmarks.corrections.pages import read
from benchmarks.corrections.photo import draw_photo
from benchmarks.corrections.processor import seconds_of
from benchmarks.corrections.reports import ACCEPT, ALREADY, JOINED, Writer
from benchmarks.corrections.scoring import Score, Sorted, Truths, score
from benchmarks.corrections.timed import Timed
from benchmarks.corrections.world import CHANNEL, Ordered, write_world
from sotiem.corrections.models import CorrectionReport, Evidence
from tests.benchmarks.served import serving
from tests.runtime.commands import run

PEOPLE, REPORTS = 400, 120


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Writer]:
    folder = tmp_path_factory.mktemp("world")
    return folder, write_world(Ordered(PEOPLE, REPORTS, seed=3), folder)


@pytest.fixture
def port(committed_db: None) -> Iterator[int]:
    with serving() as port:
        yield port
    Session.objects.all().delete()


@pytest.fixture
def loaded(committed_db: None, world: tuple[Path, Writer], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry of the world, its unfinished sheets, and its reports."""
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    files, one = world[0], ("--processes", "1")
    filling.main(["places", str(files)])
    for what in ("people", "doses"):
        assert run(what, "load", files / f"{what}.parquet", *one).exit_code == 0
    filling.main(["sheets", str(files)])
    told = run("reports", "load", files / "reports.csv", "--channel", CHANNEL, *one)
    assert told.exit_code == 0, told.output
    return files


def test_a_world_tells_what_is_true_of_each_report(world: tuple[Path, Writer]) -> None:
    folder, writer = world
    reports = pl.read_csv(folder / "reports.csv", infer_schema=False)
    truth = pl.read_csv(folder / "truth.csv", infer_schema=False).fill_null("")
    assert reports["source_id"].to_list() == truth["source_id"].to_list()
    assert len(reports) == REPORTS
    on_record = set(pl.read_parquet(folder / "doses.parquet")["dose_id"])
    kinds: dict[str, str] = {}
    for told in writer.truths:
        kinds.setdefault(told.kind, told.right.partition(":")[0])
        if told.kind in ("missing", "held"):
            assert told.dose_id not in on_record
        if told.right == ALREADY:
            assert told.dose_id in on_record
    assert kinds["late"] == ALREADY
    assert kinds["missing"] == ACCEPT
    assert kinds["again"] == JOINED


def test_the_same_order_makes_the_same_world(world: tuple[Path, Writer], tmp_path: Path) -> None:
    write_world(Ordered(PEOPLE, REPORTS, seed=3), tmp_path)
    for name in ("reports.csv", "truth.csv", "doses.parquet", "people.parquet"):
        assert (tmp_path / name).read_bytes() == (world[0] / name).read_bytes()


def test_a_world_is_loaded_sorted_and_scored(loaded: Path, tmp_path: Path) -> None:
    assert CorrectionReport.objects.count() > REPORTS * 9 // 10
    assert run("reports", "triage", "--all", "--processes", "1").exit_code == 0
    scoring.main([str(loaded / "truth.csv"), str(tmp_path / "score.md")])
    told = (tmp_path / "score.md").read_text(encoding="utf-8")
    assert "| machine |" in told
    assert "Answered without a full look" in told


def test_citizens_send_photos_and_officers_read_the_queue(
    port: int, loaded: Path, tmp_path: Path
) -> None:
    before = CorrectionReport.objects.count()
    who = {name: tmp_path / f"{name}.json" for name in ("citizens", "officers")}
    for name, file in who.items():
        signed_in.main([name, "3", str(file)])
    photo = tmp_path / "photo.jpg"
    assert draw_photo(photo) <= 300_000
    citizens = json.loads(who["citizens"].read_text())
    sent = send(port, citizens, photo.read_bytes(), senders=2, seconds=1.5, rate=0)
    assert sent.wrong == []
    assert CorrectionReport.objects.count() - before == len(sent.times["report"]) > 0
    assert Evidence.objects.count() == len(sent.times["report"])
    officers = json.loads(who["officers"].read_text())
    seen = read(port, officers, rate=8, seconds=1)
    assert seen.wrong == []
    assert sum(map(len, seen.times.values())) == 8


@pytest.mark.usefixtures("committed_db")
def test_the_least_that_any_intake_must_do_is_timed(tmp_path: Path) -> None:
    photo, out = tmp_path / "photo.jpg", tmp_path / "bare.json"
    photo.write_bytes(b"\xff\xd8 a photo")
    bare.main([str(photo), str(tmp_path / "bare"), "1", "0.1", str(out)])
    assert json.loads(out.read_text())["a_second"] > 0
    assert len(list((tmp_path / "bare").iterdir())) > 0


def scored(*rows: Sorted) -> Score:
    told = {
        "1": {"right": ALREADY, "kind": "late", "person_id": "P1"},
        "2": {"right": f"{JOINED}:1", "kind": "again", "person_id": "P1"},
        "3": {"right": ACCEPT, "kind": "missing", "person_id": "P2"},
    }
    return score(Truths(told, {"P1": "C1", "P9": "C1"}), rows)


def test_an_answer_is_right_only_of_the_right_person() -> None:
    hers, double, another = (
        scored(Sorted("1", "machine", "answered", "", person, True)).did
        for person in ("P1", "P9", "P2")
    )
    assert hers == double == {("answered", True): 1}
    assert another == {("answered", False): 1}
    assert scored(Sorted("3", "machine", "answered", "", "P2", True)).did["answered", False]


def test_a_report_is_joined_rightly_with_any_that_says_the_same() -> None:
    assert scored(Sorted("1", "machine", "joined", "2", "P1", False)).did["joined", True]
    assert scored(Sorted("3", "machine", "joined", "1", "P2", False)).did["joined", False]


def test_a_proposal_is_judged_by_what_it_proposes() -> None:
    assert scored(Sorted("3", "one_key", "", "", "P2", False)).proposed == {True: 1}
    assert scored(Sorted("3", "one_key", "", "", "P2", True)).proposed == {False: 1}
    assert scored(Sorted("1", "one_key", "", "", "P1", True)).proposed == {True: 1}


def test_a_table_tells_percentiles_and_what_went_wrong(tmp_path: Path) -> None:
    timed = Timed(seconds=2.0)
    timed.times["report"] = [float(ms) for ms in range(1, 101)]
    timed.wrong = ["500", "500"]
    timed.keep(tmp_path / "timed.json")
    again = Timed.read(tmp_path / "timed.json")
    assert again.lines({"report": "all", "none": "none"}) == [
        "| all | 100 | 50.0 | 50 | 95 | 99 | 100 |"
    ]
    assert again.otherwise() == "500: 2"


def test_the_processor_counts_what_a_program_began() -> None:
    before = seconds_of([os.getpid()])
    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
    assert seconds_of([os.getpid()]) - before >= 0.05
