"""A document of sections and tables as PDF on A4: all of one's data, and the formal letter."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import typst
from django.utils.translation import get_language

from sotiem.portals.components.typeface import FONTS

HERE: Final = Path(__file__).parent
PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, or a table: `widths` are shares, one for each column."""

    title: str
    text: Sequence[str] = ()
    columns: Sequence[str] = ()
    widths: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is set. `head` are the lines over the title, `sign` who answers for it."""

    title: str
    footer: str
    sections: Sequence[Section]
    head: Sequence[str] = ()
    caption: str = ""
    sign: str = ""
    is_letter: bool = False
    lang: str = field(default_factory=lambda: (get_language() or "vi")[:2])


def drawn(document: Document) -> bytes:
    """The PDF, with page numbers, in our own typeface."""
    made = typst.compile(
        str(HERE / "document.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": json.dumps(asdict(document), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made
