"""People, the facilities that vaccinate them, and their doses: of any number."""

from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.people.generate import Order, generate

A_WORLD: Final = 1_000_000  # people that are made at once
DAYS_OF_A_WEEK: Final = 7


def make(people: int, folder: Path, *, seed: int = 101) -> int:
    """Write people.parquet, doses.parquet and facilities.parquet; tells how many doses.

    A dose names its facility by a code, so that it counts where it was given, and was given on the
    one weekday on which that facility vaccinates.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [min(A_WORLD, people - done) for done in range(0, people, A_WORLD)]
    for number, size in enumerate(sizes):
        made = generate(Order(size, 10, seed + number, with_doses=size))
        mark = pl.lit(f"{number:02}")
        person = pl.concat_str(mark, "person_id").alias("person_id")
        made.people.with_columns(person).write_parquet(folder / f"people-{number:02}.parquet")
        made.doses.with_columns(
            person, pl.concat_str(mark, "dose_id").alias("dose_id")
        ).write_parquet(folder / f"doses-{number:02}.parquet")
    pl.scan_parquet(folder / "people-*.parquet").sink_parquet(folder / "people.parquet")
    doses = pl.scan_parquet(folder / "doses-*.parquet")
    names = doses.select(pl.col("facility").unique().sort()).collect()
    facilities = names.select(
        name="facility", code=pl.format("9{}", pl.int_range(pl.len()).cast(str).str.zfill(5))
    )
    facilities.write_parquet(folder / "facilities.parquet")
    doses.with_columns(
        pl.col("facility").replace_strict(facilities["name"], facilities["code"])
    ).with_columns(given_on=_on_its_weekday()).sink_parquet(folder / "doses.parquet")
    return int(doses.select(pl.len()).collect().item())


def _on_its_weekday() -> pl.Expr:
    """The day of the same week on which the facility holds its sessions."""
    week = pl.col("given_on").str.to_date().dt.truncate("1w")
    weekday = pl.col("facility").str.tail(5).cast(pl.Int64) % DAYS_OF_A_WEEK
    return (week + pl.duration(days=weekday)).dt.to_string("%Y-%m-%d")
