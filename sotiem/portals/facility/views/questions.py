"""A row whose dose may be on record: the clerk compares, answers, and may take it back."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.facts import DoseOnRecord
from sotiem.foundation import audit
from sotiem.imports.models import ImportRow
from sotiem.imports.operations import answer_row, take_back_answer
from sotiem.imports.queries import (
    doses_in_question,
    find_row,
    what_is_seen,
)
from sotiem.imports.states import Answer, ImportStatus, RowOutcome
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.components.comparison import UNKNOWN
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.facility.forms import AnswerForm
from sotiem.portals.facility.views._answers import just_answered
from sotiem.portals.facility.views._rows import OPEN, around, go_on, list_of
from sotiem.portals.facility.words import AFTER_COMMIT, ANSWERED, BEFORE_COMMIT, NOW
from sotiem.vaccines.models import Vaccine


@never_cache
@staff(Role.CLERK)
@require_safe
def show(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """The dose of a row beside those on record. That they were read is recorded."""
    return _page(request, _row(request, public_id, number, slot))


@staff(Role.CLERK)
@require_POST
def answer(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """Say whether it is one on record, then go on to the next row that asks."""
    row, form = _row(request, public_id, number, slot), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    given = form.cleaned_data

    def act() -> ImportRow:
        return answer_row(
            row_id=row.pk,
            answer=Answer(given["answer"]),
            seen=given["seen"],
            by=acting_staff(request),
            at=timezone.now(),
        )

    return _try(request, row, act, address=lambda: go_on(row))


@staff(Role.CLERK)
@require_POST
def take_back(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """Undo an answer, and show the row again."""
    row = _row(request, public_id, number, slot)
    return _try(
        request,
        row,
        lambda: take_back_answer(row_id=row.pk, by=acting_staff(request), at=timezone.now()),
        address=lambda: reverse("facility:row", args=[public_id, number, slot]),
    )


def _row(request: HttpRequest, public_id: UUID, number: int, slot: int) -> ImportRow:
    """A row that asks about its dose, or did; any other is as if it had no page."""
    row = find_row(public_id, number, slot, staff=acting_staff(request))
    if row is None or not (row.asks_about_dose or row.standing_answer):
        raise Http404
    return row


def _try(
    request: HttpRequest,
    row: ImportRow,
    act: Callable[[], ImportRow],
    *,
    address: Callable[[], str],
) -> HttpResponse:
    """Act, then go on; a refusal is told on the page of the row, as it stands now."""

    def tell(errors: list[str]) -> HttpResponse:
        fresh = _row(request, row.dose_import.public_id, row.number, row.slot)
        return _page(request, fresh, errors=errors)

    return act_or_tell(act, address=address, tell=tell)


def _page(
    request: HttpRequest,
    row: ImportRow,
    *,
    form: AnswerForm | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    known, standing = doses_in_question(row), row.standing_answer
    _leave_trace(request, row)
    seen = what_is_seen(row, [dose.dose_id for dose in known])
    names = dict(Vaccine.objects.values_list("pk", "name_vi"))
    mine, is_committed = _of_row(row, names), row.dose_import.status == ImportStatus.COMMITTED
    facts = {
        "import": row.dose_import,
        "facility": row.dose_import.facility,
        "row": row,
        "mine": [(label, value) for label, value in mine.items()],
        "cards": [_beside(dose, mine, names) for dose in known],
        "is_open": row.dose_import.status in OPEN,
        "answered": ANSWERED[Answer(standing.answer)] if standing else "",
        "answered_at": standing.answered_at if standing else None,
        "now": NOW.get(RowOutcome(row.outcome), ""),
        "form": form or AnswerForm(initial={"seen": seen}),
        "errors": errors or [],
        "hints": AFTER_COMMIT if is_committed else BEFORE_COMMIT,
        "list_url": list_of(row.dose_import),
        **around(row),
        **just_answered(request, row.dose_import, acting_staff(request)),
    }
    is_wrong = bool(errors) or (form is not None and form.is_bound)
    return render(request, "facility/question.html", facts, status=422 if is_wrong else 200)


def _leave_trace(request: HttpRequest, row: ImportRow) -> None:
    if row.patient is not None:
        audit.record(
            "patient.viewed",
            row.patient,
            by=acting_staff(request),
            at=timezone.now(),
            patient_id=row.patient_id,
            sheet=str(row.dose_import),
            row=row.number,
        )


def _of_row(row: ImportRow, names: Mapping[int, str]) -> dict[str, str]:
    """The dose of the row in the words of the page."""
    dose = row.facts["dose"]
    return _told(
        day(date.fromisoformat(dose["administered_on"])),
        names[dose["vaccine_id"]],
        dose["lot_number"],
        row.dose_import.facility.name,
    )


def _beside(
    dose: DoseOnRecord, mine: dict[str, str], names: Mapping[int, str]
) -> list[tuple[str, str, str]]:
    """(label, value, what the row says) of a dose on record."""
    name = dose.vaccine_text or names[dose.vaccine_id]
    place = dose.facility_name or dose.place
    told = _told(day(dose.administered_on), name, dose.lot_number, place)
    return [(label, value, mine[label]) for label, value in told.items()]


def _told(when: str, vaccine: str, lot: str, place: str) -> dict[str, str]:
    return {
        _("Ngày tiêm"): when,
        _("Vắc xin"): vaccine,
        _("Số lô"): lot or UNKNOWN,
        _("Nơi tiêm"): place or UNKNOWN,
    }
