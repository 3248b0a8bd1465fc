"""Papers that are handed out; no browser keeps them."""

from typing import Final

from django.http import HttpResponse

from sotiem.portals.session.paper.typeset import PDF, LabelPaper

PAPERS: Final = {
    "46x34": LabelPaper.ROLL_46,
    "92x34": LabelPaper.ROLL_92,
    "46x34-a4": LabelPaper.SHEET_46,
    "92x34-a4": LabelPaper.SHEET_92,
}


def pdf_file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=PDF,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "no-store",
        },
    )
