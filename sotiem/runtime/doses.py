"""`sotiem doses load`: doses of another system, in bulk."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import polars as pl
from django.db import connection
from django.utils import timezone

from sotiem.doses.facts import LoadedDose, NotLoaded
from sotiem.doses.operations import DosesLoaded
from sotiem.doses.operations import load_doses as load
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import Loaded
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.dose_words import DoseWords
from sotiem.runtime.people_files import DOSE_COLUMNS, read_columns
from sotiem.runtime.terminal import console

ORIGIN: Final = "load"
ROWS_AT_ONCE: Final = 20_000
PROCESSES: Final = 2

# Why rows of the file were left out, by their place in it.
LeftOut = dict[int, NotLoaded]


def load_doses(
    *, file: Path, rejected: Path | None, certificates: bool, processes: int = PROCESSES
) -> None:
    """Load a file of doses, on all cores, and tell what became of it."""
    started = perf_counter()
    frame = read_columns(file, key="dose_id", columns=("person_id", *DOSE_COLUMNS))
    frame = frame.with_row_index("row")
    left_out = _nameless(frame)
    doses = frame.filter(~pl.col("row").is_in(list(left_out)))
    work = partial(load_slice, certificates=certificates)
    total = Loaded()
    for done, some in on_all_cores(work, _by_person(doses), processes=processes, what="Doses"):
        total += done
        left_out |= some
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) doses_dose, doses_doseversion")
    if rejected is not None:
        _write(rejected, frame, left_out)
    seconds = perf_counter() - started
    console.print(
        f"{total.added:,} doses added, {total.changed:,} changed, {total.unchanged:,} unchanged; "
        f"{_told(left_out)}; {seconds:.1f} s, {frame.height / seconds:,.0f} a second",
        soft_wrap=True,
    )


def _nameless(frame: pl.DataFrame) -> LeftOut:
    """Rows without a dose_id, with one that stands above already, or without a person_id."""
    again = ~pl.col("dose_id").is_first_distinct()
    found = frame.select(
        "row",
        pl.when(pl.col("dose_id") == "")
        .then(pl.lit(str(NotLoaded.NO_DOSE_ID)))
        .when(again)
        .then(pl.lit(str(NotLoaded.DOSE_ID_REPEATED)))
        .when(pl.col("person_id") == "")
        .then(pl.lit(str(NotLoaded.NO_SUCH_PERSON)))
        .alias("why"),
    ).drop_nulls()
    return {row: NotLoaded(why) for row, why in found.iter_rows()}


def _by_person(doses: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut the doses so that nobody's are spread over two transactions."""
    doses = doses.sort("person_id", "row")
    people = doses["person_id"].to_list()
    slices, first = [], 0
    while first < len(people):
        last = min(first + ROWS_AT_ONCE, len(people))
        while last < len(people) and people[last] == people[last - 1]:
            last += 1
        slices.append(doses.slice(first, last - first))
        first = last
    return slices


def load_slice(doses: pl.DataFrame, *, certificates: bool) -> tuple[Loaded, LeftOut]:
    """Load some of a file's doses, in a transaction of their own."""
    words = DoseWords.read()
    told: dict[str, LoadedDose] = {}
    rows: dict[str, int] = {}
    left_out: LeftOut = {}
    columns = ("row", "dose_id", "person_id", "vaccine", "given_on", "lot", "facility")
    for row, name, person, vaccine, given_on, lot, facility in doses.select(columns).iter_rows():
        day = words.day(given_on)
        if day is None:
            left_out[row] = NotLoaded.NO_DAY
            continue
        facts = words.facts(vaccine=vaccine, day=day, lot=lot, facility=facility)
        told[name], rows[name] = LoadedDose(person=person, facts=facts), row
    loaded: DosesLoaded = load(
        doses=told,
        origin=ORIGIN,
        with_certificates=certificates,
        by=machine(ORIGIN),
        at=timezone.now(),
    )
    left_out |= {rows[name]: why for name, why in loaded.left_out.items()}
    return loaded.done, left_out


def _told(left_out: Mapping[int, NotLoaded]) -> str:
    if not left_out:
        return "none left out"
    counts = Counter(left_out.values())
    reasons = (f"{count:,} {_in_words(why)}" for why, count in counts.most_common())
    return f"{len(left_out):,} left out: {', '.join(reasons)}"


def _in_words(why: NotLoaded) -> str:
    return why.value.replace("_", " ")


def _write(rejected: Path, frame: pl.DataFrame, left_out: LeftOut) -> None:
    """Write the rows that were left out, as they came, each with the reason."""
    rows: Iterable[tuple[str, ...]] = frame.filter(pl.col("row").is_in(list(left_out))).iter_rows()
    with rejected.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow((*frame.columns[1:], "reason"))
        for row, *told in rows:
            writer.writerow((*told, left_out[int(row)]))
