"""What a facility is asked about reports: by day and lot, answered row by row or all at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.corrections.asked import question_groups, questions_named, questions_of
from sotiem.corrections.facts import Answer
from sotiem.corrections.operations import answer_questions
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.facility.answering import rows_of


@staff(Role.CLERK, Role.HEAD)
@require_safe
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """The days and lots asked about; nobody is named."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    facts = {
        "facility": mine,
        "now": timezone.now(),
        "taken": request.GET.get("vua", "") if request.GET.get("vua", "").isdecimal() else "",
        "groups": [
            {"asked": group, "href": _address(mine, group.administered_on, group.lot_number)}
            for group in question_groups(mine)
        ],
    }
    return render(request, "facility/asked.html", facts)


@never_cache
@staff(Role.CLERK, Role.HEAD)
@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """The people asked about for one day and lot. That they were read is recorded."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    found = questions_of(mine, administered_on=_day(request.GET), lot_number=_lot(request.GET))
    if not found:
        return redirect("facility:asked", code)
    return _page(request, mine, rows_of(found))


@never_cache
@staff(Role.CLERK, Role.HEAD)
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what was said of the rows; one button says the same of all that have no answer."""
    mine, now = facility_of(request, code, Role.CLERK, Role.HEAD), timezone.now()
    questions = questions_named(mine, _uuids(request.POST.getlist("cau")))
    rows = rows_of(questions, request.POST)
    rest = request.POST.get("con-lai", "")
    rest = rest if rest in (Answer.YES, Answer.NO) else ""
    answers = [
        row["form"].answered(row["question"].public_id, rest=rest, at=now)
        for row in rows
        if row["form"].is_valid()
    ]
    if any(row["form"].errors for row in rows):
        return _page(request, mine, rows, is_wrong=True)
    taken = answer_questions(
        facility=mine, answers=[each for each in answers if each], by=acting_staff(request), at=now
    ).taken
    return redirect(f"{reverse('facility:asked', args=[code])}?vua={len(taken)}")


def leave_traces(request: HttpRequest, questions: Sequence[FacilityQuestion]) -> None:
    """Record that a facility read who is asked about, on the trail of each person."""
    audit.record_many(
        (
            audit.Note(
                action="patient.viewed"
                if question.report.patient_id
                else "correction_report.viewed",
                object_kind="patient" if question.report.patient_id else "correctionreport",
                object_id=question.report.patient_id or question.report_id,
                patient_id=question.report.patient_id,
                details={"code": question.report.tracking_code},
            )
            for question in questions
        ),
        by=acting_staff(request),
        at=timezone.now(),
    )


def _page(
    request: HttpRequest, mine: Facility, rows: list[dict[str, Any]], *, is_wrong: bool = False
) -> HttpResponse:
    leave_traces(request, [row["question"] for row in rows])
    first = rows[0]["question"] if rows else None
    errors = (
        [
            f"{row['name']}: {sentence}"
            for row in rows
            for sentences in row["form"].errors.values()
            for sentence in sentences
        ]
        if is_wrong
        else []
    )
    facts = {
        "facility": mine,
        "rows": rows,
        "first": first,
        "errors": errors,
        "now": timezone.now(),
    }
    return render(request, "facility/asked_group.html", facts, status=422 if is_wrong else 200)


def _address(mine: Facility, on: date | None, lot: str) -> str:
    asked = {"ngay": on.isoformat() if on else "", "lo": lot}
    return f"{reverse('facility:asked_group', args=[mine.code])}?{urlencode(asked)}"


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given.get("ngay", ""))
    except ValueError:
        return None


def _lot(given: Any) -> str:
    return str(given.get("lo", "")).replace("\0", "")


def _uuids(texts: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        return []
