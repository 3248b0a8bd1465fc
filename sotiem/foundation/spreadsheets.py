"""Tables for spreadsheets: nothing in them runs as a formula, and their letters stay whole."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

# At the head of a file it tells spreadsheets that the letters are Unicode.
UNICODE_MARK: Final = "\ufeff"
# What a spreadsheet could take for a formula; blanks, tabs, line ends and what nobody
# sees are passed over before it.
_FORMULA: Final = re.compile(r"[\s\x00\u200b\ufeff]*[=+\-@＝＋－＠]")
# Amounts and telephone numbers: a spreadsheet reads them as they are.
_NUMBER: Final = re.compile(r"[+\-][\d\s.,]*")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what could run as a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_of(lines: Iterable[Sequence[object]]) -> str:
    """These lines of a table as CSV, without the mark at the head of a file."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(str(cell)) for cell in line] for line in lines)
    return target.getvalue()
