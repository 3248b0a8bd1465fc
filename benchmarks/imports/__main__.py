"""Fill a registry, take a facility's sheet in, and print how long each part took beside others."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.entry.__main__ import WITH_DJANGO, Size, fill
from benchmarks.matching.running import Ran, run

FACILITY: Final = "99999"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compare", type=int, default=3_000, help="rows for django-import-export")
    parser.add_argument("--folder", type=Path, help="keep the registry here, and use it again")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        folder = asked.folder or Path(made)
        size = Size(asked.people, 0, 0.0)
        for line in measure(size, folder, asked.rows, asked.seed, asked.compare):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def measure(size: Size, folder: Path, rows: int, seed: int, compare: int) -> Iterator[str]:
    """Do all of it in a folder with a database of its own; give what to print as it comes."""
    home, files = folder / "home", folder / "files"
    doses = fill(size, files, home)
    sheet = folder / f"sheet-{rows}-{seed}.xlsx"
    asked = ("--world", files, "--rows", rows, "--facility", FACILITY, "--out", sheet)
    run("benchmarks.sheets", *map(str, (*asked, "--seed", seed)), home=home)
    told = folder / "told.json"
    # Begun by a step, the database would be counted and timed as part of it.
    run("sotiem.runtime.cli", "database", "start", home=home)
    lots = sheet.with_name("lots.csv")
    run(WITH_DJANGO, "imports.others", "prepare", FACILITY, lots, told, home=home)
    yield (
        f"{date.today()}: {size.people:,} people, {doses:,} doses on record; sheet of {rows:,} "  # noqa: DTZ011
        f"rows; load of the machine before: {os.getloadavg()[0]:.1f}\n\n"
        "| part | seconds | peak of all processes but PostgreSQL |\n|---|---|---|"
    )
    yield _timed("preview", sheet, told, home)
    yield _timed("commit", sheet, told, home)
    run(WITH_DJANGO, "imports.others", "copy", FACILITY, sheet, told, home=home)
    yield f"| COPY of the same rows | {json.loads(told.read_text())['seconds']:.1f} | |"
    if compare:
        run(WITH_DJANGO, "imports.others", "import_export", str(compare), sheet, told, home=home)
        seconds = json.loads(told.read_text())["seconds"]
        yield (
            f"| django-import-export, {compare:,} rows, preview and import | {seconds:.1f}, "
            f"{seconds * rows / compare:.0f} for all | |"
        )


def _timed(step: str, sheet: Path, told: Path, home: Path) -> str:
    """One step in a process of its own, as the worker would do it."""
    ran: Ran = run(WITH_DJANGO, "imports.others", step, FACILITY, sheet, told, home=home)
    answer = json.loads(told.read_text())
    counts = ", ".join(f"{name} {number:,}" for name, number in sorted(answer["counts"].items()))
    return f"| {step} ({counts}) | {answer['seconds']:.1f} | {ran.gibibytes:.2f} GiB |"


if __name__ == "__main__":
    main()
