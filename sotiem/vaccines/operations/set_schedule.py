from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import Loaded
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal
from sotiem.vaccines.models import ScheduleLine, TargetDisease
from sotiem.vaccines.queries import known_vaccines


class ScheduleLineWrong(Refusal):
    """A line cannot be read, or contradicts itself; details: code."""


class ScheduleLineIsKept(Refusal):
    """A line that was set says something else: end it, and add another; details: code."""


@transaction.atomic
def set_schedule(*, rows: Sequence[Mapping[str, str]], by: Actor, at: datetime) -> Loaded:
    """Add lines to the schedule, and end lines that are there; nothing else of a line changes.

    `rows` have the columns of `data/schedule.csv`. All are taken, or none. Again: nothing changes.
    """
    hold(Lock.LOADING_VACCINES)
    known = {line.code: line for line in ScheduleLine.objects.all()}
    added = changed = 0
    for row in rows:
        line, before = read_line(row, at), known.get(row.get("code", ""))
        if before is not None and before.line == line.line:
            continue
        if before is None:
            line.save(force_insert=True)
            added += 1
        else:
            _require_same_but_end(before, line)
            ScheduleLine.objects.filter(pk=before.pk).update(valid_to=line.valid_to)
            line.pk, changed = before.pk, changed + 1
        audit.record("schedule.set", line, by=by, at=at, line=_told(line))
    return Loaded(added, changed, len(rows) - added - changed)


def add_lines(rows: Sequence[Mapping[str, str]], *, at: datetime) -> Loaded:
    """Add the lines that come with the program and are not there."""
    known = set(ScheduleLine.objects.values_list("code", flat=True))
    new = [read_line(row, at) for row in rows if row["code"] not in known]
    ScheduleLine.objects.bulk_create(new)
    return Loaded(len(new), 0, len(rows) - len(new))


def read_line(row: Mapping[str, str], at: datetime) -> ScheduleLine:
    """Read one row of a file; refuse what cannot be read or contradicts itself."""
    code = row.get("code", "")
    try:
        line = ScheduleLine(
            code=code,
            disease=TargetDisease.objects.get(code=row["disease"]),
            dose_number=int(row["dose_number"]),
            part=row["part"],
            after=_codes(row["after"]),
            give=_codes(row["give"]),
            min_days=int(row["min_days"]),
            recommended_days=int(row["recommended_days"]),
            max_days=int(row["max_days"]) if row["max_days"] else None,
            min_age=int(row["min_age"]),
            max_age=int(row["max_age"]) if row["max_age"] else None,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            recorded_at=at,
        )
        line.clean_fields(exclude=["after", "disease"])
        line.validate_constraints()
    except (KeyError, ValueError, ValidationError, TargetDisease.DoesNotExist) as error:
        raise ScheduleLineWrong(str(error), code=code) from error
    if {*line.after, *line.give} - {each.code for each in known_vaccines().values()}:
        raise ScheduleLineWrong("it names a vaccine that nobody knows", code=code)
    return line


def _require_same_but_end(before: ScheduleLine, line: ScheduleLine) -> None:
    if {**_told(before), "valid_to": None} != {**_told(line), "valid_to": None}:
        raise ScheduleLineIsKept(code=line.code)


def _told(line: ScheduleLine) -> dict[str, object]:
    told = asdict(line.line)
    days = ("valid_from", "valid_to")
    return told | {name: told[name].isoformat() if told[name] else None for name in days}


def _codes(text: str) -> list[str]:
    return [code for code in text.split("|") if code]
