from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sotiem.accounts.facts import Role
from sotiem.campaigns.facts import Missing
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import (
    cancel_session,
    close_session,
    confirm_day,
    draw_up_for,
    figures_of,
    put_back_from,
    reopen_session,
    waste_in,
)
from sotiem.campaigns.permissions import can_confirm, can_work_at
from sotiem.campaigns.queries import balance_of, states_of
from sotiem.campaigns.states import SessionStatus
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.session.forms import ReasonForm, StockForm
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import Named, leave_trace, named, named_in
from sotiem.portals.session.words import STATES, STATUSES, WHY_MISSING

BOTH = (Role.CLERK, Role.HEAD)


@staff(*BOTH)
@require_http_methods(["GET", "HEAD"])
def balance(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The day's balance: what is missing, and whose dose it may be."""
    session = session_of(request, code, public_id, *BOTH)
    return render(request, "session/balance.html", _facts(request, session))


@staff(Role.CLERK)
@require_POST
def stock(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Draw doses up for a session, put them back, note what was wasted."""
    session = session_of(request, code, public_id)
    form = StockForm(request.POST, session=session)

    def move() -> None:
        said: dict[str, Any] = {
            "session_id": session.pk,
            "lot": form.chosen_lot(),
            "doses": form.cleaned_data["doses"],
            "submission_key": form.cleaned_data["submission_key"],
            "by": acting_staff(request),
            "at": timezone.now(),
        }
        if form.cleaned_data["what"] == "rut":
            draw_up_for(**said)
        elif form.cleaned_data["what"] == "tra":
            put_back_from(**said)
        else:
            waste_in(**said, reason=form.cleaned_data["reason"])

    return _done(request, session, form, move, "session:balance")


@staff(Role.CLERK)
@require_POST
def close(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """End the day."""
    session = session_of(request, code, public_id)
    form = ReasonForm(request.POST)

    def end() -> None:
        close_session(
            session_id=session.pk,
            reason=form.cleaned_data["reason"],
            by=acting_staff(request),
            at=timezone.now(),
        )

    return _done(request, session, form, end, "session:board")


@staff(*BOTH)
@require_POST
def reopen(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Go on with a day that nobody confirmed."""
    session = session_of(request, code, public_id, *BOTH)
    form = ReasonForm(request.POST)

    def again() -> None:
        reopen_session(session_id=session.pk, by=acting_staff(request), at=timezone.now())

    return _done(request, session, form, again, "session:board")


@staff(Role.CLERK)
@require_POST
def cancel(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Call a session off."""
    session = session_of(request, code, public_id)
    form = ReasonForm(request.POST)

    def off() -> None:
        cancel_session(
            session_id=session.pk,
            reason=form.cleaned_data["reason"],
            by=acting_staff(request),
            at=timezone.now(),
        )

    return _done(request, session, form, off, "session:board")


@staff(Role.HEAD)
@require_POST
def confirm(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The head of the facility vouches for the figures that stood on the page."""
    session = session_of(request, code, public_id, Role.HEAD)
    form = ReasonForm(request.POST)

    def vouch() -> None:
        confirm_day(
            session_id=session.pk,
            seen=request.POST.get("seen", ""),
            by=acting_staff(request),
            at=timezone.now(),
        )

    return _done(request, session, form, vouch, "session:balance")


def _done(
    request: HttpRequest,
    session: VaccinationSession,
    form: StockForm | ReasonForm,
    act: Callable[[], None],
    then: str,
) -> HttpResponse:
    if form.is_valid():
        with told_in(form):
            act()
            return redirect(then, code=session.facility.code, public_id=session.public_id)
    return render(request, "session/balance.html", _facts(request, session, form), status=422)


def _facts(
    request: HttpRequest,
    session: VaccinationSession,
    form: StockForm | ReasonForm | None = None,
) -> dict[str, Any]:
    who = acting_staff(request)
    found = balance_of(session)
    leave_trace(request, {session: [_named(one) for one in found.likely]})
    words, tone = STATUSES[session.status]
    counts = states_of(session)
    reason_form = form if isinstance(form, ReasonForm) else ReasonForm()
    reason_form.fields["reason"].required = True  # it is only shown where one is needed
    return {
        "facility": session.facility,
        "session": session,
        "status_words": words,
        "status_tone": tone,
        "balance": found,
        "likely": [(each, WHY_MISSING[each.why]) for each in found.likely],
        "counts": [
            (words, counts[state]) for state, (words, _) in STATES.items() if state in counts
        ],
        "refused": form,
        "stock_form": form if isinstance(form, StockForm) else StockForm(session=session),
        "reason_form": reason_form,
        "is_open": session.status == SessionStatus.OPEN,
        "is_closed": session.status == SessionStatus.CLOSED,
        "is_planned": session.status == SessionStatus.PLANNED,
        "is_confirmed": session.status == SessionStatus.CONFIRMED,
        "may_work": can_work_at(who, session.facility),
        "may_confirm": can_confirm(who, session),
        "closed_it_themselves": session.closed_by == str(who),
        "seen": audit.digest_of(figures_of(session, found)),
    }


def _named(one: Missing) -> Named:
    if one.appointment is not None:
        return named(one.appointment)
    assert one.entry is not None
    return named_in(one.entry)
