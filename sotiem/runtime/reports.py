"""`sotiem reports load`: what an earlier channel exported, in bulk."""

import csv
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import click
import polars as pl
from django.db import connection
from django.utils import timezone

from sotiem.corrections.channels import Channel
from sotiem.corrections.operations import load_reports as load
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.identity.readings import read_sexes
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.report_files import KEY, read_export
from sotiem.runtime.report_photos import attach_photos
from sotiem.runtime.report_words import COLUMNS, NotTaken, ReportWords, RowIsNoReport
from sotiem.runtime.terminal import console

ORIGIN: Final = "load"
ROWS_AT_ONCE: Final = 20_000
LONGEST_SOURCE_ID: Final = 80
RESULT: Final = (KEY, "result", "code", "reason")
LOADED, KNOWN, LEFT_OUT = "loaded", "known", "left out"

# What became of the rows of the file: by their place, the result, the code, the reason.
Fates = dict[int, tuple[str, str, str]]


def load_reports(
    *,
    file: Path,
    channel_code: str,
    photos: Path | None,
    result: Path | None,
    processes: int,
) -> None:
    """Load an export on all cores, and tell what became of each row."""
    started = perf_counter()
    if not Channel.objects.filter(code=channel_code).exists():
        raise click.ClickException(f"There is no channel {channel_code}.")
    frame = read_export(file, columns=COLUMNS).with_row_index("row")
    frame = frame.with_columns(pl.Series("sex", read_sexes(frame["sex"].to_list())))
    fates = _nameless(frame)
    rows = frame.filter(~pl.col("row").is_in(list(fates)))
    work = partial(load_slice, channel_code=channel_code)
    try:
        for some in on_all_cores(work, _by_phone(rows), processes=processes, what="Reports"):
            fates |= some
    except Refusal as refusal:
        raise click.ClickException(_in_words(refusal)) from None
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) corrections_correctionreport")
    seconds = perf_counter() - started
    _tell(fates, seconds)
    unread = attach_photos(channel_code, photos, processes=processes) if photos else {}
    if result is not None:
        _write(result, frame, fates, unread)


def load_slice(rows: pl.DataFrame, *, channel_code: str) -> Fates:
    """Load some of an export's rows, in a transaction of their own."""
    now = timezone.now()
    words = ReportWords.read(at=now)
    fates: Fates = {}
    reports, places = [], {}
    for row in rows.iter_rows(named=True):
        try:
            reports.append(words.report(row[KEY], row))
            places[row[KEY]] = row["row"]
        except RowIsNoReport as problem:
            fates[row["row"]] = (LEFT_OUT, "", str(problem.why))
    codes = load(channel_code=channel_code, reports=reports, by=machine(ORIGIN), at=now)
    for name, place in places.items():
        code = codes.get(name, "")
        fates[place] = (LOADED if code else KNOWN, code, "")
    return fates


def _nameless(frame: pl.DataFrame) -> Fates:
    """Rows without a source_id that can be kept, or with one that stands above already."""
    name = pl.col(KEY)
    found = frame.select(
        "row",
        pl.when((name == "") | (name.str.len_chars() > LONGEST_SOURCE_ID))
        .then(pl.lit(str(NotTaken.NO_SOURCE_ID)))
        .when(~name.is_first_distinct())
        .then(pl.lit(str(NotTaken.REPEATED)))
        .alias("why"),
    ).drop_nulls()
    return {row: (LEFT_OUT, "", why) for row, why in found.iter_rows()}


def _by_phone(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut the rows so that one sender's are seldom spread over two transactions."""
    return list(rows.sort("sender_phone", "row").iter_slices(ROWS_AT_ONCE))


def _tell(fates: Fates, seconds: float) -> None:
    number = dict.fromkeys((LOADED, KNOWN, LEFT_OUT), 0)
    for fate, _, _ in fates.values():
        number[fate] += 1
    console.print(
        f"{number[LOADED]:,} reports loaded, {number[KNOWN]:,} known already, "
        f"{number[LEFT_OUT]:,} left out; {seconds:.1f} s, {len(fates) / seconds:,.0f} a second",
        soft_wrap=True,
    )


def _write(
    target: Path,
    frame: pl.DataFrame,
    fates: Mapping[int, tuple[str, str, str]],
    unread: Mapping[str, str],
) -> None:
    """Write what became of every row, in the order of the file."""
    rows: Iterable[tuple[int, str]] = frame.select("row", KEY).iter_rows()
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(RESULT)
        for row, name in rows:
            fate, code, why = fates[row]
            writer.writerow((name, fate, code, why or unread.get(name, "")))


def _in_words(refusal: Refusal) -> str:
    """`ChannelIsNotOpenYet` as `channel is not open yet`."""
    name = type(refusal).__name__
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()
