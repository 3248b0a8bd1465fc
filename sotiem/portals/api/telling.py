"""What a program is told of a sheet and its rows: codes for it, sentences for people."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from sotiem.accounts.queries import username_of
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.queries import open_questions
from sotiem.imports.rules.lists import Lists, place_of
from sotiem.imports.rules.sent import FIELDS
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.facility.refusals import result_of, sentence_of_file, sentence_of_row

# What a program that sends single doses needs to know of a row's fate.
FATES: Final[Mapping[str, str]] = {
    RowOutcome.RECORDED: "recorded",
    RowOutcome.KNOWN: "known",
    RowOutcome.REFUSED: "refused",
    RowOutcome.UNDONE: "undone",
}
WAITING: Final = "waiting"
CHECKED: Final = (ImportStatus.READY, ImportStatus.COMMITTED, ImportStatus.UNDONE)


def import_told(dose_import: DoseImport) -> dict[str, Any]:
    """How far a sheet is, what became of its rows, and where to ask on."""
    is_checked = dose_import.status in CHECKED
    return {
        "id": str(dose_import.public_id),
        "status": str(dose_import.status),
        "facility": dose_import.facility.code,
        "file_name": dose_import.file_name,
        "uploaded_at": dose_import.uploaded_at.isoformat(),
        "committed_at": dose_import.committed_at and dose_import.committed_at.isoformat(),
        "progress": {"rows": dose_import.rows_total, "checked": dose_import.rows_done},
        "counts": {str(each): dose_import.counts.get(str(each), 0) for each in RowOutcome},
        "problem": _problem(dose_import),
        "questions": _questions(dose_import),
        "not_read": _not_read(dose_import),
        "same_as": _same_as(dose_import),
        "links": {
            "self": address_of("import", dose_import),
            "rows": address_of("rows", dose_import) if is_checked else None,
            "result": address_of("result", dose_import) if is_checked else None,
            "page": reverse("facility:import", args=[dose_import.public_id]),
        },
    }


def address_of(name: str, dose_import: DoseImport) -> str:
    return reverse(f"api:{name}", args=[dose_import.public_id])


def row_told(row: ImportRow, lists: Lists) -> dict[str, Any]:
    """One dose of a row of a sheet, and what became of it."""
    return {
        "sheet": lists.name(row.number) or None,
        "row": place_of(row.number)[1],
        "slot": row.slot,
        "outcome": row.outcome,
        "sentences": in_both(lambda: result_of([row])),
        "problems": [{"column": one["column"], **_found(one)} for one in row.problems],
    }


def dose_told(row: ImportRow) -> dict[str, Any]:
    """One dose that a program sent, and what became of it."""
    return {
        "outcome": FATES.get(row.outcome, WAITING),
        "dose": str(row.dose.public_id) if row.dose else None,
        "sentences": in_both(lambda: result_of([row])),
        "problems": [
            {"field": FIELDS.get(one["column"], one["column"]), **_found(one)}
            for one in row.problems
        ],
    }


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """The same sentence in each of our languages."""
    said = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            said[language] = say()
    return said


def _found(one: Mapping[str, str]) -> dict[str, Any]:
    code, value = one["code"], one["value_shown"]
    return {
        "code": code,
        "value": value,
        "sentences": in_both(lambda: sentence_of_row(code, value)),
    }


def _questions(dose_import: DoseImport) -> list[dict[str, Any]]:
    """What the file leaves open, each question with cells of it."""
    told = ("key", "kind", "column", "choices", "proposed", "examples")
    return [{name: one[name] for name in told} for one in open_questions(dose_import)]


def _same_as(dose_import: DoseImport) -> dict[str, Any] | None:
    """The file that had the same rows before it."""
    earlier = dose_import.same_as
    if earlier is None:
        return None
    return {
        "id": str(earlier.public_id),
        "status": str(earlier.status),
        "file_name": earlier.file_name,
        "uploaded_by": username_of(earlier.uploaded_by),
        "uploaded_at": earlier.uploaded_at.isoformat(),
    }


def _not_read(dose_import: DoseImport) -> dict[str, Any]:
    """The rows and sheets of the file that are no list of doses, each with why."""
    told, lists = dose_import.passed_over, dose_import.lists
    return {
        "rows": [
            {"why": one["why"], "count": one["rows"], "where": lists.where_all(one["spans"])}
            for one in told.get("rows", [])
        ],
        "sheets": [{"sheet": name, "why": why} for name, why in told.get("sheets", {}).items()],
    }


def _problem(dose_import: DoseImport) -> dict[str, Any] | None:
    if not dose_import.problem:
        return None
    kind, details = dose_import.problem, dose_import.problem_details
    return {"code": kind, "sentences": in_both(lambda: sentence_of_file(kind, details))}
