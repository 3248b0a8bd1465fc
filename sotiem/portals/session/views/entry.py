"""A dose entered at a session: typed or scanned, held against the record, recorded."""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment, Entry, VaccinationSession
from sotiem.campaigns.operations import DoseIsInDoubt, enter_dose, withdraw_entry
from sotiem.campaigns.states import SessionStatus
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.entry_form import EntryForm, typed_of
from sotiem.portals.session.offline import facts_of_page
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import leave_trace, named
from sotiem.portals.session.views._session import (
    last_entries,
    leave_traces,
    lot_in_hand,
    lots_of,
    remember_lot,
    user_of,
)
from sotiem.portals.session.whose import Shown, shown

# The reader of the camera's pictures is compiled in the browser, on this page alone.
CAMERA = {"script-src": ["'self'", "'wasm-unsafe-eval'"], "media-src": ["'self'", "blob:"]}


@never_cache
@csp_update(CAMERA)
@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """An empty form; what is sent is recorded, and the form is empty again."""
    held = session_of(request, code, public_id)
    if request.method != "POST":
        return _page(request, held, EntryForm(of=held, initial=_initial(request, held)))
    form = EntryForm(request.POST, of=held)
    if not form.is_valid():
        return _page(request, held, form)
    waits = "wait" in request.POST
    by, at = acting_staff(request), timezone.now()
    said = form.said(is_offline=waits)
    try:
        made = enter_dose(session_id=held.pk, said=said, by=by, at=at)
    except DoseIsInDoubt as doubt:
        found = shown(doubt.looked, said.person)
        leave_traces(request, [one.patient_id for one in found.choices], held)
        return _page(request, held, form, found)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return _page(request, held, form)
    if made.task is None:
        remember_lot(request, held, said.lot_number)
    return redirect("session:entry", code, public_id)


@staff(Role.CLERK)
@require_POST
def withdraw(request: HttpRequest, code: str, public_id: UUID, client_id: UUID) -> HttpResponse:
    """Undo an entry that was made a moment ago."""
    held = session_of(request, code, public_id)
    made = Entry.objects.filter(session=held, client_id=client_id).first()
    if made is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        withdraw_entry(entry_id=made.pk, reason=reason, by=acting_staff(request), at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form = EntryForm(of=held, initial=_initial(request, held))
        return _page(request, held, form, errors=[sentence_for(refusal)])
    return redirect("session:entry", code, public_id)


def _initial(request: HttpRequest, held: VaccinationSession) -> dict[str, Any]:
    now = timezone.localtime()
    initial: dict[str, Any] = {
        "lot_number": lot_in_hand(request, held),
        "given_at": f"{now:%H:%M}" if now.date() == held.held_on else "",
    }
    called = _called(request, held)
    if called is not None:
        initial |= {**typed_of(called.facts), "appointment": called.public_id}
        leave_trace(request, {held: [named(called)]})
    return initial


def _called(request: HttpRequest, held: VaccinationSession) -> Appointment | None:
    try:
        chosen = UUID(request.GET.get("nguoi", ""))
    except ValueError:
        return None
    return Appointment.objects.filter(session=held, public_id=chosen).first()


def _page(
    request: HttpRequest,
    held: VaccinationSession,
    form: EntryForm,
    found: Shown | None = None,
    *,
    errors: list[str] | None = None,
) -> HttpResponse:
    facts = {
        **facts_of_page(held, user_of(request)),
        "form": form,
        "found": found,
        "errors": errors or [],
        "lots": lots_of(held),
        "last": last_entries(request, held),
        "is_open": held.status == SessionStatus.OPEN,
        "is_shell": False,
    }
    is_wrong = bool(errors) or form.is_bound
    return render(request, "session/entry.html", facts, status=422 if is_wrong else 200)
