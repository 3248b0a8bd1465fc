"""Texts of a sheet that were typed in fonts of before Unicode."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from sotiem.identity.legacy_text import Encoding, read_old_font, repair_text
from sotiem.imports.rules.questions import MOST_EXAMPLES, Example, Question, QuestionKind

KEY: Final = "font"
AS_IT_STANDS: Final = "as_it_stands"
FONTS: Final = (Encoding.TCVN3, Encoding.VNI)
# Characters that Western programs show, and no Vietnamese text in Unicode has.
_STRANGE: Final = re.compile("[¡-¿Ä-ÇËÎÏÐÑÖ×ØÛÜÞßä-çëîïðñö÷øûüþÿ]")
_MOST_LOOKED_AT: Final = 500
_SHARE_TELLING: Final = 0.8
_TEXTS: Final = (
    "full_name",
    "sex",
    "workplace",
    "province",
    "district",
    "commune",
    "neighbourhood",
    "street",
    "vaccine",
    "note",
)


def question_of_fonts(header: str, names: Iterable[str]) -> Question | None:
    """Whether the names are meant as they read in an old font; nothing where they are Unicode."""
    strange = dict.fromkeys(name for name in names if _STRANGE.search(name))
    found: dict[str, Encoding] = {}
    for name in list(strange)[:_MOST_LOOKED_AT]:
        repaired = repair_text(name)
        if repaired is not None and repaired.encoding in FONTS:
            found[name] = repaired.encoding
    if not found:
        return None
    counts = Counter(found.values())
    fonts = [font for font in FONTS if counts[font]]
    likely = [font for font in fonts if counts[font] >= _SHARE_TELLING * len(found)]
    return Question(
        key=KEY,
        kind=QuestionKind.FONT,
        column=header,
        choices=(*map(str, fonts), AS_IT_STANDS),
        proposed=str(likely[0]) if likely else "",
        is_open=True,
        doubted=tuple(str(font) for font in fonts if font not in likely),
        examples=tuple(_example(name, fonts) for name in list(found)[:MOST_EXAMPLES]),
    )


def _example(name: str, fonts: Iterable[Encoding]) -> Example:
    reads = {str(font): read_old_font(name, font) or "" for font in fonts}
    return Example(name, {**reads, AS_IT_STANDS: name})


def in_unicode(cells: Mapping[str, str], font: Encoding) -> dict[str, str]:
    """Cells of a row that was typed in an old font, its texts in Unicode."""
    return {
        key: text if key not in _TEXTS or text.isascii() else read_old_font(text, font) or text
        for key, text in cells.items()
    }
