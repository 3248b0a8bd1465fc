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

# (seed, people, rows, style): worlds to learn from, the last one also the names.
SEEN: Final = (
    *((seed, 200_000, 60_000, "random") for seed in (1, 2, 3, 4, 5, 6)),
    (7, 800_000, 60_000, "random"),
    (21, 500_000, 80_000, "default"),
)
# Worlds to measure with; of two styles nothing was learned.
UNSEEN: Final = (
    (22, 500_000, 80_000, "default"),
    (101, 200_000, 40_000, "random"),
    (102, 200_000, 40_000, "random"),
    (131, 200_000, 40_000, "clean"),
    (141, 200_000, 40_000, "harsh"),
    (11, 1_000_000, 200_000, "default"),
)
# Many worlds speak of one field, few of five together: those weights are held more firmly.
RIDGE: Final = (0.05, 0.5, 5.0)
ROUNDS: Final = 200
LINK: Final = 0.998
LEAST: Final = 0.15


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
    from sotiem.matching.rules.learn import fit  # noqa: PLC0415
    from sotiem.matching.rules.model import Weights  # noqa: PLC0415

    seen = [read_world(_made(given.folder, *world)) for world in SEEN]
    labelled = [world.labelled for world in seen]
    weights = fit(labelled, start=Weights.zero(), ridge=RIDGE, rounds=ROUNDS, tell=_tell)
    shares = {
        part: {name: round(share, 7) for name, share in some.items()}
        for part, some in seen[-1].shares.items()
    }
    fitted = Judge(given.out.stem, weights, seen[-1].people, shares, (), LINK, LEAST)
    # What is measured is what is written, rounded.
    judge = Judge.from_json(fitted.version, fitted.to_json())
    found = []
    for seed, people, rows, style in UNSEEN:
        measured = measure(read_world(_made(given.folder, seed, people, rows, style)), judge)
        world = {"style": style, "seed": seed, "people": people, "rows": rows}
        found.append({**world, **{k: round(v, 5) for k, v in asdict(measured).items()}})
        sys.stdout.write(f"{json.dumps(found[-1])}\n")
    # Pages show what was measured in the largest world, the last.
    kept = {"evaluation": {**found[-1], "worlds": found}, **judge.to_json()}
    given.out.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _tell(done: int, rounds: int) -> None:
    sys.stderr.write(f"\rround {done} of {rounds}{'' if done < rounds else chr(10)}")


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
