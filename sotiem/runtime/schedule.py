"""`sotiem schedule`: the schedule as a file, and set from one."""

import csv
import sys
from pathlib import Path
from typing import Final

import click
from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.runtime.terminal import console
from sotiem.vaccines.models import ScheduleLine
from sotiem.vaccines.operations import ScheduleLineIsKept, ScheduleLineWrong, set_schedule

COLUMNS: Final = (
    "code", "disease", "dose_number", "part", "after", "give", "min_days", "recommended_days",
    "max_days", "min_age", "max_age", "valid_from", "valid_to", "source",
)  # fmt: skip


def set_lines(*, file: Path) -> None:
    """Set the schedule from a file; all of it, or nothing."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [
            {key: value or "" for key, value in row.items() if key}
            for row in csv.DictReader(opened)
        ]
    try:
        done = set_schedule(rows=rows, by=machine("schedule"), at=timezone.now())
    except ScheduleLineWrong as wrong:
        raise click.ClickException(f"{wrong.details['code']}: {wrong}") from wrong
    except ScheduleLineIsKept as kept:
        raise click.ClickException(
            f"{kept.details['code']} says something else already: end it, and add another line"
        ) from kept
    console.print(
        f"{done.added} lines added, {done.changed} ended or prolonged, {done.unchanged} unchanged."
    )


def show() -> None:
    """Print the schedule in the form in which it is set."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in ScheduleLine.objects.select_related("disease").order_by("dose_number", "code"):
        told = {"disease": line.disease.code, "after": "|".join(line.after)}
        told["give"] = "|".join(line.give)
        writer.writerow(told.get(name, getattr(line, name)) for name in COLUMNS)
