"""Lists as text (CSV): in the encodings and with the separators that programs in use write."""

import codecs
import csv
import io
from typing import Final

from sotiem import identity
from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.container import MOST_BYTES, FileIsTooLarge
from sotiem.imports.rules.workbook import BadSheet, Sheet

MEDIA_TYPE: Final = "text/csv"
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 104
_LOOKED_AT: Final = 64 * 1024
_SEPARATORS: Final = ("\t", ";", ",")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEWEST_COLUMNS: Final = 4


def is_table(content: bytes) -> bool:
    """Whether some bytes are a text of several columns."""
    start = content[:_LOOKED_AT]
    if not any(start.startswith(mark) for mark, _ in _MARKS) and b"\0" in start:
        return False
    text = _decoded(start, partly=True)
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return any(line.count(_separator(text)) >= _FEWEST_COLUMNS - 1 for line in lines)


def read_table(content: bytes) -> Sheet:
    """The rows of a text, all of the same length; a quote that never ends is told."""
    if len(content) > MOST_BYTES:
        raise FileIsTooLarge(megabytes=MOST_BYTES // 1024 // 1024)
    text = identity.compose(_decoded(content))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        rows: list[list[str]] = []
        for row in reader:
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise BadSheet(FileProblem.TOO_LARGE)
            rows.append(row)
    except csv.Error as error:
        raise BadSheet(FileProblem.UNREADABLE) from error
    width = max(map(len, rows), default=0)
    return Sheet("CSV", [[*row, *[""] * (width - len(row))] for row in rows], (), frozenset())


def _decoded(content: bytes, *, partly: bool = False) -> str:
    """The text; what is no Unicode is taken for the code page of Vietnamese Windows."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if partly and error.start > len(content) - 4:
            return content[: error.start].decode("utf-8")
        return content.decode("cp1258", errors="replace")


def _separator(text: str) -> str:
    """The sign that parts most of the first lines into most columns."""
    lines = [line for line in text[:_LOOKED_AT].splitlines()[:30] if line.strip()]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
