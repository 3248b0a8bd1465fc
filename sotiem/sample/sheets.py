"""The sheets that the sample's facilities send, with the errors that people make."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from rustpy_xlsxwriter import write_worksheet

from sotiem.identity import Sex
from sotiem.imports.rules.columns import template_columns
from sotiem.sample.country import Given, Vaccinated
from sotiem.sample.people import Person

WRITTEN: Final = {
    "ASTRAZENECA": ("AstraZeneca", "COVID-19 Vaccine AstraZeneca"),
    "COMIRNATY": ("Pfizer", "Comirnaty"),
    "SPIKEVAX": ("Moderna", "Spikevax"),
    "VERO_CELL_BIBP": ("Vero Cell (Sinopharm Bắc Kinh)",),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A person as typed into the sheet, beside the truth on the slip."""

    truth: Vaccinated
    doses: tuple[Given, ...]

    @property
    def wrong_dose(self) -> int | None:
        """The place of a dose that was typed wrong."""
        pairs = zip(self.truth.doses, self.doses, strict=False)
        return next((place for place, (true, typed) in enumerate(pairs) if true != typed), None)

    @property
    def is_missing_one(self) -> bool:
        return len(self.doses) < len(self.truth.doses)


# Whom the demonstration names, so that a newcomer has somebody to look up: her second dose is
# recorded a week early, and her slip says so.
LOC: Final = Typed(
    truth=Vaccinated(
        Person(
            full_name="Nguyễn Thị Bảo Lộc",
            born_on=date(1987, 4, 3),
            knows_day_of_birth=True,
            sex=Sex.FEMALE,
            phone="0901234567",
            cccd="079187001234",
            address="12 Đường Hoa Sen",
            priority_group=8,
        ),
        (
            Given("ASTRAZENECA", date(2021, 8, 12), "FK0112"),
            Given("ASTRAZENECA", date(2021, 10, 14), "FK0209"),
        ),
    ),
    doses=(
        Given("ASTRAZENECA", date(2021, 8, 12), "FK0112"),
        Given("ASTRAZENECA", date(2021, 10, 7), "FK0209"),
    ),
)


def typed(random: Random, truth: Vaccinated) -> Typed:
    """How a tired clerk types it: some days a week early, some second doses forgotten."""
    chance = random.random()
    if chance < 0.02:
        wrong = replace(truth.doses[0], day=truth.doses[0].day - timedelta(days=7))
        return Typed(truth, (wrong, *truth.doses[1:]))
    if chance < 0.05 and len(truth.doses) > 1:
        return Typed(truth, truth.doses[:-1])
    return Typed(truth, truth.doses)


def sheet_of(people: Sequence[Typed], facility_code: str, random: Random) -> bytes:
    """A workbook in the template's columns."""
    rows = [_row(number, one, facility_code, random) for number, one in enumerate(people, start=1)]
    return workbook(rows)


def workbook(rows: Sequence[dict[str, str]]) -> bytes:
    """A workbook with these rows under the template's headers."""
    headers = [header for _, header in template_columns()]
    records = [{header: row.get(header, "") for header in headers} for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_worksheet(records, str(path), "Danh sách")
        return path.read_bytes()


def _row(number: int, one: Typed, facility_code: str, random: Random) -> dict[str, str]:
    person = one.truth.person
    row = {
        "STT": str(number),
        "Họ và tên": person.full_name.upper() if random.random() < 0.2 else person.full_name,
        "Ngày sinh": person.birth_date,
        "Giới tính": "1" if person.sex == Sex.FEMALE else "0",
        "Mã nhóm ưu tiên": str(person.priority_group),
        "Số điện thoại": person.phone,
        "Số CMND/CCCD": person.cccd,
        "Địa chỉ chi tiết": person.address,
    }
    for slot, dose in enumerate(one.doses, start=1):
        row |= {
            f"Vắc xin mũi {slot}": random.choice(WRITTEN[dose.vaccine]),
            f"Ngày tiêm mũi {slot}": f"{dose.day:%d/%m/%Y}",
            f"Số lô mũi {slot}": dose.lot,
            f"Cơ sở tiêm mũi {slot}": facility_code,
        }
    return row
