"""Reports of a city: loaded, sorted, sent in by many at once, and worked off; one table at the end.

python -m benchmarks.corrections --folder DIR [--people N] [--reports N] [--only STEP ...]

The folder keeps the registry and the reports, so that a second run sorts and measures at once.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any, Final

from benchmarks.corrections.photo import draw_photo
from benchmarks.corrections.processor import database_of, seconds_of, worker_of
from benchmarks.corrections.timed import HEAD, Timed
from benchmarks.corrections.world import CHANNEL, Ordered, write_world
from benchmarks.entry.__main__ import SOTIEM, WITH_DJANGO, served
from benchmarks.matching.running import Ran, run

STEPS: Final = ("fill", "load", "triage", "intake", "pages")
ASKING: Final = "benchmarks.corrections"
BARE_LOOPS: Final = (1, 2, 8)
SENDERS: Final = 16
CITIZENS: Final = 2_000
OFFICERS: Final = 20
PAGES_A_SECOND: Final = 20.0
REPORTS_BESIDE: Final = 30.0  # come in a second, while pages are read


@dataclass(frozen=True, slots=True)
class Bench:
    """Where everything lies, and how much of it there is."""

    folder: Path
    asked: Ordered
    seconds: float
    rate: float  # reports a second that come in when citizens do not all press at once

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def done(self, step: str) -> Path:
        return self.folder / f"{step}.done"

    def sotiem(self, *arguments: str | Path) -> Ran:
        return run(SOTIEM, *arguments, home=self.home)

    def step(self, module: str, *arguments: object) -> Ran:
        return run(WITH_DJANGO, f"corrections.{module}", *map(str, arguments), home=self.home)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corrections", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--reports", type=int, default=350_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", default="clean")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each run takes")
    parser.add_argument("--rate", type=float, default=150.0, help="reports a second, when paced")
    parser.add_argument("--folder", type=Path, help="keep the registry here, and use it again")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=STEPS)
    asked = parser.parse_args(arguments)
    order = Ordered(asked.people, asked.reports, asked.seed, asked.style)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        bench = Bench((asked.folder or Path(made)).resolve(), order, asked.seconds, asked.rate)
        for line in measure(bench, asked.only):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def measure(bench: Bench, steps: Sequence[str]) -> Iterator[str]:
    """Do the steps in their order; give what to print as it comes."""
    yield (
        f"{date.today()}: {bench.asked.people:,} people, {bench.asked.reports:,} reports; "  # noqa: DTZ011
        f"load of the machine before: {os.getloadavg()[0]:.1f}\n"
    )
    ways: dict[str, Callable[[Bench], Iterator[str]]] = {
        "fill": fill,
        "load": load,
        "triage": triage,
        "intake": intake,
        "pages": pages,
    }
    for step in steps:
        yield from ways[step](bench)


def fill(bench: Bench) -> Iterator[str]:
    """The registry with its mistakes; done before, it stays as it is."""
    bench.sotiem("migrate")
    bench.sotiem("database", "start")
    if (bench.files / "filled").exists():
        return
    write_world(bench.asked, bench.files)
    bench.step("filling", "places", bench.files)
    bench.sotiem("people", "load", bench.files / "people.parquet")
    bench.sotiem("doses", "load", bench.files / "doses.parquet")
    bench.step("filling", "sheets", bench.files)
    (bench.files / "filled").touch()
    yield "The registry is filled.\n"


def load(bench: Bench) -> Iterator[str]:
    """The export of an earlier channel, with the names of its photos."""
    if bench.done("load").exists():
        return
    result = bench.folder / "loaded.csv"
    export = bench.files / "reports.csv"
    ran = bench.sotiem("reports", "load", export, "--channel", CHANNEL, "--result", result)
    bench.done("load").touch()
    yield f"Load: {_told(ran)} ({ran.seconds:.0f} s with the start, {ran.gibibytes:.1f} GiB)\n"


def triage(bench: Bench) -> Iterator[str]:
    """All that is open sorted by machine, and held against what is true."""
    ran = bench.sotiem("reports", "triage", "--all")
    yield f"Triage: {_told(ran)} ({ran.seconds:.0f} s with the start, {ran.gibibytes:.1f} GiB)\n"
    told = bench.folder / "score.md"
    bench.step("scoring", bench.files / "truth.csv", told)
    yield told.read_text(encoding="utf-8")


def intake(bench: Bench) -> Iterator[str]:
    """Reports sent by citizens with a photo of 300 kB, beside the least that must be done."""
    bench.sotiem("database", "start")
    photo = bench.folder / "photo.jpg"
    size = draw_photo(photo)
    citizens = _signed_in(bench, "citizens", CITIZENS)
    bare = {loops: _bare(bench, photo, loops) for loops in BARE_LOOPS}
    with served(bench.home) as port:
        _sent(bench, port, citizens, photo, rate=0, seconds=bench.seconds / 10)  # plans, caches
        before, worked = _processor(bench), _worker()
        hurried = _sent(bench, port, citizens, photo, rate=0, seconds=bench.seconds)
        taken = _processor(bench) - before - hurried.processor
        worked = _worker() - worked
        paced = _sent(bench, port, citizens, photo, rate=bench.rate, seconds=bench.seconds)
    rate = len(hurried.times["report"]) / hurried.seconds
    yield f"Intake over HTTP, photos of {size / 1000:.0f} kB:\n\n{HEAD}"
    yield from hurried.lines({"report": f"{SENDERS} send without a pause"})
    yield from paced.lines({"report": f"{bench.rate:g} a second"})
    yield f"\nAnswered otherwise: {hurried.otherwise() or paced.otherwise() or 'none'}."
    each = 1_000 / max(1, len(hurried.times["report"]))
    yield f"Processor: {each * (taken - worked):.1f} ms a report (web and PostgreSQL); beside it "
    yield f"the worker took {each * worked:.1f} ms, which it does when there is time.\n"
    yield "| store, sync, insert, commit | a second | intake / this |\n|---|---:|---:|"
    for loops, each in bare.items():
        yield f"| {loops} at once | {each:.0f} | {rate / each:.2f} |"
    yield ""


def pages(bench: Bench) -> Iterator[str]:
    """The queue and its cases, read by officers while reports come in."""
    bench.sotiem("database", "start")
    photo = bench.folder / "photo.jpg"
    draw_photo(photo)
    citizens = _signed_in(bench, "citizens", CITIZENS)
    officers = _signed_in(bench, "officers", OFFICERS)
    out = bench.folder / "pages.json"

    def read(port: int, seconds: float) -> Timed:
        asked = (port, officers, out, seconds, PAGES_A_SECOND)
        run(f"{ASKING}.pages", *map(str, asked), home=bench.home)
        return Timed.read(out)

    with served(bench.home) as port:
        read(port, bench.seconds / 10)  # plans, caches
        alone = read(port, bench.seconds)
        with _beside(lambda: _sent(bench, port, citizens, photo, REPORTS_BESIDE, bench.seconds)):
            beside = read(port, bench.seconds)
    yield f"Pages, {PAGES_A_SECOND:g} a second:\n\n{HEAD}"
    yield from alone.lines({"queue": "queue", "case": "case"})
    also = f"beside {REPORTS_BESIDE:g} reports a second"
    yield from beside.lines({"queue": f"queue, {also}", "case": f"case, {also}"})
    yield f"\nAnswered otherwise: {alone.otherwise() or beside.otherwise() or 'none'}.\n"


def _processor(bench: Bench) -> float:
    """Seconds that this program, all it began, and PostgreSQL have taken so far."""
    return seconds_of([os.getpid(), database_of(bench.home)])


def _worker() -> float:
    """Seconds that the worker of the server begun here has taken so far."""
    return seconds_of(worker_of(os.getpid()))


@contextmanager
def _beside(work: Callable[[], Any]) -> Iterator[None]:
    thread = Thread(target=work)
    thread.start()
    yield
    thread.join()


def _sent(
    bench: Bench, port: int, citizens: Path, photo: Path, rate: float, seconds: float
) -> Timed:
    out = bench.folder / "sent.json"
    asked = (port, citizens, photo, out, SENDERS, seconds, rate)
    run(f"{ASKING}.intake", *map(str, asked), home=bench.home)
    return Timed.read(out)


def _bare(bench: Bench, photo: Path, loops: int) -> float:
    out = bench.folder / "bare.json"
    bench.step("bare", photo, bench.folder / "bare", loops, bench.seconds / 6, out)
    return float(json.loads(out.read_text(encoding="utf-8"))["a_second"])


def _signed_in(bench: Bench, who: str, number: int) -> Path:
    out = bench.folder / f"{who}.json"
    bench.step("signed_in", who, number, out)
    return out


def _told(ran: Ran) -> str:
    return " ".join(ran.output.split())


if __name__ == "__main__":
    main()
