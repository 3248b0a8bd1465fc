"""`sotiem people load`: another system's records of people, in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

import polars as pl
from django.db import connection
from django.utils import timezone

from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import Loaded
from sotiem.identity.readings import (
    read_birth_date,
    read_name,
    read_numbers,
    read_phone,
    read_sexes,
)
from sotiem.matching.operations import (
    build_key_index,
    leave_key_index,
    take_name_statistics,
)
from sotiem.matching.queries import place_reader
from sotiem.patients.facts import PatientFacts
from sotiem.patients.operations import check_references, leave_references_unchecked
from sotiem.patients.operations import load_people as load
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.people_files import PERSON_COLUMNS, read_columns
from sotiem.runtime.terminal import console

ORIGIN: Final = "load"
ROWS_AT_ONCE: Final = 20_000
PROCESSES: Final = 2
LONGEST_CCCD: Final = 12
LONGEST_CMND: Final = 9


def load_people(*, file: Path, processes: int = PROCESSES) -> None:
    """Load a file of people, on all cores, and tell what became of it."""
    started = perf_counter()
    frame = read_columns(file, key="person_id", columns=PERSON_COLUMNS)
    unnamed = frame.filter(pl.col("person_id") == "").height
    people = frame.filter(pl.col("person_id") != "").unique(
        "person_id", keep="first", maintain_order=True
    )
    people = people.with_columns(pl.Series("sex", read_sexes(people["sex"].to_list())))
    slices = list(people.iter_slices(ROWS_AT_ONCE))
    total = Loaded()
    with _filling(newcomers=people.height):
        for done in on_all_cores(load_slice, slices, processes=processes, what="People"):
            total += done
    _settle()
    seconds = perf_counter() - started
    console.print(
        f"{total.added:,} people added, {total.changed:,} changed, {total.unchanged:,} unchanged; "
        f"{frame.height - people.height - unnamed:,} repeated and {unnamed:,} without person_id "
        f"left out; {seconds:.1f} s, {people.height / seconds:,.0f} a second"
    )


@contextmanager
def _filling(*, newcomers: int) -> Iterator[None]:
    """Leave to the end what is quicker for all than for each, where hardly anybody is on record."""
    if leave_key_index(newcomers=newcomers):
        leave_references_unchecked()
    try:
        yield
    finally:
        with console.status("Sorting the keys"):
            build_key_index()
        with console.status("Checking what points at what"):
            check_references()


def load_slice(people: pl.DataFrame) -> Loaded:
    """Load some of a file's people, in a transaction of their own."""
    facts = dict(zip(people["person_id"], map(_facts, *_columns(people)), strict=True))
    return load(people=facts, origin=ORIGIN, by=machine(ORIGIN), at=timezone.now())


def _columns(people: pl.DataFrame) -> list[list[str]]:
    return [people[name].to_list() for name in PERSON_COLUMNS]


def _facts(
    full_name: str, birth_date: str, sex: str, phone: str, cccd: str, cmnd: str,
    province: str, district: str, ward: str,
) -> PatientFacts:  # fmt: skip
    number, old_number = read_numbers(cccd, cmnd)
    return PatientFacts(
        full_name=read_name(full_name).text[:80],
        birth_date=read_birth_date(birth_date),
        sex=sex,
        phone=read_phone(phone)[:15],
        # A number with a digit too many is nobody's; cut short it would be somebody else's.
        cccd=number if len(number) <= LONGEST_CCCD else "",
        cmnd=old_number if len(old_number) <= LONGEST_CMND else "",
        address=", ".join(filter(None, (ward, district, province)))[:300],
        commune_id=place_reader().unit_of(province, district, ward) if ward else None,
    )


def _settle() -> None:
    """Let the database know how much there is, and us how names are spread."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) matching_key, matching_patienttrait")
        cursor.execute("ANALYZE patients_patient, patients_patientversion")
    take_name_statistics(by=machine(ORIGIN), at=timezone.now())
