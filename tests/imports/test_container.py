"""Files that are no sheet: each is refused for what it is, and nothing is kept of it."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from sotiem.foundation.models import StoredFile
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.imports.facts import FileProblem
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import (
    FileIsEmpty,
    FileIsTooLarge,
    NotAWorkbook,
    OldWorkbook,
    WorkbookHasMacros,
    WorkbookHasPassword,
    WorkbookIsBroken,
    upload_sheet,
)
from sotiem.imports.rules.reading import read_dose_sheet
from sotiem.imports.rules.workbook import BadSheet, read_sheets
from tests.factories import imports, reference

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def macro_workbook() -> bytes:
    return imports.workbook(imports.sheet_xml([["a"]]), more={"xl/vbaProject.bin": b"program"})


def bomb() -> bytes:
    return imports.workbook(
        imports.sheet_xml([["a"]]), more={"xl/media/image1.bin": b"\0" * 301 * 1024 * 1024}
    )


def cut_off() -> bytes:
    return imports.sheet(imports.row())[:-40]


def picture() -> bytes:
    return b"\xff\xd8\xff\xe0 a picture named .xlsx"


def letter() -> bytes:
    return imports.archive({"word/document.xml": "<w/>"})


def encrypted() -> bytes:
    return CFB + "EncryptedPackage".encode("utf-16-le")


def from_before_2007() -> bytes:
    return CFB + "Workbook".encode("utf-16-le")


def heavy() -> bytes:
    return b"PK" + b"\0" * 41 * 1024 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (bytes, FileIsEmpty),
        (picture, NotAWorkbook),
        (letter, NotAWorkbook),
        (encrypted, WorkbookHasPassword),
        (from_before_2007, OldWorkbook),
        (macro_workbook, WorkbookHasMacros),
        (cut_off, WorkbookIsBroken),
        (bomb, FileIsTooLarge),
        (heavy, FileIsTooLarge),
    ],
)
def test_a_file_that_is_no_plain_workbook_is_refused_and_not_kept(
    content: Callable[[], bytes], refusal: type[Refusal], files_folder: Path
) -> None:
    clerk = imports.clerk()
    with pytest.raises(refusal) as caught:
        imports.uploaded(content(), by=clerk)
    assert type(caught.value) is refusal
    assert not DoseImport.objects.exists()
    assert not StoredFile.objects.exists()
    assert not (files_folder / "files").exists()


@pytest.mark.django_db
def test_nobody_uploads_for_a_facility_that_is_not_theirs() -> None:
    clerk = imports.clerk()
    other = reference.facility("79102", "Trạm Y tế Bình An")
    with pytest.raises(NotAllowed):
        imports.uploaded(imports.sheet(imports.row()), by=clerk, facility=other)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_the_same_submission_sent_twice_is_one_import(at: datetime) -> None:
    clerk, content = imports.clerk(), imports.sheet(imports.row())
    first = imports.uploaded(content, by=clerk)
    again = upload_sheet(
        facility=reference.facility(),
        content=content,
        file_name="danh-sach.xlsx",
        submission_key=first.submission_key,
        by=clerk,
        at=at,
    )
    assert again == first
    assert DoseImport.objects.count() == 1


def problem_of(content: bytes) -> BadSheet:
    with pytest.raises(BadSheet) as caught:
        read_dose_sheet(content)
    return caught.value


def test_a_million_empty_formatted_rows_below_the_list_change_nothing() -> None:
    good = imports.sheet_xml([list(imports.HEADERS), [*_cells(imports.row())]])
    bare = [f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, 524_288)]
    empty = "".join(
        [*bare, *(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(524_288, 1_048_577))]
    )
    sheet = imports.workbook(good.replace("</sheetData>", f"{empty}</sheetData>"))
    assert [row.number for row in read_dose_sheet(sheet).rows] == [2]


@pytest.mark.parametrize("place", ["A200000", "A1048576", "DA1", "XFD2"])
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(place: str) -> None:
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{digits}"><c r="{place}"><v>1</v></c></row>'
    sheet = imports.sheet_xml([list(imports.HEADERS)]).replace("</sheetData>", f"{far}</sheetData>")
    assert problem_of(imports.workbook(sheet)).problem is FileProblem.TOO_LARGE


@pytest.mark.parametrize(
    "inside",
    [
        '<c r="A3"><f>1</f>' * 60_000,
        '<c r="A3" ' * 200_000,
        "<mergeCells>" + '<mergeCell ref="A3:B3"/>' * 30_000 + "</mergeCells>",
    ],
    ids=["open cells", "open tags", "merges"],
)
def test_a_hostile_sheet_is_refused_without_long_work(inside: str) -> None:
    content = imports.workbook(imports.in_worksheet(f"<sheetData>{inside}</sheetData>"))
    assert problem_of(content).problem is FileProblem.UNREADABLE


def test_an_overlong_list_of_sheets_is_not_parsed() -> None:
    content = imports.workbook(
        imports.sheet_xml([["a"]]), more={"xl/sharedStrings.xml": b"<si/>" * 26_000_000}
    )
    assert problem_of(content).problem is FileProblem.TOO_LARGE


def test_an_archive_that_lies_about_its_size_is_not_unpacked() -> None:
    content = bytearray(imports.sheet(imports.row()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bytes(content).replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lie != bytes(content)
    assert problem_of(lie).problem is FileProblem.UNREADABLE


@pytest.mark.parametrize(
    "sheet",
    [
        "this is not xml <<<",
        imports.in_worksheet("<sheetData><row><c><v>1</v></c></row></sheetData>"),
    ],
)
def test_cells_that_cannot_be_read_refuse_the_file(sheet: str) -> None:
    assert problem_of(imports.workbook(sheet)).problem in (
        FileProblem.UNREADABLE,
        FileProblem.NO_HEADER,
    )


def _cells(row: dict[str, str]) -> list[str]:
    return [row.get(header, "") for header in imports.HEADERS]


def test_formulas_are_found_wherever_a_block_of_the_part_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sotiem.imports.rules.workbook._CHUNK", 37)
    kinds = ["<f>A1</f>", "<f>A1</f><v>3</v>", "chữ"]
    cells = [[kinds[(row + column) % 3] for column in range(7)] for row in range(12)]
    (sheet,) = read_sheets(imports.workbook(imports.sheet_xml(cells)))
    assert sheet.formulas_without_value == {
        (row, column) for row in range(12) for column in range(7) if (row + column) % 3 == 0
    }
