"""Doses sent by a program: each is told at once whether it was recorded, and why not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sotiem.accounts.facts import Role, Staff
from sotiem.imports.facts import RowProblem
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, commit_import
from sotiem.imports.queries import rows_after
from sotiem.imports.rules import sent
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.api.answering import answering, leave_trace
from sotiem.portals.api.once import facility_of_program, take_once
from sotiem.portals.api.reading import FieldIsNotAnObject, HowManyDoses, json_body, texts
from sotiem.portals.api.telling import address_of, dose_told, in_both
from sotiem.portals.components.access import acting_staff, programs
from sotiem.portals.components.programs import answer
from sotiem.portals.facility.refusals import sentence_of_row

LARGEST: Final = 2 * 1024 * 1024
FILE_NAME: Final = "gui-tu-phan-mem.json"
OF_DOSE: Final = (*sent.DOSE, "reference")


@csrf_exempt  # no cookie opens it, so no page elsewhere can send in somebody's name
@programs(Role.CLERK)
@answering("POST")
def doses(request: HttpRequest) -> HttpResponse:
    """Record the doses of one facility, as the rows of a sheet would be; the same request again
    is answered again and records nothing."""
    who, now = acting_staff(request), timezone.now()
    body = json_body(request, most=LARGEST)
    code, references = _read(body)
    facility = facility_of_program(code, who)
    with transaction.atomic():
        taken = take_once(
            request,
            facility=facility,
            content=request.body,
            file_name=FILE_NAME,
            by=who,
            at=now,
            again=True,
        )
        taken = _recorded(taken, by=who, at=now)
        told = _told(taken, references)
        leave_trace(request, by=who, doses=len(references), dose_import=str(taken.public_id))
    return answer(
        {
            "import": str(taken.public_id),
            "status": str(taken.status),
            "doses": told,
            "links": {"import": address_of("import", taken)},
        }
    )


def _recorded(taken: DoseImport, *, by: Staff, at: datetime) -> DoseImport:
    """Check and record in one go; what was recorded before stays as it is."""
    checked = check_import(import_id=taken.pk, at=at)
    if checked.status != ImportStatus.READY:
        return checked
    return commit_import(import_id=taken.pk, by=by, at=at)


def _told(taken: DoseImport, references: Sequence[str]) -> list[dict[str, Any]]:
    """What became of each dose, in the order in which they were sent."""
    rows = {row.number: row for row in rows_after(taken, limit=sent.MOST)}
    told = []
    for place, reference in enumerate(references):
        row = rows.get(sent.number_of(place))
        fate = dose_told(row) if row else _nothing_told()
        told.append({"index": place, "reference": reference, **fate})
    return told


def _nothing_told() -> dict[str, Any]:
    """A dose of which nothing at all was said."""
    sentences = in_both(lambda: sentence_of_row(RowProblem.NO_DOSE))
    problem = {"field": "vaccine", "code": str(RowProblem.NO_DOSE), "value": ""}
    return {
        "outcome": str(RowOutcome.REFUSED),
        "dose": None,
        "sentences": sentences,
        "problems": [{**problem, "sentences": sentences}],
    }


def _read(body: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The facility's code and each dose's reference, if the whole is well formed."""
    given = dict(body)
    doses = given.pop("doses", None) if "doses" in given else [given.pop("dose", None)]
    facility = texts(given, ("facility",))["facility"]
    if not isinstance(doses, list) or not 0 < len(doses) <= sent.MOST:
        raise HowManyDoses(most=sent.MOST)
    return facility, [_reference(dose, f"doses[{place}].") for place, dose in enumerate(doses)]


def _reference(dose: object, inside: str) -> str:
    if not isinstance(dose, dict):
        raise FieldIsNotAnObject(field=inside.rstrip("."))
    person = dose.get("person")
    if not isinstance(person, dict):
        raise FieldIsNotAnObject(field=f"{inside}person")
    texts(person, sent.PERSON, inside=f"{inside}person.")
    own = {key: value for key, value in dose.items() if key != "person"}
    return texts(own, OF_DOSE, inside=inside)["reference"]
