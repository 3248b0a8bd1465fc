"""Figures of a country: counted anew, kept while sheets come in, published, and read.

python -m benchmarks.indicators [--people N] [--rows N] [--folder DIR]
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.entry.__main__ import SOTIEM, WITH_DJANGO, served
from benchmarks.indicators.country import make
from benchmarks.indicators.pages import PAGES, TIMES, middle_and_p95, read
from benchmarks.matching.running import run

FACILITY: Final = "99999"
# With figures and without, so that what warms up on the way counts for both.
ORDER: Final = ("commit", "commit_without", "commit_without", "commit")
DOSES_WITHDRAWN: Final = 20


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.indicators", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=50_000, help="of each of four sheets")
    parser.add_argument("--folder", type=Path, help="keep the registry here, and use it again")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        for line in measure(asked.people, asked.rows, asked.folder or Path(made)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def measure(people: int, rows: int, folder: Path) -> Iterator[str]:
    """Do all of it in a folder with a database of its own; give what to print as it comes."""
    home, files, told = folder / "home", folder / "files", folder / "told.json"
    doses = fill(people, files, home)
    run(SOTIEM, "database", "start", home=home)

    def step(name: str, *given: object) -> dict[str, Any]:
        run(WITH_DJANGO, "indicators.figures", name, *map(str, given), told, home=home)
        answer: dict[str, Any] = json.loads(told.read_text())
        return answer

    yield (
        f"{date.today()}: {people:,} people, {doses:,} doses on record; "  # noqa: DTZ011
        f"load of the machine before: {os.getloadavg()[0]:.1f}\n\n| part | measured |\n|---|---|"
    )
    anew = step("rebuild")
    counted = f"{anew['doses']:,} doses, {anew['figures']:,} figures"
    yield f"| counted anew: {counted} | {anew['seconds']:.0f} s |"
    seconds = dict.fromkeys(ORDER, 0.0)
    for seed, name in enumerate(ORDER, start=1):
        sheet = _sheet(folder, files, home, rows, seed)
        lots = sheet.with_name("lots.csv")
        run(WITH_DJANGO, "imports.others", "prepare", FACILITY, lots, told, home=home)
        run(WITH_DJANGO, "imports.others", "preview", FACILITY, sheet, told, home=home)
        seconds[name] += step(name, FACILITY, sheet)["seconds"]
    followed, unfollowed = (seconds[name] for name in ("commit", "commit_without"))
    yield f"| two sheets of {rows:,} rows recorded, without figures | {unfollowed:.1f} s |"
    yield f"| the same with figures | {followed:.1f} s, {followed / unfollowed - 1:+.1%} |"
    # What the sheets without figures left uncounted is counted now.
    step("rebuild")
    yield f"| published | {step('publish')['seconds']:.1f} s |"
    with served(home) as port:
        one = step("one_dose", DOSES_WITHDRAWN)
        waited = f"{one['seconds']:.2f} s, at most {one['most']:.2f}"
        yield f"| from a withdrawn dose to the figure of the country | {waited} |"
        for address in PAGES:
            median, p95 = middle_and_p95([read(port, address) for _ in range(TIMES)])
            yield f"| {address} | median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms |"
    run(SOTIEM, "database", "start", home=home)
    proved = step("prove")
    yield f"| held against the ledger, {proved['wrong']} wrong | {proved['seconds']:.0f} s |"


def fill(people: int, files: Path, home: Path) -> int:
    """Put people, facilities and doses on record, unless they are; tells how many doses."""
    filled = files / "filled"
    if not filled.exists():
        doses = make(people, files)
        run(SOTIEM, "migrate", home=home)
        facilities, told = files / "facilities.parquet", files / "told.json"
        run(WITH_DJANGO, "indicators.figures", "facilities", facilities, told, home=home)
        run(SOTIEM, "people", "load", files / "people.parquet", home=home)
        run(SOTIEM, "doses", "load", files / "doses.parquet", home=home)
        filled.write_text(str(doses))
    return int(filled.read_text())


def _sheet(folder: Path, files: Path, home: Path, rows: int, seed: int) -> Path:
    sheet = folder / f"sheet-{rows}-{seed}.xlsx"
    asked = ("--world", files, "--rows", rows, "--facility", FACILITY, "--out", sheet)
    run("benchmarks.sheets", *map(str, (*asked, "--seed", seed)), home=home)
    return sheet


if __name__ == "__main__":
    main()
