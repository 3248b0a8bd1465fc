"""What became of each dose of a sheet, line by line, however long the sheet is."""

from collections.abc import Iterator

from django.utils.translation import gettext, override

from sotiem.foundation.spreadsheets import UNICODE_MARK, csv_of
from sotiem.imports.models import DoseImport
from sotiem.imports.queries import rows_by_thousands
from sotiem.imports.rules.lists import place_of
from sotiem.portals.facility.refusals import result_of


def csv_lines(found: DoseImport, *, language: str) -> Iterator[str]:
    """The lines by the thousand, in the language of whoever asked: they are sent after the view."""
    with override(language):
        yield UNICODE_MARK + csv_of(
            [
                [
                    *(gettext("Dòng"), gettext("Mũi"), "outcome", "codes"),
                    *(gettext("Kết quả"), gettext("Trang tính")),
                ]
            ]
        )
    for rows in rows_by_thousands(found):
        with override(language):
            text = csv_of(
                [
                    place_of(row.number)[1],
                    row.slot,
                    row.outcome,
                    " ".join(dict.fromkeys(one["code"] for one in row.problems)),
                    result_of([row]),
                    found.lists.name(row.number),
                ]
                for row in rows
            )
        yield text
