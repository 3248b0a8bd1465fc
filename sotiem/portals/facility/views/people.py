"""A row whose person may be on record: the clerk compares, decides, and may take it back."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.foundation import audit
from sotiem.imports.models import ImportRow
from sotiem.imports.operations import decide_row, take_back_decision
from sotiem.imports.queries import find_row, people_in_question, who_is_seen
from sotiem.imports.states import Decision, ImportStatus, RowOutcome
from sotiem.matching.facts import Candidate
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.facility import person_cards
from sotiem.portals.facility.forms import PersonForm
from sotiem.portals.facility.refusals import told
from sotiem.portals.facility.views._answers import just_answered
from sotiem.portals.facility.views._rows import OPEN, around, go_on, list_of
from sotiem.portals.facility.words import DECIDED, NOW

ADDRESS: Final = "facility:person"


@never_cache
@staff(Role.CLERK)
@require_safe
def show(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """The person of a row beside those on record. That they were read is recorded."""
    return _page(request, _row(request, public_id, number, slot))


@staff(Role.CLERK)
@require_POST
def decide(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """Say whose the row is, then go on to the next row that asks."""
    row = _row(request, public_id, number, slot)
    candidates = people_in_question(row)
    form = _form(row, candidates, request)
    if not form.is_valid():
        return _page(request, row, form=form)
    word, _, place = form.cleaned_data["answer"].partition("-")

    def act() -> ImportRow:
        return decide_row(
            row_id=row.pk,
            decision=Decision(word),
            patient_id=candidates[int(place) - 1].patient_id if place else None,
            seen=form.cleaned_data["seen"],
            by=acting_staff(request),
            at=timezone.now(),
        )

    return _try(request, row, act, address=lambda: go_on(row))


@staff(Role.CLERK)
@require_POST
def take_back(request: HttpRequest, public_id: UUID, number: int, slot: int) -> HttpResponse:
    """Undo a decision, and show the row again."""
    row = _row(request, public_id, number, slot)
    return _try(
        request,
        row,
        lambda: take_back_decision(row_id=row.pk, by=acting_staff(request), at=timezone.now()),
        address=lambda: reverse(ADDRESS, args=[public_id, number, slot]),
    )


def _row(request: HttpRequest, public_id: UUID, number: int, slot: int) -> ImportRow:
    """A row that asks whose it is, or did; any other is as if it had no page."""
    row = find_row(public_id, number, slot, staff=acting_staff(request))
    if row is None or not (row.asks_about_person or row.standing_decision):
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


def _form(
    row: ImportRow, candidates: list[Candidate], request: HttpRequest | None = None
) -> PersonForm:
    choices, _hints = person_cards.choices_of(
        person_cards.cards_of(row, candidates),
        without_number=person_cards.is_without_number(row),
    )
    if request is not None:
        return PersonForm(request.POST, choices=choices)
    seen = who_is_seen(row, [one.patient_id for one in candidates])
    return PersonForm(initial={"seen": seen}, choices=choices)


def _page(
    request: HttpRequest,
    row: ImportRow,
    *,
    form: PersonForm | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    candidates, standing = people_in_question(row), row.standing_decision
    _leave_traces(request, row, candidates)
    shown = person_cards.facts_of(row, candidates)
    facts = {
        "import": row.dose_import,
        "facility": row.dose_import.facility,
        "row": row,
        **shown,
        "told": [one for one in told([row]) if one.column],
        "is_open": row.dose_import.status in OPEN,
        "decided": DECIDED[Decision(standing.decision)] if standing else "",
        "decided_at": standing.decided_at if standing else None,
        "now": NOW.get(RowOutcome(row.outcome), ""),
        "form": form or _form(row, candidates),
        "errors": errors or [],
        "hints": person_cards.choices_of(shown["cards"], without_number=shown["is_without_number"])[
            1
        ],
        "is_committed": row.dose_import.status == ImportStatus.COMMITTED,
        "list_url": list_of(row.dose_import),
        **around(row),
        **just_answered(request, row.dose_import, acting_staff(request)),
    }
    is_wrong = bool(errors) or (form is not None and form.is_bound)
    return render(request, "facility/person.html", facts, status=422 if is_wrong else 200)


def _leave_traces(request: HttpRequest, row: ImportRow, candidates: list[Candidate]) -> None:
    """Tell in the trail of each person shown that she was shown."""
    notes = [
        audit.Note(
            action="patient.viewed",
            object_kind="patient",
            object_id=one.patient_id,
            patient_id=one.patient_id,
            details={"sheet": str(row.dose_import), "row": row.number},
        )
        for one in candidates[: person_cards.MOST_PEOPLE]
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())
