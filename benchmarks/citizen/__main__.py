"""Citizens at the portal: they register, confirm an invitation, and look up; one table at the end.

python -m benchmarks.citizen --folder DIR [--people N] [--seconds S] [--rate R]

The folder keeps the registry, so that a second run measures at once. To see how the look-up grows,
run it with two folders: 100,000 and 1,000,000 people.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.citizen.asking import KINDS
from benchmarks.citizen.spent import spent
from benchmarks.corrections.timed import HEAD, Timed
from benchmarks.entry.__main__ import WITH_DJANGO, Size, fill, served
from benchmarks.matching.running import run

SENDERS: Final = 24
ASKING: Final = "benchmarks.citizen.asking"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.citizen", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each run takes")
    parser.add_argument("--rate", type=float, default=200.0, help="a second, when paced")
    parser.add_argument("--folder", type=Path, help="keep the registry here, and use it again")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        folder = (asked.folder or Path(made)).resolve()
        size = Size(asked.people, 0, asked.seconds)
        for line in measure(size, folder, asked.rate):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def measure(size: Size, folder: Path, rate: float) -> Iterator[str]:
    """Fill, serve, ask; give what to print as it comes."""
    home, files = folder / "home", folder / "files"
    doses = fill(size, files, home)
    load = os.getloadavg()[0]
    yield (
        f"{date.today()}: {size.people:,} people, {doses:,} doses; "  # noqa: DTZ011
        f"load of the machine before: {load:.1f}\n\n{HEAD}"
    )
    number = round(1.1 * rate * size.seconds) + 1
    os.environ["SOTIEM_PROXIES"] = "1"
    for kind in KINDS:
        world = folder / f"{kind}.json"
        run(WITH_DJANGO, "citizen.world", str(number), files / "people.parquet", world, home=home)
        with served(home) as port:
            _asked(home, port, world, kind, seconds=size.seconds / 10, rate=rate / 4)
            before = spent(home)
            paced = _asked(home, port, world, kind, seconds=size.seconds, rate=rate)
            took = {part: now - before.get(part, 0) for part, now in spent(home).items()}
        yield from paced.lines({kind: f"{kind}, {rate:g} a second"})
        yield f"| {_each(took, len(paced.times[kind]))} |||||||"
        yield f"| answered otherwise: {paced.otherwise() or 'none'} |||||||"


def _each(took: Mapping[str, float], number: int) -> str:
    parts = (f"{part} {1000 * seconds / number:.1f}" for part, seconds in took.items())
    return f"processor time of each, ms: {', '.join(parts)}"


def _asked(home: Path, port: int, world: Path, kind: str, *, seconds: float, rate: float) -> Timed:
    out = world.with_suffix(".timed.json")
    run(ASKING, *map(str, (port, world, kind, out, SENDERS, seconds, rate)), home=home)
    return Timed.read(out)


if __name__ == "__main__":
    main()
