"""From plain values to PDF, with our own typeface and nothing of the machine's."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any, Final

import typst
import zxingcpp
from django.utils.translation import override

from sotiem.portals.components.purposes import PURPOSES
from sotiem.portals.components.typeface import FONTS
from sotiem.portals.session.paper.facts import Call, Label, Report, Slip

HERE: Final = Path(__file__).parent
PDF: Final = "application/pdf"


class LabelPaper(Enum):
    """Labels come on a roll, one after the other, or on a sheet of A4: (wide, high) in mm."""

    ROLL_46 = ("roll", 46, 34)
    ROLL_92 = ("roll", 92, 34)
    SHEET_46 = ("sheet", 46, 34)
    SHEET_92 = ("sheet", 92, 34)


def slips_pdf(slips: Sequence[Slip]) -> bytes:
    """One page for each person."""
    with override("vi"):
        told = PURPOSES["session"]
        purpose = f"{told.purpose} {told.basis}"
    return _set("slips.typ", [{**_told(slip), "purpose": purpose} for slip in slips])


def _told(slip: Slip) -> dict[str, Any]:
    link_qr = qr_of(slip.link) if slip.link else ""
    return {**asdict(slip), "qr": qr_of(slip.code), "link_qr": link_qr}


def labels_pdf(labels: Sequence[Label], *, paper: LabelPaper) -> bytes:
    """A label for each person, for the label printer or on sheets."""
    kind, wide, high = paper.value
    told = [{**asdict(label), "qr": qr_of(label.code)} for label in labels]
    return _set("labels.typ", {"kind": kind, "wide": wide, "high": high, "labels": told})


def calls_pdf(title: str, calls: Sequence[Call]) -> bytes:
    """The people to call, with their phones and a box to tick."""
    return _set("calls.typ", {"title": title, "calls": [asdict(call) for call in calls]})


def report_pdf(report: Report) -> bytes:
    """A facility's day or campaign on a page, in the language of the form."""
    with override("vi"):
        return _set("report.typ", asdict(report))


def qr_of(text: str) -> str:
    """The code as a drawing (SVG)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(code.to_svg())


def _set(template: str, told: Any) -> bytes:
    made = typst.compile(
        str(HERE / template),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False, default=str)},
    )
    assert isinstance(made, bytes)
    return made
