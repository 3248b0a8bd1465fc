"""Entries that wait for somebody: why, whose they may be, and the answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.campaigns.facts import Caution, CautionCode
from sotiem.campaigns.looking import look
from sotiem.campaigns.models import EntryTask, VaccinationSession
from sotiem.campaigns.operations import DoseIsInDoubt, drop_task, solve_task, take_up_task
from sotiem.campaigns.states import TaskStatus
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.caution_words import Told, told
from sotiem.portals.session.entry_form import EntryForm, typed_of
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import Named, leave_trace, named_in
from sotiem.portals.session.views._session import leave_traces, lots_of
from sotiem.portals.session.whose import Shown, shown

MOST_ON_A_PAGE = 100


class DropForm(forms.Form):
    """Why an entry is no dose."""

    reason = forms.CharField(
        label=_("Vì sao bỏ?"),
        help_text=_("Ví dụ: nhập hai lần; người này đã hoãn tiêm."),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do.")},
    )


@never_cache
@staff(Role.CLERK)
@require_safe
def of_facility(request: HttpRequest, code: str) -> HttpResponse:
    """What waits at all sessions of a facility, oldest first."""
    mine = facility_of(request, code)
    waiting = EntryTask.objects.filter(session__facility=mine, status=TaskStatus.OPEN)
    rows = waiting.select_related("entry", "session").order_by("pk")[:MOST_ON_A_PAGE]
    facts = {"facility": mine, "held": None, "tasks": _lines(request, rows)}
    return render(request, "session/tasks.html", facts)


@never_cache
@staff(Role.CLERK)
@require_safe
def of_session(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """What waits at a session, and what was answered last."""
    held = session_of(request, code, public_id)
    tasks = EntryTask.objects.filter(session=held).select_related("entry", "session")
    waiting = tasks.filter(status=TaskStatus.OPEN).order_by("pk")[:MOST_ON_A_PAGE]
    ended = tasks.exclude(status=TaskStatus.OPEN).order_by("-ended_at", "-pk")[:10]
    facts = {
        "facility": held.facility,
        "held": held,
        "tasks": _lines(request, waiting),
        "ended": _lines(request, ended),
    }
    return render(request, "session/tasks.html", facts)


@never_cache
@staff(Role.CLERK)
@require_safe
def show(request: HttpRequest, code: str, public_id: UUID, task: UUID) -> HttpResponse:
    """One entry that waits, beside the people it may be about."""
    held, found = _found(request, code, public_id, task)
    return _page(request, held, found)


@staff(Role.CLERK)
@require_POST
def solve(request: HttpRequest, code: str, public_id: UUID, task: UUID) -> HttpResponse:
    """Say whose it is and mend what was mistyped; the dose is recorded."""
    held, found = _found(request, code, public_id, task)
    form = EntryForm(request.POST, of=held)
    if not form.is_valid():
        return _page(request, held, found, form=form)
    said = form.said(client_id=found.entry.client_id)
    by, at = acting_staff(request), timezone.now()
    try:
        solve_task(task_id=found.pk, said=said, by=by, at=at)
    except DoseIsInDoubt as doubt:
        return _page(request, held, found, form=form, seen=shown(doubt.looked, said.person))
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, held, found, form=form, errors=[sentence_for(refusal)])
    return redirect("session:tasks", code, public_id)


@staff(Role.CLERK)
@require_POST
def drop(request: HttpRequest, code: str, public_id: UUID, task: UUID) -> HttpResponse:
    """Say that an entry is no dose."""
    held, found = _found(request, code, public_id, task)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _page(request, held, found, dropping=form)
    reason, by = form.cleaned_data["reason"], acting_staff(request)
    try:
        drop_task(task_id=found.pk, reason=reason, by=by, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, held, found, errors=[sentence_for(refusal)])
    return redirect("session:tasks", code, public_id)


@staff(Role.CLERK)
@require_POST
def take_up(request: HttpRequest, code: str, public_id: UUID, task: UUID) -> HttpResponse:
    """Undo a dropping."""
    _held, found = _found(request, code, public_id, task)
    take_up_task(task_id=found.pk, by=acting_staff(request), at=timezone.now())
    return redirect("session:task", code, public_id, task)


def _found(
    request: HttpRequest, code: str, public_id: UUID, task: UUID
) -> tuple[VaccinationSession, EntryTask]:
    held = session_of(request, code, public_id)
    tasks = EntryTask.objects.filter(session=held, public_id=task)
    found = tasks.select_related("entry__appointment").first()
    if found is None:
        raise Http404
    return held, found


def _lines(request: HttpRequest, tasks: Iterable[EntryTask]) -> list[dict[str, Any]]:
    """Tasks as a list shows them; that these people were seen is told."""
    shown_tasks = list(tasks)
    people: dict[VaccinationSession, list[Named]] = {}
    for task in shown_tasks:
        people.setdefault(task.session, []).append(named_in(task.entry))
    leave_trace(request, people)
    return [
        {"task": task, "typed": typed_of(task.entry.said["person"]), "why": _why(task)}
        for task in shown_tasks
    ]


def _why(task: EntryTask) -> list[Told]:
    """Why it waits, as it was when it was sent."""
    return told(
        Caution(CautionCode(one["code"]), one["field"], one["details"]) for one in task.cautions
    )


def _page(
    request: HttpRequest,
    held: VaccinationSession,
    task: EntryTask,
    *,
    form: EntryForm | None = None,
    seen: Shown | None = None,
    dropping: DropForm | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    is_open = task.status == TaskStatus.OPEN
    leave_trace(request, {held: [named_in(task.entry)]})
    typed = _typed(task)
    if is_open and seen is None:
        seen = _seen(held, typed)
    if seen is not None:
        leave_traces(request, [one.patient_id for one in seen.choices], held)
    facts = {
        "facility": held.facility,
        "held": held,
        "task": task,
        "why": _why(task),
        "entered_by": _name_of(task.entry.entered_by),
        "typed": typed,
        "found": seen,
        "form": form or EntryForm(of=held, initial=typed),
        "dropping": dropping or DropForm(),
        "is_open": is_open,
        "can_be_taken_up": task.status == TaskStatus.DROPPED,
        "can_be_withdrawn": task.entry.dose_id and not task.entry.withdrawn_at,
        "lots": lots_of(held),
        "errors": errors or [],
    }
    is_wrong = bool(errors) or any(one is not None and one.is_bound for one in (form, dropping))
    return render(request, "session/task.html", facts, status=422 if is_wrong else 200)


def _name_of(entered_by: str) -> str:
    """The colleague who entered it, as colleagues call her."""
    _kind, _, key = entered_by.partition(":")
    try:
        found = User.objects.filter(public_id=UUID(key)).first()
    except ValueError:
        return ""
    return found.first_name or found.username if found else ""


def _typed(task: EntryTask) -> dict[str, Any]:
    entry = task.entry
    given_at = timezone.localtime(entry.given_at)
    return {
        **typed_of(entry.said["person"]),
        "client_id": entry.client_id,
        "appointment": entry.appointment.public_id if entry.appointment else None,
        "lot_number": entry.said["lot_number"],
        "given_at": f"{given_at:%H:%M}",
        "slip_number": entry.slip_number,
    }


def _seen(held: VaccinationSession, typed: dict[str, Any]) -> Shown | None:
    """What the record says of it now."""
    form = EntryForm(typed, of=held)
    if not form.is_valid():
        return None
    said = form.said()
    return shown(look(held, said, at=timezone.now()), said.person)
