"""What became of each dose of a sheet, line by line, however long the sheet is."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext, override

from sotiem.imports.models import DoseImport
from sotiem.imports.queries import rows_by_thousands
from sotiem.imports.rules.lists import place_of
from sotiem.imports.rules.writing import harmless
from sotiem.portals.facility.refusals import result_of

# So that a spreadsheet reads the file as UTF-8.
_BYTE_ORDER: Final = "\ufeff"


def csv_lines(found: DoseImport, *, language: str) -> Iterator[str]:
    """The lines by the thousand, in the language of whoever asked: they are sent after the view."""
    with override(language):
        yield _BYTE_ORDER + _as_csv(
            [
                [
                    *(gettext("Dòng"), gettext("Mũi"), "outcome", "codes"),
                    *(gettext("Kết quả"), gettext("Trang tính")),
                ]
            ]
        )
    for rows in rows_by_thousands(found):
        with override(language):
            text = _as_csv(
                [
                    place_of(row.number)[1],
                    row.slot,
                    row.outcome,
                    " ".join(dict.fromkeys(one["code"] for one in row.problems)),
                    harmless(result_of([row])),
                    harmless(found.lists.name(row.number)),
                ]
                for row in rows
            )
        yield text


def _as_csv(lines: Iterable[Sequence[object]]) -> str:
    target = io.StringIO()
    csv.writer(target).writerows(lines)
    return target.getvalue()
