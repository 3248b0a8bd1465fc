"""A spreadsheet opens our tables: nothing in them runs, nothing in them is spoilt."""

import csv
import io

import pytest
from django.http import HttpResponse

from sotiem.foundation.spreadsheets import csv_of, harmless
from sotiem.portals.components.downloads import csv_answer, csv_stream
from tests.architecture.sources import PACKAGE


@pytest.mark.parametrize(
    "hostile",
    [
        '=HYPERLINK("http://xau.vn","Bấm vào đây")',
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\x00=1+1",
        "\ufeff=1+1",
        "＝1+1",
        "+84-90-123",
    ],
)
def test_what_could_run_is_text_with_an_apostrophe(hostile: str) -> None:
    assert harmless(hostile) == f"'{hostile}"


@pytest.mark.parametrize(
    "harmless_text",
    ["Nguyễn Thị Ánh", "0901234567", "+84 901 234 567", "-3", "+1.200", "-0,5", "FK-0112", "a=b",
     "Lô A, B", 'Tổ "Hai"', "", "–"],
)  # fmt: skip
def test_names_numbers_and_phones_stay_as_they_are(harmless_text: str) -> None:
    assert harmless(harmless_text) == harmless_text


def test_a_table_is_read_as_it_was_written() -> None:
    lines: list[list[object]] = [["Họ và tên", "Số"], ['Tổ "Hai", thôn\nBa', -3], ["a;b\tc", 1_200]]
    read = list(csv.reader(io.StringIO(csv_of(lines))))
    assert read == [["Họ và tên", "Số"], ['Tổ "Hai", thôn\nBa', "-3"], ["a;b\tc", "1200"]]


def test_every_cell_is_guarded_not_only_the_first() -> None:
    assert csv_of([["x", "=1", "@y"]]) == "x,'=1,'@y\r\n"


def test_a_file_says_that_its_letters_are_unicode_and_is_not_kept() -> None:
    answer: HttpResponse = csv_answer("so.csv", [["Mũi tiêm"]])
    assert answer.content == b"\xef\xbb\xbfM\xc5\xa9i ti\xc3\xaam\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="so.csv"'
    assert answer["Cache-Control"] == csv_stream("so.csv", iter([]))["Cache-Control"] == "no-store"


def test_no_page_writes_csv_by_itself() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in (PACKAGE / "portals").rglob("*.py")
        if "csv.writer" in path.read_text(encoding="utf-8")
    ]
    assert found == []
