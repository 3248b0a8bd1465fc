"""A sheet is recorded in parts, or undone as a whole."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import approve_part, begin_undo
from sotiem.imports.queries import built_upon, parts_of
from sotiem.imports.rules.lists import spans
from sotiem.imports.states import ImportStatus, Part, RowOutcome
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.facility.forms import PartForm, UndoForm
from sotiem.portals.facility.views._found import import_of
from sotiem.portals.facility.words import BUILT_UPON, PART_HINTS, PARTS

_OPEN = frozenset({ImportStatus.READY, ImportStatus.COMMITTED})
_ROWS_TOLD = 10


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def record_part(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clerk agrees that part of the sheet be recorded."""
    found = _open(request, public_id)
    counts = parts_of(found)
    choices = [
        (part.value, PARTS[part] % {"count": counts[part]}) for part in Part if part in counts
    ]
    form = PartForm(
        request.POST or None,
        choices=choices,
        sheets=found.lists.names,
        chosen=request.GET.getlist("phan"),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            approve_part(
                import_id=found.pk,
                parts=[Part(part) for part in form.cleaned_data["parts"]],
                rows=form.cleaned_data["rows"],
                key=form.cleaned_data["submission_key"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("facility:import", public_id=public_id)
    facts = {**_facts(found), "form": form, "hints": _hints(), "has_parts": bool(choices)}
    return render(request, "facility/part.html", facts, status=422 if form.is_bound else 200)


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clerk takes a whole sheet back; what keeps it is told."""
    found = _open(request, public_id)
    recorded = found.counts.get(RowOutcome.RECORDED, 0)
    if not recorded:
        raise Http404
    form = UndoForm(request.POST or None, recorded=recorded)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            begin_undo(
                import_id=found.pk,
                reason=form.cleaned_data["reason"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("facility:import", public_id=public_id)
    facts = {**_facts(found), "form": form, "recorded": recorded, "built": _built(found)}
    return render(request, "facility/undo.html", facts, status=422 if form.is_bound else 200)


def _open(request: HttpRequest, public_id: UUID) -> DoseImport:
    found = import_of(request, public_id)
    if found.status not in _OPEN:
        raise Http404
    return found


def _facts(found: DoseImport) -> dict[str, Any]:
    return {
        "import": found,
        "facility": found.facility,
        "back_url": reverse("facility:import", args=[found.public_id]),
    }


def _hints() -> dict[str, str]:
    return {part.value: str(words) for part, words in PART_HINTS.items()}


def _built(found: DoseImport) -> list[dict[str, Any]]:
    """What keeps a sheet from being undone, with some of the rows."""
    return [
        {
            "words": BUILT_UPON[kind],
            "rows": found.lists.where_all(spans(numbers[:_ROWS_TOLD])),
            "more": max(0, len(numbers) - _ROWS_TOLD),
        }
        for kind, numbers in built_upon(found).items()
    ]
