from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.campaigns import permissions
from sotiem.campaigns.events import SessionClosed
from sotiem.campaigns.facts import Balance
from sotiem.campaigns.models import DayConfirmation, Entry, VaccinationSession
from sotiem.campaigns.operations._held import held_session
from sotiem.campaigns.operations.tasks import ReasonIsNeeded
from sotiem.campaigns.queries import balance_of, states_of
from sotiem.campaigns.states import SESSION_MOVES, SessionStatus
from sotiem.certificates.confirmation_queries import versions_awaited
from sotiem.certificates.operations import confirm_versions
from sotiem.facilities.operations import require_at_work
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.queries import session_stock


class SessionCannotMove(Refusal):
    """A session goes from planned to open, closed and confirmed; a colleague was quicker."""


class NotTheDayYet(Refusal):
    """A session opens on its day; details: held_on."""


class BalanceNeedsAReason(Refusal):
    """Doses are missing, or too many are recorded: closing needs a reason; details: missing."""


class TasksAreOpen(Refusal):
    """Entries still wait for somebody to look at them; details: number."""


class FiguresHaveChanged(Refusal):
    """What is confirmed is not what stood on the page."""


class SessionHasBegun(Refusal):
    """Doses were drawn up or recorded: the session can be closed, not cancelled."""


@transaction.atomic
def open_session(*, session_id: int, by: Staff, at: datetime) -> VaccinationSession:
    """Begin the day: from now on people are checked in and doses entered. Twice is once."""
    session = held_session(session_id)
    require(permissions.can_work_at(by, session.facility))
    if session.status == SessionStatus.OPEN:
        return session
    if session.held_on > timezone.localdate(at):
        raise NotTheDayYet(held_on=f"{session.held_on:%d/%m/%Y}")
    require_at_work(facility=session.facility, day=session.held_on)
    return _move(session, SessionStatus.OPEN, "session.opened", by=by, at=at, opened_at=at)


@transaction.atomic
def close_session(*, session_id: int, reason: str, by: Staff, at: datetime) -> VaccinationSession:
    """End the day: its balance is zero, or somebody says why it is not."""
    session = held_session(session_id)
    require(permissions.can_work_at(by, session.facility))
    if session.status == SessionStatus.CLOSED:
        return session
    balance = balance_of(session)
    if balance.tasks_open:
        raise TasksAreOpen(number=balance.tasks_open)
    if not balance.is_zero and not reason.strip():
        raise BalanceNeedsAReason(missing=balance.missing)
    closed = _move(
        session,
        SessionStatus.CLOSED,
        "session.closed",
        by=by,
        at=at,
        closed_at=at,
        closed_by=str(by),
        shortfall_reason="" if balance.is_zero else reason.strip(),
    )
    events.publish(SessionClosed(session_id=session.pk, at=at))
    return closed


@transaction.atomic
def reopen_session(*, session_id: int, by: Staff, at: datetime) -> VaccinationSession:
    """Go on with a closed session that nobody has confirmed."""
    session = held_session(session_id)
    require(permissions.can_see(by, session.facility))
    if session.status == SessionStatus.OPEN:
        return session
    return _move(
        session,
        SessionStatus.OPEN,
        "session.reopened",
        by=by,
        at=at,
        closed_at=None,
        closed_by="",
        shortfall_reason="",
    )


@transaction.atomic
def cancel_session(*, session_id: int, reason: str, by: Staff, at: datetime) -> VaccinationSession:
    """Call a session off before any dose of it was drawn up or recorded."""
    session = held_session(session_id)
    require(permissions.can_work_at(by, session.facility))
    if session.status == SessionStatus.CANCELLED:
        return session
    if not reason.strip():
        raise ReasonIsNeeded
    drawn = any(lot.drawn_up - lot.put_back for lot in session_stock(session.public_id).values())
    if drawn or Entry.objects.filter(session=session).exists():
        raise SessionHasBegun
    return _move(
        session,
        SessionStatus.CANCELLED,
        "session.cancelled",
        by=by,
        at=at,
        cancel_reason=reason.strip(),
    )


@transaction.atomic
def confirm_day(*, session_id: int, seen: str, by: Staff, at: datetime) -> DayConfirmation:
    """The head of the facility vouches for a closed session. Doses of it that wait for the
    facility's signature are signed with it.

    Not while a dose waits that a tablet sent after closing: nobody could record it any more.

    `seen` is the digest of the figures that stood on the page.
    """
    session = held_session(session_id)
    require(permissions.can_confirm(by, session))
    if session.status == SessionStatus.CONFIRMED:
        return session.confirmation
    balance = balance_of(session)
    if balance.tasks_open:
        raise TasksAreOpen(number=balance.tasks_open)
    figures = figures_of(session, balance)
    digest = audit.digest_of(figures)
    if seen != digest:
        raise FiguresHaveChanged
    _move(session, SessionStatus.CONFIRMED, "session.confirmed", by=by, at=at, digest=digest)
    if waiting := versions_awaited(session.facility, origin=session.origin):
        confirm_versions(waiting, by=by, at=at)
    return DayConfirmation.objects.create(
        session=session, figures=figures, digest=digest, confirmed_by=str(by), confirmed_at=at
    )


def figures_of(session: VaccinationSession, balance: Balance | None = None) -> dict[str, Any]:
    """What the head of the facility confirms: the day's doses, one by one, and its balance."""
    balance = balance or balance_of(session)
    entries = Entry.objects.filter(session=session, dose__isnull=False, withdrawn_at__isnull=True)
    versions = entries.order_by("dose_id").values_list("dose__current_id", flat=True)
    return {
        "session": str(session.public_id),
        "held_on": session.held_on.isoformat(),
        "vaccine": session.vaccine.code,
        "lots": [
            {
                "lot": lot.number,
                "drawn_up": lot.drawn_up,
                "put_back": lot.put_back,
                "wasted": lot.wasted,
                "recorded": lot.recorded,
            }
            for lot in balance.lots
        ],
        "shortfall_reason": session.shortfall_reason,
        "states": states_of(session),
        "dose_versions": list(versions),
    }


def _move(
    session: VaccinationSession,
    to: SessionStatus,
    action: str,
    *,
    by: Staff,
    at: datetime,
    digest: str = "",
    **changes: Any,
) -> VaccinationSession:
    if to not in SESSION_MOVES[SessionStatus(session.status)]:
        raise SessionCannotMove
    session.status = to
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=["status", *changes])
    audit.record(action, session, by=by, at=at, digest=digest)
    return session
