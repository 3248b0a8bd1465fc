"""Fill a registry, serve it as it is really served, let many work at once, print one table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.entry.clerks import HOST, work
from benchmarks.entry.desk import Desk
from benchmarks.entry.people import Comers
from benchmarks.entry.table import table
from benchmarks.matching.running import run
from benchmarks.people.generate import Order, generate
from sotiem.runtime.serving import answers, choose_port

SOTIEM: Final = "sotiem.runtime.cli"
WITH_DJANGO: Final = "benchmarks.with_django"
EVERY: Final = 20.0  # seconds that one person takes at a desk
SECONDS_TO_START: Final = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    people: int
    clerks: int
    seconds: float
    every: float = EVERY
    seed: int = 20_264


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entry", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0, help="how long each run takes")
    parser.add_argument("--folder", type=Path, help="keep the registry here, and use it again")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        size = Size(asked.people, asked.clerks, asked.seconds)
        sys.stdout.write(measure(size, asked.folder or Path(made)))


def measure(size: Size, folder: Path) -> str:
    """Do all of it in a folder with a database of its own; return what to print."""
    home, files = folder / "home", folder / "files"
    doses = fill(size, files, home)
    run(WITH_DJANGO, "entry.world", str(size.clerks), folder / "desks.json", home=home)
    desks = [Desk(**desk) for desk in json.loads((folder / "desks.json").read_text())]
    people = Comers(files / "people.parquet", seed=size.seed)
    load_before = os.getloadavg()[0]
    with served(home) as port:
        work(desks, people, port=port, every=0, seconds=size.seconds / 10)  # plans, caches
        paced = work(desks, people, port=port, every=size.every, seconds=size.seconds)
        hurried = work(desks, people, port=port, every=0, seconds=size.seconds / 5)
    return (
        f"{date.today()}: {size.people:,} people, {doses:,} doses on record; "  # noqa: DTZ011
        f"{size.clerks} clerks, one person in {size.every:g} s each; load of the machine before: "
        f"{load_before:.1f}\n\n{table(paced)}\nWithout a pause:\n\n{table(hurried)}"
    )


def fill(size: Size, files: Path, home: Path) -> int:
    """Put people and their doses on record, unless they are; tells how many doses."""
    people, doses, filled = (files / name for name in ("people.parquet", "doses.parquet", "filled"))
    run(SOTIEM, "migrate", home=home)
    if not filled.exists():
        generate(Order(size.people, 10, size.seed, with_doses=size.people)).write(files)
        run(SOTIEM, "people", "load", people, home=home)
        run(SOTIEM, "doses", "load", doses, home=home)
        filled.touch()
    return int(pl.scan_parquet(doses).select(pl.len()).collect().item())


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The server as `sotiem serve` runs it: PostgreSQL, web processes, worker."""
    port = choose_port(None)
    command = [sys.executable, "-m", SOTIEM, "serve", "--port", str(port)]
    surroundings = {
        **os.environ,
        "SOTIEM_HOME": str(home),
        "SOTIEM_POPULATION_REGISTRY": "stand-in",
    }
    with tempfile.TemporaryFile("w+") as told:
        server = subprocess.Popen(command, env=surroundings, stdout=told, stderr=subprocess.STDOUT)
        try:
            _wait_for(server, f"http://{HOST}:{port}/healthz")
            yield port
        finally:
            server.terminate()
            server.wait(SECONDS_TO_START)


def _wait_for(server: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not answers(address):
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server did not start")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
