import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any, TypeVar

from django.db import models, transaction

from sotiem.foundation.bulk import Loaded
from sotiem.foundation.locks import Lock, hold
from sotiem.vaccines.models import PriorityGroup, TargetDisease, Vaccine
from sotiem.vaccines.operations.set_schedule import add_lines
from sotiem.vaccines.queries import known_vaccines

Row = TypeVar("Row", TargetDisease, Vaccine, PriorityGroup)


@transaction.atomic
def load_vaccines(*, at: datetime) -> Loaded:
    """Bring diseases, vaccines and priority groups to what the files say, and add the lines of the
    schedule that are not there; a line that somebody set is left as it is.

    Loading again changes nothing. What left the files stays, since doses may point to it.
    """
    hold(Lock.LOADING_VACCINES)
    known_vaccines.cache_clear()
    diseases = [TargetDisease(**row, recorded_at=at) for row in _rows("diseases.csv")]
    loaded = _store(TargetDisease, diseases)
    ids = {disease.code: disease.pk for disease in TargetDisease.objects.all()}
    loaded += _store(Vaccine, [_vaccine(row, ids, at) for row in _numbered("vaccines.csv")])
    loaded += add_lines(list(_rows("schedule.csv")), at=at)
    return loaded + _store(PriorityGroup, [_group(row, at) for row in _rows("groups.csv")])


def _vaccine(row: dict[str, Any], disease_ids: dict[str, int], at: datetime) -> Vaccine:
    facts = dict(row)
    interval, licensed = facts.pop("min_interval_days"), facts.pop("licensed_on")
    return Vaccine(
        disease_id=disease_ids[facts.pop("disease")],
        doses_in_primary_course=int(facts.pop("doses_in_primary_course")),
        min_interval_days=int(interval) if interval else None,
        licensed_on=date.fromisoformat(licensed) if licensed else None,
        aliases=[alias for alias in facts.pop("aliases").split("|") if alias],
        recorded_at=at,
        **facts,
    )


def _group(row: dict[str, str], at: datetime) -> PriorityGroup:
    return PriorityGroup(
        code=int(row["code"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        is_sensitive=row["is_sensitive"] == "1",
        source=row["source"],
        recorded_at=at,
    )


def _store(model: type[Row], wanted: Sequence[Row]) -> Loaded:
    """Add what is missing, and change what differs, by the code."""
    known = {row.code: row for row in model._default_manager.all()}
    names = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    added = [row for row in wanted if row.code not in known]
    changed: list[Row] = []
    for row in wanted:
        before = known.get(row.code)
        if before is not None and _content(before, names) != _content(row, names):
            row.pk = before.pk
            changed.append(row)
    model._default_manager.bulk_create(added)
    model._default_manager.bulk_update(changed, names)
    return Loaded(len(added), len(changed), len(wanted) - len(added) - len(changed))


def _content(row: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
    fields = (row._meta.get_field(name) for name in names if name != "recorded_at")
    return tuple(field.value_from_object(row) for field in fields)  # type: ignore[union-attr]


def _rows(name: str) -> Iterator[dict[str, str]]:
    source = files("sotiem.vaccines") / "data" / name
    with source.open("r", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _numbered(name: str) -> Iterator[dict[str, Any]]:
    """The order in the file is the order in which forms offer the vaccines."""
    for position, row in enumerate(_rows(name), start=1):
        yield {**row, "position": position}
