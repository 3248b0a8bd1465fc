"""Sheets as facilities send them, about the invented people of `benchmarks.people`.

python -m benchmarks.sheets --world DIR --rows 100000 --facility CODE --out FILE.xlsx

Beside the sheet: `lots.csv` (the lots that must be registered) and `truth.csv` (what is wrong with
a row, and what should become of it).
"""

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import polars as pl
from rustpy_xlsxwriter import write_worksheet

from sotiem.imports.rules.columns import template_columns

VACCINES: Final = {
    "ASTRAZENECA": ("AstraZeneca", "AZ", "Astra Zeneca", "vắc xin AstraZeneca"),
    "COMIRNATY": ("Pfizer", "Comirnaty", "PFIZER"),
    "SPIKEVAX": ("Moderna", "Spikevax", "moderna"),
}
PREFIX: Final = {"ASTRAZENECA": "AZ", "COMIRNATY": "PF", "SPIKEVAX": "MD"}
LOTS_EACH: Final = 40
FIRST_DAY: Final = date(2022, 3, 1)
DAYS: Final = 270
NEWCOMERS: Final = 0.1
REPEATED: Final = 0.01
SURNAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Võ", "Đinh", "Lương")
MIDDLES: Final = ("Thị Bảo", "Văn Quốc", "Hoàng Gia", "Ngọc Minh", "Thị Thanh", "Đức Anh")
GIVENS: Final = ("Khuê", "Thịnh", "Trâm", "Phúc", "Uyên", "Lâm", "Vy", "Tuấn", "Hạnh", "Khải")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Defect:
    """A mistake of a clerk, and what should become of a row with it."""

    name: str
    outcome: str  # "taken" as if it were right, "refused"
    make: Callable[[Row, Random], Any]


def _put(column: str, write: Callable[[str, Random], str]) -> Callable[[Row, Random], None]:
    def change(row: Row, random: Random) -> None:
        row[column] = write(row[column], random)

    return change


DAY: Final = "Ngày tiêm mũi 1"
DEFECTS: Final = (
    Defect("capitals", "taken", _put("Họ và tên", lambda text, _: text.upper())),
    Defect("spaces", "taken", _put("Họ và tên", lambda text, _: f"  {text.replace(' ', '  ')} ")),
    Defect("phone_lost_zero", "taken", _put("Số điện thoại", lambda text, _: text[1:])),
    Defect("day_with_dots", "taken", _put(DAY, lambda text, _: text.replace("/", "."))),
    Defect("day_with_time", "taken", _put(DAY, lambda text, _: f"{text} 00:00:00")),
    Defect("lot_in_small_letters", "taken", _put("Số lô mũi 1", lambda text, _: text.lower())),
    Defect("vaccine_otherwise", "taken", lambda row, random: _otherwise(row, random)),
    Defect("no_name", "refused", _put("Họ và tên", lambda _text, _: "")),
    Defect("day_that_is_none", "refused", _put(DAY, lambda text, _: f"31/02/{text[-4:]}")),
    Defect("day_to_come", "refused", _put(DAY, lambda text, _: f"{text[:6]}2099")),
    Defect("lot_nobody_knows", "refused", _put("Số lô mũi 1", lambda text, _: f"{text}X")),
    Defect("vaccine_nobody_knows", "refused", _put("Vắc xin mũi 1", lambda _text, _: "Cúm mùa")),
    Defect("phone_too_short", "refused", _put("Số điện thoại", lambda text, _: text[:6])),
    Defect("another_facility", "refused", _put("Cơ sở tiêm mũi 1", lambda _text, _: "00001")),
)


def _otherwise(row: Row, random: Random) -> None:
    vaccine = next(code for code, words in VACCINES.items() if row["Vắc xin mũi 1"] in words)
    row["Vắc xin mũi 1"] = random.choice(VACCINES[vaccine])


def lots() -> list[tuple[str, str]]:
    """(vaccine, lot) of all that the sheets name."""
    return [
        (code, f"{PREFIX[code]}{number:04}") for code in VACCINES for number in range(LOTS_EACH)
    ]


def rows_of(
    people: pl.DataFrame, *, rows: int, facility: str, dirt: float, random: Random
) -> tuple[list[Row], list[tuple[int, str, str]]]:
    """The rows of a sheet; of those with a defect their number in the sheet, what, and outcome."""
    headers = [header for _, header in template_columns()]
    sample = people.sample(rows, seed=random.randrange(2**31), with_replacement=rows > len(people))
    made: list[Row] = []
    truth = []
    for number, person in enumerate(sample.fill_null("").iter_rows(named=True), start=2):
        row = dict.fromkeys(headers, "")
        row |= _row(person, number, facility, random)
        if made and random.random() < REPEATED:
            row = {**made[random.randrange(len(made))], "STT": str(number - 1)}
        elif random.random() < dirt:
            defect = random.choice(DEFECTS)
            defect.make(row, random)
            truth.append((number, defect.name, defect.outcome))
        made.append(row)
    return made, truth


def _row(person: dict[str, str], number: int, facility: str, random: Random) -> Row:
    is_new = random.random() < NEWCOMERS
    name = person["full_name"]
    phone, born = person["phone"], person["birth_date"]
    if is_new or not phone:
        phone = f"09{random.randrange(10**8):08}"
    if is_new:
        name = f"{random.choice(SURNAMES)} {random.choice(MIDDLES)} {random.choice(GIVENS)}"
        born = (
            f"{1940 + random.randrange(65)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        )
    vaccine = random.choice(list(VACCINES))
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    return {
        "STT": str(number - 1),
        "Họ và tên": name,
        "Ngày sinh": "/".join(reversed(born.split("-"))),
        "Giới tính": "1" if str(person["sex"]) in ("F", "1", "female", "nữ") else "0",
        "Số điện thoại": phone,
        "Số CMND/CCCD": "" if is_new else person["cccd"] or person["cmnd"],
        "Tỉnh/Thành phố": person["province"],
        "Quận/Huyện": person["district"],
        "Xã/Phường": person["ward"],
        "Vắc xin mũi 1": VACCINES[vaccine][0],
        DAY: f"{day:%d/%m/%Y}",
        "Số lô mũi 1": f"{PREFIX[vaccine]}{random.randrange(LOTS_EACH):04}",
        "Cơ sở tiêm mũi 1": facility,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets", description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--facility", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dirt", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    people = pl.read_parquet(asked.world / "people.parquet")
    rows, truth = rows_of(
        people,
        rows=asked.rows,
        facility=asked.facility,
        dirt=asked.dirt,
        random=Random(asked.seed),
    )
    write_worksheet(rows, str(asked.out), sheet_name="Danh sách")
    for name, head, lines in (
        ("lots.csv", ("vaccine", "lot"), lots()),
        ("truth.csv", ("row", "defect", "outcome"), truth),
    ):
        with asked.out.with_name(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *lines])


if __name__ == "__main__":
    main()
