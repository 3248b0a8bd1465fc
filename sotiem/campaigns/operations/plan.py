from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.accounts.models import User
from sotiem.campaigns import rules
from sotiem.campaigns.models import (
    Appointment,
    SessionLot,
    SessionMember,
    SessionSlot,
    VaccinationSession,
)
from sotiem.campaigns.operations._held import held_session
from sotiem.campaigns.operations.tasks import SessionIsOver
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import Duty, SessionStatus
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import require_at_work
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.models import Lot
from sotiem.supply.rules import why_unusable
from sotiem.vaccines.models import Vaccine

FARTHEST: Final = timedelta(days=180)


class LotDoesNotFit(Refusal):
    """A lot of the plan is another product's, expired or recalled; details: lot."""


class DayDoesNotFit(Refusal):
    """A session is planned at most half a year ahead or back; details: days."""


class SlipsDoNotFit(Refusal):
    """The slips' numbers go up, and are not too many; details: most."""


class SlotIsNeeded(Refusal):
    """People are called for a time that the new plan leaves out; details: time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a facility means to do: day, product, lots, times with their seats, who is on duty."""

    held_on: date
    vaccine: Vaccine
    lots: Sequence[Lot]
    place: str = ""
    slots: Mapping[time, int]
    members: Sequence[tuple[User, Duty]] = ()
    slips_from: int | None = None
    slips_to: int | None = None
    note: str = ""


@transaction.atomic
def plan_session(*, facility: Facility, plan: Plan, by: Staff, at: datetime) -> VaccinationSession:
    """Plan a day of vaccination."""
    require(can_work_at(by, facility))
    require_at_work(facility=facility, day=plan.held_on)
    _require_sensible(plan, at)
    session = VaccinationSession(facility=facility, planned_by=str(by), planned_at=at)
    _write(session, plan)
    audit.record("session.planned", session, by=by, at=at, held_on=plan.held_on.isoformat())
    return session


@transaction.atomic
def amend_plan(*, session_id: int, plan: Plan, by: Staff, at: datetime) -> VaccinationSession:
    """Change a plan; of a session that is open, all but its day and product."""
    session = held_session(session_id)
    require(can_work_at(by, session.facility))
    if session.status not in (SessionStatus.PLANNED, SessionStatus.OPEN):
        raise SessionIsOver
    if plan.held_on != session.held_on:
        require_at_work(facility=session.facility, day=plan.held_on)
    _require_sensible(plan, at)
    if session.status == SessionStatus.OPEN and (
        (plan.held_on, plan.vaccine.pk) != (session.held_on, session.vaccine_id)
    ):
        raise SessionIsOver
    _write(session, plan)
    audit.record("session.amended", session, by=by, at=at, held_on=plan.held_on.isoformat())
    return session


def _write(session: VaccinationSession, plan: Plan) -> None:
    session.held_on, session.vaccine, session.place = plan.held_on, plan.vaccine, plan.place
    session.slips_from, session.slips_to, session.note = plan.slips_from, plan.slips_to, plan.note
    session.save()
    session.lots.exclude(lot__in=plan.lots).delete()
    held = set(session.lots.values_list("lot_id", flat=True))
    SessionLot.objects.bulk_create(
        SessionLot(session=session, lot=lot) for lot in plan.lots if lot.pk not in held
    )
    _write_slots(session, plan.slots)
    session.members.all().delete()
    SessionMember.objects.bulk_create(
        SessionMember(session=session, user=user, duty=duty) for user, duty in plan.members
    )


def _write_slots(session: VaccinationSession, slots: Mapping[time, int]) -> None:
    gone = session.slots.exclude(starts_at__in=list(slots))
    called = Appointment.objects.filter(slot__in=gone).select_related("slot").first()
    if called is not None and called.slot is not None:
        raise SlotIsNeeded(time=f"{called.slot.starts_at:%H:%M}")
    gone.delete()
    SessionSlot.objects.bulk_create(
        [
            SessionSlot(session=session, starts_at=starts_at, seats=seats)
            for starts_at, seats in slots.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "starts_at"],
        update_fields=["seats"],
    )


def _require_sensible(plan: Plan, at: datetime) -> None:
    today = timezone.localdate(at)
    if abs(plan.held_on - today) > FARTHEST:
        raise DayDoesNotFit(days=FARTHEST.days)
    for lot in plan.lots:
        if lot.vaccine_id != plan.vaccine.pk or why_unusable(lot, plan.held_on) is not None:
            raise LotDoesNotFit(lot=lot.number)
    first, last = plan.slips_from, plan.slips_to
    if (first is None) != (last is None) or (
        first is not None and last is not None and not 0 <= last - first < rules.MOST_SLIPS
    ):
        raise SlipsDoNotFit(most=rules.MOST_SLIPS)
