"""How the columns of a sheet are found."""

import pytest

from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.columns import template_columns
from sotiem.imports.rules.layout import Layout, find_layout, require_columns
from sotiem.imports.rules.reading import read_dose_sheet
from sotiem.imports.rules.workbook import BadSheet, read_sheets
from sotiem.imports.rules.writing import template
from tests.factories import imports

GOOD = [*imports.HEADERS]


def layout_of(*rows: list[str]) -> Layout:
    width = max(map(len, rows))
    layout = find_layout([row + [""] * (width - len(row)) for row in rows])
    assert layout is not None
    return layout


def test_columns_are_found_in_any_order_however_they_are_spelt() -> None:
    headers = [
        *("  SỐ LÔ (mũi 1) *", "NGAY TIEM MUI 1", "Tên vắc-xin mũi thứ 1", "Mã cơ sở tiêm 1"),
        *("sđt", "Phái", "Ngày, tháng, năm sinh (dd/mm/yyyy)*", "HỌ TÊN NGƯỜI ĐƯỢC TIÊM"),
        *("Số định danh cá nhân", "Lý do tôi yêu đời"),
    ]
    layout = layout_of(headers)
    assert layout.person == {
        "phone": 4,
        "sex": 5,
        "birth_date": 6,
        "full_name": 7,
        "number": 8,
    }
    assert layout.doses == {1: {"lot": 0, "day": 1, "vaccine": 2, "facility": 3}}
    require_columns(layout)


def test_equal_dose_headers_belong_to_one_dose_after_another() -> None:
    one = ["Vắc xin", "Ngày tiêm", "Số lô", "Cơ sở tiêm"]
    layout = layout_of(["Họ và tên", "Ngày sinh", "Giới tính", "SĐT", *one, *one, *one])
    assert [layout.doses[slot]["day"] for slot in (1, 2, 3)] == [5, 9, 13]
    require_columns(layout)


def test_the_header_is_found_below_a_title_and_over_two_rows() -> None:
    title = ["DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG"]
    upper = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "SĐT", "Mũi 1"]
    lower = ["", "", "", "", "", "Vắc xin", "Ngày tiêm", "Số lô", "Cơ sở tiêm"]
    layout = layout_of(title, [], upper, lower)
    assert layout.header_row == 3
    assert layout.person["full_name"] == 1
    assert layout.doses[1]["facility"] == 8


def test_a_sheet_without_a_needed_column_is_refused_with_the_columns_name() -> None:
    without = [header for header in GOOD if header not in ("Số điện thoại*", "Số lô mũi 1*")]
    with pytest.raises(BadSheet) as caught:
        require_columns(layout_of(without))
    assert caught.value.problem is FileProblem.COLUMNS_MISSING
    assert caught.value.details == {"columns": "Số điện thoại, Số lô mũi 1"}


@pytest.mark.parametrize("header", ["Họ tên", "Ngày tiêm mũi 1"])
def test_two_columns_of_one_meaning_are_not_guessed_between(header: str) -> None:
    with pytest.raises(BadSheet) as caught:
        require_columns(layout_of([*GOOD, header]))
    assert caught.value.problem is FileProblem.COLUMNS_TWICE
    assert caught.value.details == {"columns": header}


def problem_of(*sheets: str) -> FileProblem:
    with pytest.raises(BadSheet) as caught:
        read_dose_sheet(imports.workbook(*sheets))
    return caught.value.problem


def test_a_workbook_without_a_list_is_refused() -> None:
    full = imports.sheet_xml([GOOD, [imports.row().get(header, "") for header in GOOD]])
    empty, letter = imports.sheet_xml([GOOD]), imports.sheet_xml([["Kính gửi Trạm Y tế"]])
    assert problem_of(letter) is FileProblem.NO_HEADER
    assert problem_of(empty) is FileProblem.NO_ROWS
    assert len(read_dose_sheet(imports.workbook(letter, full, empty)).rows) == 1


def test_rows_that_say_nothing_are_passed_over_and_numbers_stay_as_on_the_screen() -> None:
    numbering = [f"({place})" for place in range(1, len(GOOD) + 1)]
    only_counted = ["7", *[""] * (len(GOOD) - 1)]
    good = [imports.row().get(header, "") for header in GOOD]
    sheet = imports.workbook(
        imports.sheet_xml([["Danh sách"], GOOD, numbering, only_counted, good])
    )
    assert [row.number for row in read_dose_sheet(sheet).rows] == [5]


def test_numbers_and_days_of_cells_are_read_as_people_write_them() -> None:
    cells = ["<v>79187001234</v>", "<v>0.5</v>", "<v>1</v>"]
    (sheet,) = read_sheets(imports.workbook(imports.sheet_xml([cells])))
    assert sheet.rows == [["79187001234", "0.5", "1"]]


def test_the_template_has_every_column_and_is_itself_found() -> None:
    content = template(
        [["Cột", "Cách điền"], ["Họ và tên", "Đầy đủ"]], sheet_name="A", help_name="B"
    )
    listed, explained = read_sheets(content)
    assert listed.rows[0] == [header for _, header in template_columns()]
    layout = find_layout(listed.rows)
    assert layout is not None
    require_columns(layout)
    assert sorted(layout.doses) == [1, 2, 3]
    assert explained.rows[1] == ["Họ và tên", "Đầy đủ"]
