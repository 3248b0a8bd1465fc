"""`sotiem match`: whose the rows of a file are."""

import csv
from collections.abc import Collection
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import polars as pl
from django.utils.translation import override

from sotiem.foundation.bulk import array_of
from sotiem.identity.readings import read_sexes
from sotiem.matching.facts import Zone
from sotiem.matching.judging import judge_traits
from sotiem.matching.queries import active_judge, place_reader
from sotiem.matching.rules.reading import traits_of
from sotiem.matching.rules.records import Traits
from sotiem.patients.models import Patient
from sotiem.portals.components.likeness import teller
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.dose_matches import dose_references
from sotiem.runtime.people_files import DOSE_COLUMNS, PERSON_COLUMNS, has_columns, read_columns
from sotiem.runtime.terminal import console

ROWS_AT_ONCE: Final = 10_000
HEADER: Final = ("row_id", "person_id", "probability", "zone", "explanation")
# From here on the best candidate is more probably the person than not.
MORE_LIKELY: Final = 0.5

Answer = tuple[str, ...]


def match_file(*, file: Path, out: Path, processes: int, language: str) -> None:
    """Match a file on all cores, write one answer a row in the order of the rows."""
    started = perf_counter()
    doses = DOSE_COLUMNS if has_columns(file, DOSE_COLUMNS) else ()
    rows = read_columns(file, key="row_id", columns=(*PERSON_COLUMNS, *doses))
    rows = rows.with_columns(pl.Series("sex", read_sexes(rows["sex"].to_list())))
    zones = dict.fromkeys(Zone, 0)
    work = partial(match_slice, language=language, with_doses=bool(doses))
    slices = list(rows.iter_slices(ROWS_AT_ONCE))
    with out.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow((*HEADER, *(["dose_id"] if doses else [])))
        for answers in on_all_cores(work, slices, processes=processes, what="Rows"):
            writer.writerows(answers)
            for answer in answers:
                zones[Zone(answer[3])] += 1
    seconds = perf_counter() - started
    told = ", ".join(f"{zone} {count:,}" for zone, count in zones.items())
    console.print(f"{rows.height:,} rows: {told}; {seconds:.1f} s")


def match_slice(rows: pl.DataFrame, *, language: str, with_doses: bool) -> list[Answer]:
    """The answers to some rows."""
    with override(language):
        answers, found = _answers(rows)
    if not with_doses:
        return answers
    doses = dose_references(rows, found)
    return [(*answer, dose) for answer, dose in zip(answers, doses, strict=True)]


def _answers(rows: pl.DataFrame) -> tuple[list[Answer], list[int | None]]:
    """The answers, and whose record each row found."""
    judged = judge_traits(claims_in(rows), active_judge())
    place, probability = judged.best()
    at, likely = place.tolist(), probability.tolist()
    found = [
        int(judged.patients[best]) if worth >= MORE_LIKELY else None
        for best, worth in zip(at, likely, strict=True)
    ]
    names = _references({patient for patient in found if patient is not None})
    explain = teller().explain
    answers: list[Answer] = [
        (
            row_id,
            "" if patient is None else names[patient],
            f"{worth:.6f}",
            str(zone),
            explain(agreed, worth),
        )
        for row_id, patient, worth, zone, agreed in zip(
            rows["row_id"].to_list(), found, likely, judged.zones(place, probability),
            judged.levels_of(place), strict=True,
        )
    ]  # fmt: skip
    return answers, found


def claims_in(rows: pl.DataFrame) -> list[Traits]:
    """What the rows say of people; the column `sex` must be in our words."""
    places = place_reader()
    columns = [rows[name].to_list() for name in PERSON_COLUMNS]
    return [
        traits_of(
            full_name=name,
            birth_date=born,
            sex=sex,
            phone=phone,
            cccd=cccd,
            cmnd=cmnd,
            home=places.read(province, district, ward),
        )
        for name, born, sex, phone, cccd, cmnd, province, district, ward in zip(
            *columns, strict=True
        )
    ]


def _references(patients: Collection[int]) -> dict[int, str]:
    """What the other system calls these people."""
    rows = Patient.objects.filter(pk__in=array_of(patients))
    return {
        pk: reference or str(public_id)
        for pk, reference, public_id in rows.values_list("pk", "reference", "public_id")
    }
