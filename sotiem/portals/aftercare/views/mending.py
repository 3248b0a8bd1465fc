"""What somebody called wrong, mended by the team that entered it, while she sits there."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sotiem.accounts.facts import Role
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import DoseIsInDoubt
from sotiem.campaigns.permissions import is_newcomer
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.aftercare.forms import KeepForm
from sotiem.portals.aftercare.reading import shown_entry
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.caution_words import told as told_cautions
from sotiem.portals.session.entry_form import EntryForm, typed_of
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._session import leave_traces, lots_of
from sotiem.readbacks.models import Readback
from sotiem.readbacks.operations import keep_entry, mend_entry
from sotiem.readbacks.queries import beside


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, code: str, public_id: UUID, person: UUID) -> HttpResponse:
    """What she says is wrong, beside what is recorded; putting it right asks her again."""
    held, readback = _found(request, code, public_id, person)
    if request.method != "POST":
        return _page(request, held, readback)
    form = EntryForm(_data(request, held, readback), of=held)
    if not form.is_valid():
        return _page(request, held, readback, form=form)
    said = _said(form, held, readback)
    by, at = acting_staff(request), timezone.now()
    try:
        mend_entry(readback_id=readback.pk, said=said, by=by, at=at)
    except DoseIsInDoubt as doubt:
        return _page(request, held, readback, form=form, doubt=doubt)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, held, readback, form=form, told=sentence_for(refusal))
    return _to_board(held, person)


@staff(Role.CLERK)
@require_POST
def keep(request: HttpRequest, code: str, public_id: UUID, person: UUID) -> HttpResponse:
    """Nothing is changed, and why; she is asked again."""
    held, readback = _found(request, code, public_id, person)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _page(request, held, readback, keeping=form)
    by, note = acting_staff(request), form.cleaned_data["note"]
    try:
        keep_entry(readback_id=readback.pk, note=note, by=by, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, held, readback, keeping=form, told=sentence_for(refusal))
    return _to_board(held, person)


def _found(
    request: HttpRequest, code: str, public_id: UUID, person: UUID
) -> tuple[VaccinationSession, Readback]:
    held = session_of(request, code, public_id)
    one = Appointment.objects.filter(session=held, public_id=person).first()
    found = beside(held, [one.pk]).get(one.pk) if one is not None else None
    if found is None:
        raise Http404
    return held, found


def _data(request: HttpRequest, held: VaccinationSession, readback: Readback) -> Any:
    """What is typed. Of somebody who was on record before, only the dose is put right here."""
    if is_newcomer(readback.entry, held):
        return request.POST
    typed = request.POST.copy()
    for name in ("cccd", "cmnd", "phone", "address", "sex"):
        typed.pop(name, None)
    known = _typed(readback)
    for name in ("full_name", "birth_date", "client_id", "slip_number"):
        typed[name] = str(known[name])
    return typed


def _said(form: EntryForm, held: VaccinationSession, readback: Readback) -> EntrySaid:
    said = form.said(client_id=readback.entry.client_id)
    patient = readback.entry.patient
    if patient is None or is_newcomer(readback.entry, held):
        return said
    return replace(said, person=patient.current.facts)


def _to_board(held: VaccinationSession, person: UUID) -> HttpResponse:
    board = reverse("session:board", args=[held.facility.code, held.public_id])
    answer = HttpResponse(status=302)
    answer["Location"] = f"{board}#p-{person}"
    return answer


def _page(
    request: HttpRequest,
    held: VaccinationSession,
    readback: Readback,
    *,
    form: EntryForm | None = None,
    keeping: KeepForm | None = None,
    doubt: DoseIsInDoubt | None = None,
    told: str = "",
) -> HttpResponse:
    entry = readback.entry
    assert entry.patient is not None and entry.appointment is not None
    leave_traces(request, [entry.patient.pk], held)
    facts: dict[str, Any] = {
        "facility": held.facility,
        "held": held,
        "readback": readback,
        "person": entry.appointment.public_id,
        "name": entry.patient.current.full_name,
        "entry": shown_entry(readback),
        "form": form or EntryForm(of=held, initial=_typed(readback)),
        "keeping": keeping or KeepForm(),
        "cautions": told_cautions(doubt.looked.cautions) if doubt else [],
        "accepts": doubt is not None and not any(one.blocks for one in doubt.looked.cautions),
        "told": told or (gettext("Hãy xem các điểm cần lưu ý ở dưới.") if doubt else ""),
        "is_newcomer": is_newcomer(entry, held),
        "is_open": held.status == "open",
        "lots": lots_of(held),
    }
    is_wrong = bool(told or doubt) or any(one is not None for one in (form, keeping))
    return render(request, "aftercare/mend.html", facts, status=422 if is_wrong else 200)


def _typed(readback: Readback) -> dict[str, Any]:
    """What is on record, as the form of an entry shows it."""
    entry = readback.entry
    assert entry.patient is not None and entry.dose is not None
    person = {name: getattr(entry.patient.current, name) for name in _PERSON}
    return {
        **typed_of(person),
        "client_id": entry.client_id,
        "lot_number": entry.dose.current.lot_number,
        "given_at": f"{timezone.localtime(entry.given_at):%H:%M}",
        "slip_number": entry.slip_number,
    }


_PERSON = ("full_name", "birth_date", "sex", "cccd", "cmnd", "phone", "address")
