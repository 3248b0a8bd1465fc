"""A registry with its mistakes, the reports about it, and what would be right to answer.

python -m benchmarks.corrections.world --people N --reports N --seed S --out DIR

writes `people.parquet` and `doses.parquet` (what is on record), `facilities.csv`, `lots.csv`,
`reports.csv` (for `sotiem reports load`), `held/*.xlsx` (sheets whose rows were not taken) and
`truth.csv`.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import polars as pl
from rustpy_xlsxwriter import write_worksheet

from benchmarks.corrections.reality import Given, Reality, reality
from benchmarks.corrections.reports import COLUMNS, TRUTH, Held, Row, Writer
from benchmarks.people.generate import Order, generate
from benchmarks.people.places import NEW, Country

CHANNEL: Final = "kenh-cu"  # by which the reports once came
FACILITIES: Final = 2_000  # those with the most doses; the others are known by name only
_ROWS_FOR_A_REPORT: Final = 1.35  # some are of people not on record, or never vaccinated

_UNKNOWN: Final = 0.03  # who is not on record at all
_PASSED_OVER: Final = 0.95  # of those who never received a dose
_SWARM_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is asked for."""

    people: int
    reports: int
    seed: int = 1
    style: str = "clean"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corrections.world")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--reports", type=int, default=35_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", default="clean")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    writer = write_world(Ordered(asked.people, asked.reports, asked.seed, asked.style), asked.out)
    for kind, count in Counter(truth.kind for truth in writer.truths).most_common():
        sys.stdout.write(f"{kind:20} {count:9,}\n")


def write_world(asked: Ordered, folder: Path) -> Writer:
    """Make everything up, and write it into a folder. The same order always makes the same."""
    order = Order(
        asked.people,
        round(asked.reports * _ROWS_FOR_A_REPORT) + 10,
        asked.seed,
        asked.style,
        duplicates=0.01,
        with_doses=asked.people,
    )
    made = generate(order)
    world = reality(made.people, made.doses, seed=asked.seed)
    whose = made.truth["person_id"].to_list()
    writer = write_reports(world, made.rows, whose, number=asked.reports, seed=asked.seed)
    folder.mkdir(parents=True, exist_ok=True)
    world.recorded_people().write_parquet(folder / "people.parquet")
    world.recorded_doses().write_parquet(folder / "doses.parquet")
    made.duplicates.write_csv(folder / "duplicates.csv")
    pl.DataFrame(writer.rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_csv(
        folder / "reports.csv"
    )
    write_lines(folder / "truth.csv", TRUTH, writer.truths)
    write_lines(folder / "facilities.csv", ("code", "name", "commune"), _facilities(world))
    lots = ((vaccine, lot) for vaccine, some in world.lots.items() for lot in some)
    write_lines(folder / "lots.csv", ("vaccine", "lot"), lots)
    _write_held(folder, world, writer.held)
    return writer


def write_reports(
    world: Reality, typed: pl.DataFrame, whose: Sequence[str], *, number: int, seed: int
) -> Writer:
    """So many reports by people who typed themselves so; some of them are not on record."""
    random = Random(seed)
    on_record = world.people.filter(pl.col("person_id").is_in(list(whose)))
    people = {row["person_id"]: row for row in on_record.iter_rows(named=True)}
    writer = Writer(
        world, random, _by_person(world.doses, people), people, min(_SWARM_MOST, number // 35)
    )
    for row, person_id in _chosen(typed, whose, writer.doses, number, random):
        writer.write(row, person_id)
    return writer


def _chosen(
    typed: pl.DataFrame,
    whose: Sequence[str],
    doses: Mapping[str, object],
    number: int,
    random: Random,
) -> Iterator[tuple[Row, str]]:
    """Rows in their order, with few of those who are not on record, or were never vaccinated."""
    unknown, taken = 0, 0
    for row, person_id in zip(typed.iter_rows(named=True), whose, strict=True):
        if taken == number:
            return
        if not person_id:
            if unknown >= _UNKNOWN * (taken + 1):
                continue
            unknown += 1
        elif person_id not in doses and random.random() < _PASSED_OVER:
            continue
        taken += 1
        row["phone"] = row["phone"] or f"09{random.randrange(10**8):08}"
        yield row, person_id


def _by_person(doses: pl.DataFrame, people: Mapping[str, object]) -> dict[str, list[Given]]:
    found: defaultdict[str, list[Given]] = defaultdict(list)
    some = doses.filter(pl.col("person_id").is_in(list(people)))
    columns = ("person_id", "dose_id", "vaccine", "given_on", "lot", "facility")
    for person, name, vaccine, day, lot, facility in some.select(columns).iter_rows():
        found[person].append(Given(name, vaccine, date.fromisoformat(day), lot, facility))
    return found


def write_lines(target: Path, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])


def code_of(commune: int) -> str:
    """The code under which the facility of a commune is registered."""
    return f"T{commune:05}"


def _facilities(world: Reality) -> list[tuple[str, str, str]]:
    """The busiest facilities: code, name, and the commune of today in which each lies."""
    country = Country()
    number = {name: at for at, name in enumerate(facility_names(country))}
    codes = country.new_codes
    return [
        (code_of(number[name]), name, f"{NEW}:{codes[country.successors[number[name]][0]]}")
        for name in world.busy[:FACILITIES]
        if country.successors[number[name]]
    ]


def facility_names(country: Country) -> list[str]:
    """The facility of each commune, as `benchmarks.people` calls it."""
    _, districts, wards = country.old_names()
    return [f"Trạm Y tế {ward}, {where}" for ward, where in zip(wards, districts, strict=True)]


def _write_held(folder: Path, world: Reality, held: Sequence[Held]) -> None:
    """One sheet for each facility; each row asks whose it is, and nobody has answered."""
    (folder / "held").mkdir(exist_ok=True)
    for old in (folder / "held").iterdir():
        old.unlink()
    names = {one.person_id for one in held}
    people = {
        row["person_id"]: row
        for row in world.people.filter(pl.col("person_id").is_in(names)).iter_rows(named=True)
    }
    country = Country()
    number = {name: at for at, name in enumerate(facility_names(country))}
    sheets: defaultdict[str, list[Row]] = defaultdict(list)
    for one in held:
        code = code_of(number[one.dose.facility])
        sheets[code].append(_held_row(people[one.person_id], one.dose, code))
    for code, rows in sheets.items():
        numbered = [{"STT": str(at), **row} for at, row in enumerate(rows, 1)]
        write_worksheet(numbered, str(folder / "held" / f"{code}.xlsx"), sheet_name="Danh sách")


def _held_row(person: Row, dose: Given, code: str) -> Row:
    """A birth year that contradicts the number, and is not the one on record."""
    born = person["birth_date"]
    born = f"{int(born[:4]) - 1}{born[4:].replace('-02-29', '-02-28')}"
    return {
        "Họ và tên": person["full_name"],
        "Ngày sinh": "/".join(reversed(born.split("-"))),
        "Giới tính": "1" if person["sex"] == "F" else "0",
        "Số điện thoại": person["phone"],
        "Số CMND/CCCD": person["cccd"] or person["cmnd"],
        "Tỉnh/Thành phố": person["province"],
        "Quận/Huyện": person["district"],
        "Xã/Phường": person["ward"],
        "Vắc xin mũi 1": dose.vaccine,
        "Ngày tiêm mũi 1": f"{dose.day:%d/%m/%Y}",
        "Số lô mũi 1": dose.lot,
        "Cơ sở tiêm mũi 1": code,
    }


if __name__ == "__main__":
    main()
