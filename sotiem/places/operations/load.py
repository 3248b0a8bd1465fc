import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.db import connection, transaction

from sotiem.foundation.bulk import Loaded
from sotiem.foundation.locks import Lock, hold
from sotiem.places import rules
from sotiem.places.facts import NEW_LIST_BEGAN_ON, OLD_LIST_ENDED_ON, Level, UnitCode, Version
from sotiem.places.models import AdministrativeUnit, UnitSuccession

FILES: Final = {
    Level.PROVINCE: "provinces.csv",
    Level.DISTRICT: "districts.csv",
    Level.COMMUNE: "communes.csv",
}
CONTENT: Final = (
    "kind",
    "name",
    "parent_id",
    "valid_from",
    "valid_to",
    "name_key",
    "other_name_keys",
    "sort_key",
)
BATCH: Final = 2_000

Ids = dict[UnitCode, int]


@transaction.atomic
def load_places(*, at: datetime) -> Loaded:
    """Bring the lists of units to what the files say; loading again changes nothing.

    A unit that left the files stays, since records may point to it.
    """
    hold(Lock.LOADING_PLACES)
    ids: Ids = {}
    loaded = Loaded()
    for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
        loaded += _load_level(level, ids, at)
    return loaded + _load_successions(ids)


def _load_level(level: Level, ids: Ids, at: datetime) -> Loaded:
    """Write the units of one level, and learn their ids for the level below."""
    known = {place.unit_code: place for place in AdministrativeUnit.objects.filter(level=level)}
    added: list[AdministrativeUnit] = []
    changed: list[AdministrativeUnit] = []
    unchanged = 0
    for place in _units(level, ids, at):
        before = known.get(place.unit_code)
        if before is None:
            added.append(place)
        elif _content(before) == _content(place):
            unchanged += 1
        else:
            changed.append(place)
    _add(added)
    AdministrativeUnit.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["version", "code", "level"],
        update_fields=[name.removesuffix("_id") for name in (*CONTENT, "recorded_at")],
        batch_size=BATCH,
    )
    stored = AdministrativeUnit.objects.filter(level=level)
    for pk, version, code in stored.values_list("pk", "version", "code"):
        ids[UnitCode(Version(version), code)] = pk
    return Loaded(len(added), len(changed), unchanged)


def _add(places: Iterable[AdministrativeUnit]) -> None:
    """Write new units by COPY: thirteen thousand rows in a fraction of a second."""
    table = AdministrativeUnit._meta.db_table
    columns = ("version", "code", "level", *CONTENT, "recorded_at")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for place in places:
            copy.write_row([getattr(place, column) for column in columns])


def _content(place: AdministrativeUnit) -> tuple[Any, ...]:
    return tuple(getattr(place, name) for name in CONTENT)


def _units(level: Level, ids: Ids, at: datetime) -> Iterator[AdministrativeUnit]:
    for row in _rows(FILES[level]):
        code = UnitCode(Version(row["version"]), row["code"])
        parent = UnitCode(code.version, row["parent"]) if row["parent"] else None
        is_old = code.version is Version.OLD
        yield AdministrativeUnit(
            version=code.version.value,
            code=code.code,
            level=level.value,
            kind=row["kind"],
            name=row["name"],
            parent_id=ids[parent] if parent else None,
            valid_from=None if is_old else NEW_LIST_BEGAN_ON,
            valid_to=OLD_LIST_ENDED_ON if is_old else None,
            name_key=rules.name_key(row["name"]),
            other_name_keys=_other_names().get(code, []),
            sort_key=rules.sort_key(row["name"]),
            recorded_at=at,
        )


@cache
def _other_names() -> Mapping[UnitCode, list[str]]:
    names: dict[UnitCode, list[str]] = {}
    for row in _rows("other_names.csv"):
        names.setdefault(UnitCode.parse(row["unit"]), []).append(rules.name_key(row["name"]))
    return {code: sorted(set(keys)) for code, keys in names.items()}


def _load_successions(ids: Ids) -> Loaded:
    known = {(s.old_id, s.new_id): s for s in UnitSuccession.objects.all()}
    added: list[UnitSuccession] = []
    changed: list[UnitSuccession] = []
    for row in _rows("successions.csv"):
        old, new = ids[UnitCode.parse(row["old"])], ids[UnitCode.parse(row["new"])]
        is_split = row["is_split"] == "1"
        before = known.pop((old, new), None)
        if before is None:
            added.append(UnitSuccession(old_id=old, new_id=new, is_split=is_split))
        elif before.is_split != is_split:
            before.is_split = is_split
            changed.append(before)
    return _write_successions(added, changed, known.values())


def _write_successions(
    added: list[UnitSuccession],
    changed: list[UnitSuccession],
    withdrawn: Iterable[UnitSuccession],
) -> Loaded:
    UnitSuccession.objects.filter(pk__in=[s.pk for s in withdrawn]).delete()
    UnitSuccession.objects.bulk_update(changed, ["is_split"], batch_size=BATCH)
    UnitSuccession.objects.bulk_create(added, batch_size=BATCH)
    total = UnitSuccession.objects.count()
    return Loaded(len(added), len(changed), total - len(added) - len(changed))


def _rows(name: str) -> Iterator[dict[str, str]]:
    source = files("sotiem.places") / "data" / name
    with source.open("r", encoding="utf-8") as file:
        yield from csv.DictReader(file)
