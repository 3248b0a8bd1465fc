"""Learn the shipped model from invented people: `python -m benchmarks.training --out MODEL.json`.

Needs a database with places in it (`sotiem migrate`); writes worlds of people into --folder.
"""

import argparse
import gc
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import django

# (seed, people, rows, style): worlds to learn from, the last to measure with.
WORLDS: Final = (
    (1, 200_000, 60_000, "random"),
    (2, 200_000, 60_000, "random"),
    (21, 500_000, 80_000, "default"),
    (22, 500_000, 80_000, "default"),
)
RIDGE: Final = 0.3
ROUNDS: Final = 80
LINK: Final = 0.999
LEAST: Final = 0.05


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--folder", type=Path, required=True)
    given = asked.parse_args()
    django.setup()
    # Millions of pairs stay until the end; looking through them again and again takes hours.
    gc.disable()

    from benchmarks.training.measure import measure  # noqa: PLC0415  (needs Django)
    from benchmarks.training.worlds import read_world  # noqa: PLC0415
    from sotiem.matching.rules.judge import Judge  # noqa: PLC0415
    from sotiem.matching.rules.learn import estimate_without_labels, fit  # noqa: PLC0415

    worlds = [read_world(_made(given.folder, *world)) for world in WORLDS]
    *seen, unseen = worlds
    start = estimate_without_labels(seen[0].labelled.levels)
    weights = fit([world.labelled for world in seen], start=start, ridge=RIDGE, rounds=ROUNDS)
    known = seen[-1]
    shares = {
        part: {name: round(share, 7) for name, share in some.items()}
        for part, some in known.shares.items()
    }
    judge = Judge(given.out.stem, weights, known.people, shares, (), LINK, LEAST)
    given.out.write_text(
        json.dumps(judge.to_json(), ensure_ascii=False, separators=(",", ":")), "utf-8"
    )
    sys.stdout.write(f"{json.dumps(asdict(measure(unseen, judge)), indent=1)}\n")


def _made(folder: Path, seed: int, people: int, rows: int, style: str) -> Path:
    world = folder / f"{style}-{seed}"
    if not (world / "truth.csv").exists():
        subprocess.run(
            [
                sys.executable, "-m", "benchmarks.people", "--people", str(people),
                "--rows", str(rows), "--seed", str(seed), "--style", style, "--out", str(world),
            ],
            check=True,
        )  # fmt: skip
    return world


if __name__ == "__main__":
    main()
