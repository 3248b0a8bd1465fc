"""Write a registry of invented people, and dirty rows about them, into a folder."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.people.generate import Order, generate
from benchmarks.people.styles import STYLES


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--style", choices=STYLES, default="default")
    parser.add_argument("--duplicates", type=float, default=0.0, help="share of people held twice")
    parser.add_argument("--csv", action="store_true", help="write people.csv as well")
    asked = parser.parse_args(arguments)
    begin = time.perf_counter()
    made = generate(Order(asked.people, asked.rows, asked.seed, asked.style, asked.duplicates))
    made.write(asked.out, with_csv=asked.csv)
    say = sys.stdout.write
    for kind, count in sorted(made.kinds.items(), key=lambda item: (-item[1], item[0])):
        say(f"{kind:28} {count:9,}\n")
    for what, count in made.summary().items():
        say(f"{what:40} {count:9,}\n")
    say(f"written to {asked.out} in {time.perf_counter() - begin:.1f} s\n")


if __name__ == "__main__":
    main()
