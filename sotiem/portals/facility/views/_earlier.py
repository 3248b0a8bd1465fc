"""What became of a file that came before with the same content."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from sotiem.accounts.queries import username_of
from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import SameFileCameBefore
from sotiem.imports.states import RowOutcome
from sotiem.portals.facility.views._found import import_of


def earlier_told(request: HttpRequest, refusal: SameFileCameBefore) -> dict[str, Any]:
    """The earlier file, with a key under which it may be taken once more."""
    earlier = import_of(request, UUID(str(refusal.details["sheet"])))
    return {**_told(earlier), "again_key": new_submission_key()}


def same_rows_told(dose_import: DoseImport) -> dict[str, Any]:
    """The earlier file with the same rows, where there was one."""
    return _told(dose_import.same_as) if dose_import.same_as else {}


def _told(earlier: DoseImport) -> dict[str, Any]:
    return {
        "earlier": earlier,
        "earlier_by": username_of(earlier.uploaded_by),
        "earlier_recorded": earlier.counts.get(RowOutcome.RECORDED, 0),
    }
