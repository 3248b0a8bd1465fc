"""Files that are handed out: kept by no browser, and nothing in them runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse

from sotiem.imports.rules.writing import harmless
from sotiem.portals.session.paper.typeset import PDF, LabelPaper

PAPERS: Final = {
    "46x34": LabelPaper.ROLL_46,
    "92x34": LabelPaper.ROLL_92,
    "46x34-a4": LabelPaper.SHEET_46,
    "92x34-a4": LabelPaper.SHEET_92,
}
CSV: Final = "text/csv; charset=utf-8"
# Tells spreadsheets that the letters are Unicode.
_BYTE_ORDER: Final = "\ufeff"


def pdf_file(content: bytes, name: str) -> HttpResponse:
    return _file(content, f"{name}.pdf", PDF)


def csv_file(lines: Iterable[Sequence[object]], name: str) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless(str(cell)) for cell in line] for line in lines)
    return _file((_BYTE_ORDER + text.getvalue()).encode(), f"{name}.csv", CSV)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
