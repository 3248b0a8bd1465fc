"""`sotiem doses load` and the doses of `sotiem match`: another system's history, taken in."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key
from sotiem.doses.models import Dose
from sotiem.vaccines.facts import UNSPECIFIED
from tests.factories import reference
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

PEOPLE = ("person_id", "full_name", "birth_date", "sex", "phone", "cccd")
LOC = ("P1", "Nguyễn Thị Bảo Lộc", "1987-04-03", "nữ", "0901234567", "079187001234")
DOSES = ("dose_id", "person_id", "vaccine", "dose_number", "given_on", "lot", "facility")
FIRST = ("D1", "P1", "Vaxzevria", "1", "2021-08-12", "FK0112", "079101")
SECOND = ("D2", "P1", "AstraZeneca", "2", "2021-10-07", "FK0200", "Trạm y tế BÌNH MINH")


def written(path: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path, sotiem: Command) -> Path:
    """Somewhere to write; one invented person and one facility are on record."""
    reference.facility()
    told = sotiem("people", "load", written(tmp_path / "people.csv", PEOPLE, LOC))
    assert told.exit_code == 0
    return tmp_path


def test_doses_go_in_and_what_cannot_is_told_with_its_reason(sotiem: Command, folder: Path) -> None:
    doses = written(
        folder / "doses.csv",
        DOSES,
        FIRST,
        SECOND,
        ("", *SECOND[1:]),
        FIRST,
        ("D3", "P9", *FIRST[2:]),
        ("D4", "", *FIRST[2:]),
        ("D5", "P1", "AZ", "3", "tháng 3", "", ""),
        ("D6", "P1", "AZ", "3", "2999-01-01", "", ""),
        ("D7", "P1", "AZ", "3", "2022-13-45", "", ""),
        ("D8", *FIRST[1:]),
    )
    told = sotiem("doses", "load", doses, "--rejected", folder / "rejected.csv")
    assert told.exit_code == 0
    assert "2 doses added, 0 changed, 0 unchanged; 8 left out:" in told.output
    left_out = [(row["dose_id"], row["reason"]) for row in read(folder / "rejected.csv")]
    assert left_out == [
        ("", "no_dose_id"),
        ("D1", "dose_id_repeated"),
        ("D3", "no_such_person"),
        ("D4", "no_such_person"),
        ("D5", "no_day"),
        ("D6", "no_day"),
        ("D7", "no_day"),
        ("D8", "same_dose_twice"),
    ]
    assert read(folder / "rejected.csv")[4]["given_on"] == "tháng 3"


def test_known_names_are_understood_and_unknown_ones_kept(sotiem: Command, folder: Path) -> None:
    doses = written(
        folder / "doses.csv",
        DOSES,
        FIRST,
        SECOND,
        ("D3", "P1", "Vắc xin Số 7", "3", "15/03/2022", "x 1", "Trạm lưu động 5"),
        ("D4", "P1", "Vero Cell", "4", "2022-06-15", "", ""),
    )
    assert sotiem("doses", "load", doses).exit_code == 0
    rows = Dose.objects.order_by("reference").values_list(
        "current__vaccine__code",
        "current__vaccine_text",
        "current__facility__code",
        "current__place",
        "current__lot_number",
    )
    assert list(rows) == [
        ("ASTRAZENECA", "", "79101", "", "FK0112"),
        ("ASTRAZENECA", "", "79101", "", "FK0200"),
        (UNSPECIFIED, "Vắc xin Số 7", None, "Trạm lưu động 5", "X1"),
        (UNSPECIFIED, "Vero Cell", None, "", ""),
    ]


def test_the_lot_tells_which_vaccine_a_shared_name_means(sotiem: Command, folder: Path) -> None:
    reference.lot("VC2021", of="VERO_CELL_WIBP")
    doses = written(
        folder / "d.csv", DOSES, ("D1", "P1", "Vero Cell", "1", "2021-08-12", "vc2021", "")
    )
    sotiem("doses", "load", doses)
    assert Dose.objects.get().current.vaccine.code == "VERO_CELL_WIBP"


def test_loading_twice_changes_nothing_and_certificates_are_asked_for(
    sotiem: Command, folder: Path
) -> None:
    ensure_signing_key(at=timezone.now())
    doses = written(folder / "doses.csv", DOSES, FIRST)
    sotiem("doses", "load", doses)
    assert (
        "0 doses added, 0 changed, 1 unchanged; none left" in sotiem("doses", "load", doses).output
    )
    assert not Certificate.objects.exists()
    more = written(folder / "more.csv", DOSES, SECOND)
    assert "1 doses added" in sotiem("doses", "load", more, "--certificates").output
    assert Certificate.objects.get().dose_number == 2


def test_a_parquet_file_with_days_as_days_is_read(sotiem: Command, folder: Path) -> None:
    frame = pl.DataFrame([FIRST], schema=list(DOSES), orient="row")
    frame.with_columns(pl.col("given_on").str.to_date()).write_parquet(folder / "doses.parquet")
    assert "1 doses added" in sotiem("doses", "load", folder / "doses.parquet").output


def test_a_file_without_the_column_of_names_is_refused(sotiem: Command, folder: Path) -> None:
    told = sotiem("doses", "load", written(folder / "doses.csv", DOSES[1:], FIRST[1:]))
    assert (told.exit_code, told.stderr) == (1, "Error: doses.csv has no column dose_id\n")


def test_rows_to_match_tell_which_known_dose_they_are_about(sotiem: Command, folder: Path) -> None:
    sotiem("doses", "load", written(folder / "doses.csv", DOSES, FIRST, SECOND))
    stranger = ("Trần Văn Lạ", "1950-01-02", "nam", "0987654321", "001050009999")
    rows = written(
        folder / "rows.csv",
        ("row_id", *PEOPLE[1:], *DOSES[2:]),
        ("1", *LOC[1:], "AZ", "1", "13/08/2021", "fk-0112", "Trạm Y tế Bình Minh"),
        ("2", *LOC[1:], "AZ", "2", "7-10-21", "", ""),
        ("3", *LOC[1:], "Pfizer", "3", "12/01/2022", "FN1111", ""),
        ("4", *LOC[1:], "", "", "", "", ""),
        ("5", *stranger, *FIRST[2:]),
    )
    assert sotiem("match", rows, "--out", folder / "out.csv").exit_code == 0
    answers = [
        (row["row_id"], row["person_id"], row["dose_id"]) for row in read(folder / "out.csv")
    ]
    assert answers == [
        ("1", "P1", "D1"),
        ("2", "P1", "D2"),
        ("3", "P1", ""),
        ("4", "P1", ""),
        ("5", "", ""),
    ]
