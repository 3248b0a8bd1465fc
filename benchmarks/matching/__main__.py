"""Make people and rows, match them by us and by Splink, and print one table."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.matching.answers import Quality, measure
from benchmarks.matching.running import Ran, run
from benchmarks.people.generate import Order, generate

SOTIEM: Final = "sotiem.runtime.cli"
OURS: Final = "benchmarks.with_django"
# From here on Splink is taken to link by itself.
LINK: Final = 0.99
CLAIMS: Final = "2000"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=20_261)
    parser.add_argument("--style", default="default")
    parser.add_argument("--no-splink", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sotiem-benchmark-") as made:
        order = Order(asked.people, asked.rows, asked.seed, asked.style)
        sys.stdout.write(compare(order, Path(made), with_splink=not asked.no_splink))


def compare(order: Order, folder: Path, *, with_splink: bool = True) -> str:
    """Do all of it in a folder with a database of its own; return what to print."""
    files, home = folder / "files", folder / "home"
    generate(order).write(files)
    people, rows = files / "people.parquet", files / "rows.csv"
    run(SOTIEM, "migrate", home=home)
    run(SOTIEM, "database", "start", home=home)
    try:
        bare = float(run(OURS, "matching.loading", people, home=home).output)
        loaded = run(SOTIEM, "people", "load", people, home=home)
        ours = run(SOTIEM, "match", rows, "--out", folder / "ours.csv", home=home)
        online = run(OURS, "matching.online", rows, CLAIMS, home=home).output.split()
        with ThreadPool(2) as both:
            asked = both.map(
                lambda _: run(OURS, "matching.online", rows, CLAIMS, home=home), range(2)
            )
        together = sum(float(ran.output.split()[2]) for ran in asked)
        ways = [("sotiem match", ours, measure(_ours(folder / "ours.csv"), files / "truth.csv"))]
        if with_splink:
            theirs = run(
                OURS, "matching.splink_way", people, rows, folder / "splink.csv", home=home
            )
            quality = measure(_splink(folder / "splink.csv"), files / "truth.csv")
            ways.append(("Splink 5", theirs, quality))
    finally:
        run(SOTIEM, "database", "stop", home=home)
    speed = order.people / loaded.seconds
    return (
        f"{date.today()}: {order.people:,} people, {order.rows:,} rows, seed {order.seed}, "  # noqa: DTZ011
        f"style {order.style}\n\n{table(ways, order.rows)}\n"
        f"One claim at a time: p50 {online[0]} ms, p95 {online[1]} ms, {online[2]} a second; "
        f"two processes at once: {together:.0f} a second.\n"
        f"Loading: {speed:,.0f} people a second, {speed / bare:.2f} of a bare COPY "
        f"({bare:,.0f} a second).\n"
    )


def table(ways: Sequence[tuple[str, Ran, Quality]], rows: int) -> str:
    """One column a way."""
    told = [
        ("F1", [f"{quality.f1:.4f}" for _, _, quality in ways]),
        ("precision", [f"{quality.precision:.4f}" for _, _, quality in ways]),
        ("recall", [f"{quality.recall:.4f}" for _, _, quality in ways]),
        ("linked by the machine", [f"{quality.linked:.1%}" for _, _, quality in ways]),
        ("precision there", [f"{quality.linked_precision:.5f}" for _, _, quality in ways]),
        ("could be linked at 0.9999", [f"{quality.linkable:.1%}" for _, _, quality in ways]),
        ("strangers linked at 0.5", [f"{quality.strangers_linked:.2%}" for _, _, quality in ways]),
        ("calibration error", [f"{quality.calibration_error:.4f}" for _, _, quality in ways]),
        ("rows a second", [f"{rows / ran.seconds:,.0f}" for _, ran, _ in ways]),
        ("memory, GiB", [f"{ran.gibibytes:.2f}" for _, ran, _ in ways]),
    ]
    lines = [("", [name for name, _, _ in ways]), ("---", ["---:"] * len(ways)), *told]
    return "".join(f"| {name} | {' | '.join(cells)} |\n" for name, cells in lines)


def _ours(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False).select(
        "row_id",
        pl.col("person_id").fill_null(""),
        pl.col("probability").cast(pl.Float64),
        (pl.col("zone") == "link").alias("linked"),
    )


def _splink(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, schema_overrides={"row_id": pl.String, "person_id": pl.String}).select(
        "row_id",
        pl.col("person_id").fill_null(""),
        "probability",
        (pl.col("probability") >= LINK).alias("linked"),
    )


if __name__ == "__main__":
    main()
