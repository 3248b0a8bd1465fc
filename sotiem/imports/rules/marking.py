"""What our own workbooks get beside their texts: marked cells, and lists to choose from.

Only for what `writing.written` made: its parts are known to the letter.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

FIRST: Final = "xl/worksheets/sheet1.xml"
STYLES: Final = "xl/styles.xml"
_END: Final = "</sheetData>"
_NO_FORMATS: Final = '<dxfs count="0"/>'
_YELLOW: Final = (
    '<dxfs count="1"><dxf><fill><patternFill patternType="solid"><bgColor rgb="FFFFE08A"/>'
    "</patternFill></fill></dxf></dxfs>"
)
_LAST_ROW: Final = 20_002


def with_marks(content: bytes, cells: Iterable[tuple[int, int]]) -> bytes:
    """The workbook with these cells of its first sheet in yellow: row from 1, column from 0."""
    places = " ".join(f"{letters_of(column)}{row}" for row, column in cells)
    if not places:
        return content
    rule = (
        f'<conditionalFormatting sqref="{places}"><cfRule type="expression" dxfId="0" '
        'priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>'
    )
    return _changed(content, {FIRST: (_END, _END + rule), STYLES: (_NO_FORMATS, _YELLOW)})


def with_lists(content: bytes, lists: Mapping[int, Sequence[str]]) -> bytes:
    """The workbook where columns of the first sheet (from 0) offer these texts to choose from."""
    rules = "".join(
        '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" '
        f'sqref="{letters_of(column)}2:{letters_of(column)}{_LAST_ROW}">'
        f"<formula1>{escape(chr(34) + ','.join(texts) + chr(34))}</formula1></dataValidation>"
        for column, texts in lists.items()
    )
    whole = f'<dataValidations count="{len(lists)}">{rules}</dataValidations>'
    return _changed(content, {FIRST: (_END, _END + whole)})


def letters_of(column: int) -> str:
    """The letters of a column, as the spreadsheet shows them, by its place from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def _changed(content: bytes, changes: Mapping[str, tuple[str, str]]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            held = old.read(part)
            if part.filename in changes:
                before, after = changes[part.filename]
                held = held.replace(before.encode(), after.encode(), 1)
            new.writestr(part, held)
    return target.getvalue()
