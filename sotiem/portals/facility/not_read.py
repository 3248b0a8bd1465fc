"""What of a file was not read, as a page tells it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from sotiem.imports.facts import LeftOut, PassedOver
from sotiem.imports.models import DoseImport
from sotiem.portals.facility.words import LEFT_OUT, PASSED_OVER


@dataclass(frozen=True, slots=True)
class NotRead:
    """Rows passed over for one reason: how many, and which."""

    words: Promise
    rows: int
    where: str
    is_cut: bool  # only the first of them are named


def rows_not_read(dose_import: DoseImport) -> list[NotRead]:
    """The rows that are none of the list, by why."""
    lists = dose_import.lists
    return [
        NotRead(
            PASSED_OVER[PassedOver(one["why"])],
            one["rows"],
            lists.where_all(one["spans"]),
            sum(last - first + 1 for first, last in one["spans"]) < one["rows"],
        )
        for one in dose_import.passed_over.get("rows", [])
    ]


def sheets_not_read(dose_import: DoseImport) -> list[tuple[str, Promise]]:
    """The sheets that were left out, each with why."""
    sheets = dose_import.passed_over.get("sheets", {})
    return [(name, LEFT_OUT[LeftOut(why)]) for name, why in sheets.items()]
