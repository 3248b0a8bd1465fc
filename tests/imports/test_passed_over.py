"""Rows that are no people are passed over and told, never refused and never recorded."""

import io

import pytest
from python_calamine import CalamineWorkbook

from sotiem.imports.facts import PassedOver
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.queries import annotated_workbook
from sotiem.imports.rules.lists import spans
from sotiem.imports.rules.reading import read_dose_sheet
from sotiem.portals.facility.not_read import rows_not_read
from sotiem.portals.facility.refusals import passed_over, result_of
from tests.factories import imports

HEADERS = {header: header for header in imports.HEADERS}
NAME, BORN, DAY = "Họ và tên*", "Ngày sinh*", "Ngày tiêm mũi 1*"
OTHER = {"name": "Lê Thị Gương", "sex": "Nữ", "number": "", "phone": "0987654321"}


def why(*rows: dict[str, str], below: dict[str, str] | None = None) -> list[PassedOver | None]:
    """What is said of rows that stand below a good one; another good one ends the sheet."""
    listed = read_dose_sheet(imports.sheet(imports.row(), *rows, below or imports.row(**OTHER)))
    read = [row.number for row in listed.rows]
    assert (read[0], read[-1]) == (2, len(rows) + 3)
    assert len(read) + len(listed.passed_over) == len(rows) + 2
    return [listed.passed_over.get(number) for number in range(3, len(rows) + 3)]


@pytest.mark.parametrize(
    "row",
    [
        HEADERS,
        {header: header.upper() for header in imports.HEADERS},
        {header: header for header in imports.HEADERS[:9]},
    ],
    ids=["as it was", "in capitals", "half of it"],
)
def test_a_header_repeated_on_the_next_page_is_no_row(row: dict[str, str]) -> None:
    assert why(row) == [PassedOver.HEADER_AGAIN]


@pytest.mark.parametrize(
    "row",
    [
        {"STT": "Tổng cộng: 113"},
        {NAME: "TỔNG CỘNG", BORN: "113"},
        {NAME: "Cộng trang 1", "Vắc xin mũi 1*": "12"},
        {"STT": "Tong so", "Vắc xin mũi 1*": "113 mũi"},
        {"Ngày tiêm mũi 1*": "113"},
        {"Mã nhóm ưu tiên": "Tổng số người tiêm", "Số lô mũi 1*": "1.113"},
    ],
)
def test_a_row_that_adds_up_is_no_row(row: dict[str, str]) -> None:
    assert why(row) == [PassedOver.TOTAL]


def test_whoever_signs_is_nobody_of_the_list() -> None:
    signed = (
        {"Địa chỉ": "Bình Minh, ngày 12 tháng 10 năm 2021"},
        {NAME: "Người lập biểu", "Địa chỉ": "Trưởng trạm"},
        {NAME: "(Ký, ghi rõ họ tên)"},
        {NAME: "Trần Văn Lập"},
    )
    assert why(*signed) == [PassedOver.SIGNATURE] * 4


def test_a_heading_within_the_list_is_no_row() -> None:
    headings = ({"STT": "Khu phố Một"}, {NAME: "Khu phố 2"}, {"STT": "II", NAME: "Khu phố Ba"})
    assert why(*headings) == [PassedOver.CAPTION] * 3


def test_a_row_with_nobody_in_it_is_empty_whatever_is_filled_in_beforehand() -> None:
    template = ({"STT": "7"}, {"STT": "8", "Cơ sở tiêm mũi 1 (mã)*": "79101", "Mã tỉnh": "79"})
    assert why(*template) == [PassedOver.EMPTY] * 2


@pytest.mark.parametrize(
    "row",
    [
        imports.row(name="Tống Công", born="12/03/1987"),
        imports.row(name="TONG CONG", born="1987-03-12"),
        imports.row(name="Cộng Thị Hòa"),
        imports.row(name="Nguyễn Thu Kỳ", born=""),
        imports.row(born="không rõ"),
        imports.row(name=""),
        {NAME: "Nguyễn Văn Một"},
        {"Số điện thoại*": "0987654321"},
        {**imports.row(), NAME: "", BORN: "", "Số điện thoại*": "", "CMND/CCCD": ""},
    ],
)
def test_who_may_be_a_person_is_read_and_refused_at_worst(row: dict[str, str]) -> None:
    assert why(row) == [None]


def test_people_below_a_signature_are_read() -> None:
    assert why({NAME: "Người lập biểu"}, imports.row(), {NAME: "Trần Văn Lập"}) == [
        PassedOver.SIGNATURE,
        None,
        None,
    ]


def test_rows_are_told_from_the_first_to_the_last_of_each_run() -> None:
    assert spans([2, 3, 4, 7, 9, 10]) == [[2, 4], [7, 7], [9, 10]]


@pytest.mark.django_db
def test_what_was_passed_over_is_told_with_its_rows_and_in_the_result() -> None:
    total, empty = {"STT": "Tổng cộng: 1"}, {"STT": "9"}
    content = imports.sheet(imports.row(), HEADERS, total, empty, empty, imports.row(**OTHER))
    done = imports.committed(content, by=imports.clerk())
    assert (done.counts, done.rows_total) == ({"recorded": 2}, 2)
    assert list(ImportRow.objects.order_by("number").values_list("number", flat=True)) == [2, 7]
    kept = DoseImport.objects.get()
    assert [(str(one.words), one.rows, one.where) for one in rows_not_read(kept)] == [
        ("Dòng tên cột lặp lại", 1, "3"),
        ("Dòng cộng", 1, "4"),
        ("Dòng chưa có người", 2, "5–6"),
    ]
    given_back = annotated_workbook(kept, tell=result_of, tell_passed=passed_over)
    with CalamineWorkbook.from_filelike(io.BytesIO(given_back)) as book:
        results = [row[-1] for row in book.get_sheet_by_index(0).to_python()]
    assert results[1:] == [
        "Đã ghi.",
        "Không đọc: dòng tên cột lặp lại.",
        "Không đọc: dòng cộng.",
        *["Không đọc: dòng chưa có người."] * 2,
        "Đã ghi.",
    ]
