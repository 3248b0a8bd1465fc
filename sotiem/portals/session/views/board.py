from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import move_appointment, open_session
from sotiem.campaigns.permissions import can_confirm, can_work_at
from sotiem.campaigns.queries import appointments_of, balance_of, states_of
from sotiem.campaigns.rules import stayed
from sotiem.campaigns.states import (
    MOVES,
    NOT_YET_VACCINATED,
    SET_ASIDE,
    AppointmentState,
    SessionStatus,
)
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.identity import PartialDate
from sotiem.portals.aftercare.reading import Beside, beside_people
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.forms import MoveForm
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import leave_trace, named
from sotiem.portals.session.words import GROUPS, LABELS, NEXT, STATES, STATUSES, TO, why_aside
from sotiem.readbacks.queries import called_wrong, counts_of

_PER_PAGE: Final = 100
_ASKS_WHY: Final = {
    AppointmentState.POSTPONED: "session:postpone",
    AppointmentState.REFUSED: "session:refuse",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A button: where it leads, or which page asks why."""

    to: str
    words: Promise
    page: str = ""


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody on the board."""

    appointment: Appointment
    name: str
    born: PartialDate
    phone: str
    words: Promise
    tone: str
    minutes_left: int | None
    stayed: int | None
    why_aside: str
    moves: Sequence[Move]
    after: Beside | None  # once the dose is on record
    may_be_vaccinated: bool


@staff(Role.CLERK, Role.HEAD)
@require_safe
def board(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Everybody of a session, and where each of them is."""
    session = session_of(request, code, public_id, Role.CLERK, Role.HEAD)
    return render(request, "session/board.html", _facts(request, session))


def _facts(request: HttpRequest, session: VaccinationSession, told: str = "") -> dict[str, Any]:
    who, at = acting_staff(request), timezone.now()
    counts = states_of(session)
    asked, after = request.GET.get("nhom", ""), request.GET.get("sau", "")
    group = next((each for each in GROUPS if each[0] == asked), None)
    sought = request.GET.get("tim", "").strip()[:80]
    people = appointments_of(
        session,
        states=group[2] if group else (),
        sought=sought,
        after=int(after) if after.isdecimal() and len(after) < 8 else 0,
        limit=_PER_PAGE + 1,
    )
    leave_trace(request, {session: [named(each) for each in people[:_PER_PAGE]]})
    may_work = can_work_at(who, session.facility)
    words, tone = STATUSES[session.status]
    return {
        "facility": session.facility,
        "session": session,
        "status_words": words,
        "status_tone": tone,
        "next_step": NEXT[session.status],
        "may_work": may_work,
        "may_confirm": can_confirm(who, session),
        "is_open": session.status == SessionStatus.OPEN,
        "is_planned": session.status == SessionStatus.PLANNED,
        "groups": [(slug, name, sum(counts.get(s, 0) for s in of)) for slug, name, of in GROUPS],
        "everybody": sum(counts.values()),
        "chosen": group[0] if group else "",
        "sought": sought,
        "people": _people(people[:_PER_PAGE], at, may_work, session),
        "asked": (asked_of := counts_of(session)),
        "called_wrong": called_wrong(session) if may_work and asked_of.wrong else [],
        "older": people[_PER_PAGE - 1].position if len(people) > _PER_PAGE else None,
        "to_call": counts.get(AppointmentState.CALLED, 0),
        "before_dose": sum(counts.get(state, 0) for state in NOT_YET_VACCINATED),
        "papers": LABELS.items(),
        "balance": balance_of(session),
        "told": told,
    }


def _people(
    people: Sequence[Appointment], at: datetime, may_work: bool, session: VaccinationSession
) -> list[ShownPerson]:
    marks = beside_people(session, people)
    return [_shown(one, at, may_work, session, marks.get(one.pk)) for one in people]


def _shown(
    one: Appointment,
    at: datetime,
    may_work: bool,
    session: VaccinationSession,
    after: Beside | None,
) -> ShownPerson:
    words, tone = STATES[one.state]
    state = AppointmentState(one.state)
    left = None
    if state == AppointmentState.VACCINATED and one.observed_until:
        left = max(0, -int(-(one.observed_until - at).total_seconds() // 60))
    going_on = session.status in (SessionStatus.PLANNED, SessionStatus.OPEN)
    to = sorted(MOVES[state], key=list(AppointmentState).index) if may_work and going_on else []
    return ShownPerson(
        appointment=one,
        name=one.facts["full_name"],
        born=PartialDate.from_iso(one.facts["birth_date"]),
        phone=one.facts["phone"],
        words=words,
        tone=tone,
        minutes_left=left,
        stayed=_minutes_stayed(one),
        why_aside=why_aside(one.postponed_because, one.reason),
        after=after,
        moves=[Move(each.value, TO[each], _ASKS_WHY.get(each, "")) for each in to],
        may_be_vaccinated=may_work
        and session.status == SessionStatus.OPEN
        and state in (AppointmentState.CHECKED_IN, AppointmentState.SCREENED),
    )


def _minutes_stayed(one: Appointment) -> int | None:
    if one.state != AppointmentState.LEFT or one.observed_until is None:
        return None
    return int(stayed(one.observed_until, one.state_at).total_seconds() // 60)


@staff(Role.CLERK)
@require_POST
def move(request: HttpRequest, code: str, public_id: UUID, person: UUID) -> HttpResponse:
    """Say where somebody is now; a colleague's word is never overruled unseen."""
    session = session_of(request, code, public_id)
    one = Appointment.objects.filter(session=session, public_id=person).first()
    form = MoveForm(request.POST)
    if one is None or not form.is_valid() or form.cleaned_data["to"] in SET_ASIDE:
        raise Http404
    try:
        move_appointment(
            appointment_id=one.pk,
            to=AppointmentState(form.cleaned_data["to"]),
            seen=AppointmentState(form.cleaned_data["seen"]),
            by=acting_staff(request),
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        facts = _facts(request, session, sentence_for(refusal))
        return render(request, "session/board.html", facts, status=409)
    query = request.GET.urlencode()
    address = reverse("session:board", args=[code, public_id])
    return redirect(f"{address}?{query}#p-{person}" if query else f"{address}#p-{person}")


@staff(Role.CLERK)
@require_POST
def begin(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Open a session."""
    session = session_of(request, code, public_id)
    try:
        open_session(session_id=session.pk, by=acting_staff(request), at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        facts = _facts(request, session, sentence_for(refusal))
        return render(request, "session/board.html", facts, status=409)
    return redirect("session:board", code=code, public_id=public_id)
