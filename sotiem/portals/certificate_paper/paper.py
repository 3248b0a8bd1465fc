"""A certificate on paper (A4, Vietnamese and English) and as a picture for the phone."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import typst

from certificate_format import qr
from sotiem.portals.components.typeface import FONTS

HERE: Final = Path(__file__).parent
CARD_PPI: Final = 360.0  # 75 mm are a little more than the 1,000 pixels of a phone


@dataclass(frozen=True, slots=True)
class Certified:
    """What stands on it: lines of a name in two languages and what the certificate says."""

    code: str
    lines: tuple[tuple[str, str, str], ...]
    name: str
    born: str
    dose: str
    dose_en: str
    window: str
    window_en: str
    text: str  # HC1:...
    address: str
    printed_at: str


def as_pdf(certified: Certified) -> bytes:
    """A page to print; its code is 56 mm wide."""
    return _set("certificate.typ", certified, "pdf")


def as_png(certified: Certified) -> bytes:
    """A picture to keep on the phone: who, which dose, and the code as large as it goes."""
    return _set("card.typ", certified, "png", ppi=CARD_PPI)


def _set(
    template: str, certified: Certified, form: Literal["pdf", "png"], *, ppi: float | None = None
) -> bytes:
    told: Mapping[str, Any] = {**asdict(certified), "qr": qr.svg(certified.text)}
    made = typst.compile(
        str(HERE / template),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format=form,
        ppi=ppi,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made
