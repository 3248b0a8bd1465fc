"""A workbook with several lists: each is read, and a row is told with its sheet."""

import io
from collections.abc import Mapping, Sequence

import pytest
from python_calamine import CalamineWorkbook

from sotiem.doses.models import Dose
from sotiem.imports.facts import FileProblem, LeftOut
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.queries import annotated_workbook
from sotiem.imports.rules.asking import understand
from sotiem.imports.rules.lists import Lists, number_of, place_of
from sotiem.imports.rules.reading import read_dose_file
from sotiem.imports.rules.workbook import BadSheet
from sotiem.portals.facility.not_read import sheets_not_read
from sotiem.portals.facility.refusals import passed_over, result_of
from tests.factories import imports

OTHER = {"name": "Lê Thị Gương", "sex": "Nữ", "number": "", "phone": "0987654321"}
TURNED = tuple(reversed(imports.HEADERS[:-1]))
COVER = imports.sheet_xml([["Trạm Y tế Bình Minh"], ["Báo cáo tháng 9"]])
PIVOT = imports.sheet_xml([["Ngày tiêm", "Vắc xin", "Số lô", "Số mũi"], ["14/09/2021", "AZ", "X"]])
STAFF = imports.sheet_xml([["Họ và tên", "Ngày sinh", "SĐT"], ["Lê Văn A", "1980", "0912345678"]])


def list_of(*rows: Mapping[str, str], headers: Sequence[str] = imports.HEADERS) -> str:
    return imports.sheet_xml([list(headers), *([row.get(h, "") for h in headers] for row in rows)])


TWO = imports.workbook(
    COVER,
    list_of(imports.row()),
    PIVOT,
    list_of(imports.row(**OTHER), imports.row(), headers=TURNED),
)


def test_a_number_tells_the_list_and_the_row_in_it() -> None:
    assert (number_of(0, 7), place_of(7)) == (7, (0, 7))
    assert place_of(number_of(3, 199_999)) == (3, 199_999)
    lists = Lists([{"name": "Ngày 1"}, {"name": "Ngày 2"}])
    numbers = [[2, 4], [6, 6], [number_of(1, 9), number_of(1, 9)]]
    assert lists.where_all(numbers) == "2–4, 6 (Ngày 1); 9 (Ngày 2)"
    assert lists.where(number_of(1, 9)) == "9 (Ngày 2)"
    assert Lists([{"name": "Danh sách"}]).where(7) == "7"


@pytest.mark.django_db
def test_every_list_is_read_with_its_own_columns_and_no_dose_twice() -> None:
    done = imports.committed(TWO, by=imports.clerk())
    assert (done.rows_total, done.counts) == (3, {"recorded": 2, "known": 1})
    rows = ImportRow.objects.order_by("number").values_list("number", "outcome")
    assert list(rows) == [(2, "recorded"), (1_000_002, "recorded"), (1_000_003, "known")]
    assert Dose.objects.count() == 2
    known = ImportRow.objects.get(number=1_000_003)
    assert known.where == "3 (Trang 4)"
    assert "đã có ở dòng 2 (Trang 2) của tệp" in result_of([known])


@pytest.mark.django_db
def test_the_result_has_all_lists_each_with_its_results() -> None:
    done = imports.committed(TWO, by=imports.clerk())
    content = annotated_workbook(done, tell=result_of, tell_passed=passed_over)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        assert book.sheet_names == ["Trang 2", "Trang 4"]
        results = [
            [str(row[-1])[:7] for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        ]
    assert results == [["Kết quả", "Đã ghi."], ["Kết quả", "Đã ghi.", "Đã có t"]]


def test_sheets_without_a_list_are_left_out_and_named() -> None:
    empty = list_of()
    file = read_dose_file(imports.workbook(COVER, list_of(imports.row()), PIVOT, STAFF, empty))
    assert [each.sheet.name for each in file.lists] == ["Trang 2"]
    assert file.left_out == {"Trang 3": LeftOut.NO_LIST, "Trang 4": LeftOut.NO_LIST}


def hidden(content: bytes, name: str) -> bytes:
    """The same workbook, one of its sheets hidden."""
    return imports.repacked(
        content, "xl/workbook.xml", (f'name="{name}"', f'name="{name}" state="hidden"')
    )


@pytest.mark.django_db
def test_a_hidden_list_is_not_read_and_told() -> None:
    imports.checked(hidden(TWO, "Trang 4"), by=imports.clerk())
    kept = DoseImport.objects.get()
    assert kept.rows_total == 1
    told = [(name, str(words)[:7]) for name, words in sheets_not_read(kept)]
    assert ("Trang 4", "đang ẩn") in told


def test_a_file_of_hidden_lists_alone_says_so() -> None:
    with pytest.raises(BadSheet) as caught:
        read_dose_file(hidden(imports.workbook(list_of(imports.row())), "Trang 1"))
    assert caught.value.problem is FileProblem.ONLY_HIDDEN
    assert caught.value.details == {"sheets": "Trang 1"}


def test_a_list_that_lacks_a_column_is_named() -> None:
    headers = [header for header in imports.HEADERS if header != "Số điện thoại*"]
    file = read_dose_file(
        imports.workbook(list_of(imports.row()), list_of(imports.row(), headers=headers))
    )
    with pytest.raises(BadSheet) as caught:
        understand(file, today=imports.AT.date(), given={}, last_time=[{}, {}])
    assert caught.value.details == {"columns": "Số điện thoại (Trang 2)"}
