"""Cells as clerks and spreadsheets write them, and what a whole column tells of them."""

import pytest

from sotiem.imports.models import ImportRow
from sotiem.imports.rules.dates import in_figures
from sotiem.imports.rules.layout import find_layout
from sotiem.imports.rules.person import written_out
from sotiem.imports.rules.reading import read_dose_sheet
from tests.factories import imports

WOMEN = ("079187001234", "079187001235", "079187001236")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12 tháng 8 năm 2021", "12/8/2021"),
        ("Ngày 12 tháng 08 năm 2021", "12/08/2021"),
        ("12/08/2021 8h30", "12/08/2021"),
        ("12/08/2021, 14:05", "12/08/2021"),
        ("'12/08/2021", "12/08/2021"),
        ("44420", "12/08/2021"),
        ("12-8-21", "12/8/2021"),
        ("2021-08-12", "2021-08-12"),
        ("1987", "1987"),
        ("không nhớ", "không nhớ"),
    ],
)
def test_a_day_is_brought_to_figures(written: str, read: str) -> None:
    assert in_figures(written, century="20") == read


def test_two_digits_of_a_birth_year_are_not_completed() -> None:
    assert in_figures("12-8-21") == "12-8-21"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7.9187001234E+10", "79187001234"),
        ("9,01234567E+8", "901234567"),
        ("7.92E+10", "7.92E+10"),
        ("0901234567", "0901234567"),
    ],
)
def test_a_shortened_number_is_written_out_unless_digits_are_lost(written: str, read: str) -> None:
    assert written_out(written) == read


def test_a_merged_dose_above_the_header_says_whose_columns_stand_below() -> None:
    upper = ["Họ tên", "Ngày sinh", "Giới tính", "SĐT", *("MŨI 2", "", "", ""), *("Mũi 1", "", "")]
    lower = ["", "", "", "", *("Vắc xin", "Ngày tiêm", "Số lô", "Cơ sở tiêm")]
    lower += ["Vắc xin", "Ngày tiêm", "Số lô"]
    layout = find_layout([[""] * 11] * 25 + [upper, lower])
    assert layout is not None
    assert layout.doses[2] == {"vaccine": 4, "day": 5, "lot": 6, "facility": 7}
    assert layout.doses[1] == {"vaccine": 8, "day": 9, "lot": 10}


def test_a_row_of_totals_is_not_taken_for_a_person() -> None:
    total = {"STT": "Tổng cộng: 1", "Họ và tên*": "", "Ngày sinh*": "1 người"}
    sheet = read_dose_sheet(imports.sheet(imports.row(), total))
    assert [row.number for row in sheet.rows] == [2]


@pytest.mark.django_db
def test_a_month_first_column_is_read_so_and_each_row_is_told() -> None:
    days = ("09/13/2021", "09/14/2021", "09/15/2021", "09/02/2021")
    rows = [
        imports.row(
            day=day,
            born=f"2{digit}/04/1987",
            name=f"Nguyễn Thị {name}",
            number="",
            phone=f"090123456{digit}",
        )
        for digit, (day, name) in enumerate(zip(days, ("An", "Bình", "Chi", "Dung"), strict=True))
    ]
    imports.checked(imports.sheet(*rows), by=imports.clerk())
    kept = list(ImportRow.objects.order_by("number"))
    assert [row.facts["dose"]["administered_on"] for row in kept] == [
        *("2021-09-13", "2021-09-14", "2021-09-15", "2021-09-02")
    ]
    assert {one["code"] for row in kept for one in row.problems} == {"month_first_read"}


@pytest.mark.django_db
def test_a_confirmed_coding_of_sex_is_taken_and_told() -> None:
    rows = [
        imports.row(sex="2", number=number, name=f"Nguyễn Thị {name}", phone=f"090123456{digit}")
        for digit, (number, name) in enumerate(zip(WOMEN, ("An", "Bình", "Chi"), strict=True))
    ]
    imports.checked(imports.sheet(*rows), by=imports.clerk())
    for row in ImportRow.objects.order_by("number"):
        assert row.facts["person"]["sex"] == "female"
        assert [one["code"] for one in row.problems] == ["sex_codes_read"]
