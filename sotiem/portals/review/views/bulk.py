"""One decision on many doses: tried out, looked at dose by dose, carried out, undone."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.desk import queries
from sotiem.desk.models import BulkDecision, BulkMember
from sotiem.desk.operations import (
    agree_bulk_decision,
    begin_bulk_decision,
    begin_undo,
    cancel_bulk_decision,
    leave_out,
)
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review import bulk_facts
from sotiem.portals.review.bulk_forms import UndoForm
from sotiem.portals.review.views.queue import as_uuid

REFRESH_SECONDS = 5


@never_cache
@staff(Role.OFFICER)
def bulk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A decision with its doses. That these people were read of is recorded."""
    return _page(request, public_id, {})


@require_POST
@staff(Role.OFFICER)
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave some of the doses on this page out of the decision, and take the others in."""
    who = acting_staff(request)
    found = queries.bulk_for_officer(staff=who, public_id=public_id)
    keys = [key for text in request.POST.getlist("mui") if (key := as_uuid(text))]
    out = {key for text in request.POST.getlist("bo-ra") if (key := as_uuid(text))}
    members = BulkMember.objects.filter(bulk=found, dose__public_id__in=keys)
    shown = dict(members.values_list("dose__public_id", "pk"))
    return act_or_tell(
        lambda: leave_out(
            bulk_id=found.pk,
            shown=list(shown.values()),
            out=[pk for key, pk in shown.items() if key in out],
            by=who,
            at=timezone.now(),
        ),
        address=lambda: f"{request.path.removesuffix('bo-ra/')}?{request.GET.urlencode()}#mui-tiem",
        tell=lambda errors: _page(request, public_id, {"errors": errors}),
    )


@require_POST
@staff(Role.OFFICER)
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Carry the decision out, or have a second officer agree first."""
    return _step(request, public_id, begin_bulk_decision)


@require_POST
@staff(Role.OFFICER)
def agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Agree as the second officer."""
    return _step(request, public_id, agree_bulk_decision)


@require_POST
@staff(Role.OFFICER)
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the decision up before anything changed."""
    return _step(request, public_id, cancel_bulk_decision)


@require_POST
@staff(Role.OFFICER)
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the whole decision back."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, public_id, {"undo_form": form, "wrong_form": form})
    return _step(request, public_id, begin_undo, undo_form=form, note=form.cleaned_data["note"])


def _step(
    request: HttpRequest,
    public_id: UUID,
    operation: Callable[..., object],
    undo_form: UndoForm | None = None,
    **given: Any,
) -> HttpResponse:
    who = acting_staff(request)
    found = queries.bulk_for_officer(staff=who, public_id=public_id)
    told: dict[str, Any] = {"undo_form": undo_form} if undo_form else {}
    return act_or_tell(
        lambda: operation(bulk_id=found.pk, by=who, at=timezone.now(), **given),
        address=lambda: redirect("review:bulk", public_id)["Location"],
        tell=lambda errors: _page(request, public_id, {**told, "errors": errors}),
    )


def _page(request: HttpRequest, public_id: UUID, told: dict[str, Any]) -> HttpResponse:
    who = acting_staff(request)
    found = queries.bulk_for_officer(staff=who, public_id=public_id)
    after = as_uuid(request.GET.get("sau"))
    members: Sequence[BulkMember] = ()
    has_more = False
    if not found.is_at_work:
        members, has_more = queries.members_of(found, after=after)
        _leave_traces(members, found, by=who)
    facts = {
        **bulk_facts.bulk_facts(found, who=who),
        "members": [bulk_facts.member_facts(member, found) for member in members],
        "after": after or "",
        "next_key": members[-1].dose.public_id if has_more else "",
        "undo_form": UndoForm(),
        "refresh_seconds": REFRESH_SECONDS if found.is_at_work else None,
        **told,
    }
    return render(request, "review/bulk.html", facts, status=422 if told else 200)


def _leave_traces(members: Sequence[BulkMember], found: BulkDecision, *, by: Staff) -> None:
    notes = [
        audit.Note(
            action="patient.viewed",
            object_kind="patient",
            object_id=member.dose.patient_id,
            patient_id=member.dose.patient_id,
            details={"bulk": str(found.public_id)},
        )
        for member in members
    ]
    audit.record_many(notes, by=by, at=timezone.now())
