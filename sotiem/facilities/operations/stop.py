"""A facility vaccinates nobody for a time, or never again; what was given stays to be entered."""

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sotiem.facilities import permissions
from sotiem.facilities.models import Facility, Stop
from sotiem.facilities.queries import stop_on
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require
from sotiem.messages.operations import send_message

# The public page of a facility: its address stands in messages that outlive a release.
PAGE: Final = "/co-so-tiem-chung/"


class FacilityIsSuspended(Refusal):
    """The facility vaccinates nobody on that day; details: day, since."""


class FacilityIsClosed(Refusal):
    """The facility vaccinates nobody any more; details: since."""


class StopNeedsAReason(Refusal):
    """Nobody is stopped without a word why."""


class StopEndsBeforeItBegins(Refusal):
    """The last day of a suspension comes before its first."""


class StopHasEnded(Refusal):
    """The suspension was lifted already, or is none that can be."""


def require_at_work(*, facility: Facility, day: date) -> None:
    """Refuse where a facility is suspended or closed on a day."""
    stop = stop_on(facility, day)
    if stop is None:
        return
    since = f"{stop.from_on:%d/%m/%Y}"
    if stop.is_final:
        raise FacilityIsClosed(since=since)
    raise FacilityIsSuspended(since=since, day=f"{day:%d/%m/%Y}")


@transaction.atomic
def suspend_facility(
    *,
    facility_id: int,
    from_on: date,
    until_on: date | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Stop:
    """Suspend a facility from a day on, until another or until it is lifted. Twice is once."""
    if until_on is not None and until_on < from_on:
        raise StopEndsBeforeItBegins
    facility = _held(facility_id, reason, by)
    known = facility.stops.filter(
        is_final=False, from_on=from_on, until_on=until_on, ended_on__isnull=True
    )
    if (same := known.first()) is not None:
        return same
    _require_open(facility)
    stop = _stop(facility, from_on, until_on, reason, is_final=False, by=by, at=at)
    audit.record(
        "facility.suspended",
        facility,
        by=by,
        at=at,
        reason=reason,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else None,
    )
    _tell(facility, "facility_suspended", at=at, day=f"{from_on:%d/%m/%Y}")
    return stop


@transaction.atomic
def lift_suspension(*, stop_id: int, reason: str, by: Actor, at: datetime) -> Stop:
    """Let a facility vaccinate again from today on; lifted twice is lifted once."""
    asked = Stop.objects.get(pk=stop_id)
    facility = _held(asked.facility_id, reason, by)
    stop = Stop.objects.select_for_update().get(pk=stop_id)
    today = timezone.localdate(at)
    if stop.ended_on is not None and stop.ended_by == str(by):
        return stop
    if stop.is_final or stop.ended_on is not None or (stop.until_on and stop.until_on < today):
        raise StopHasEnded
    stop.ended_on, stop.ended_by, stop.end_reason = today, str(by), reason.strip()
    stop.save(update_fields=["ended_on", "ended_by", "end_reason"])
    audit.record("facility.suspension_lifted", facility, by=by, at=at, reason=reason)
    _tell(facility, "facility_lifted", at=at)
    return stop


@transaction.atomic
def close_facility(
    *, facility_id: int, from_on: date, reason: str, by: Actor, at: datetime
) -> Stop:
    """Close a facility for good from a day on. Closed twice is closed once."""
    facility = _held(facility_id, reason, by)
    if (known := facility.stops.filter(is_final=True).first()) is not None:
        return known
    stop = _stop(facility, from_on, None, reason, is_final=True, by=by, at=at)
    audit.record(
        "facility.closed", facility, by=by, at=at, reason=reason, from_on=from_on.isoformat()
    )
    _tell(facility, "facility_closed", at=at, day=f"{from_on:%d/%m/%Y}")
    return stop


def _held(facility_id: int, reason: str, by: Actor) -> Facility:
    facility = Facility.objects.select_for_update().get(pk=facility_id)
    require(permissions.can_license(by, facility.path))
    if not reason.strip():
        raise StopNeedsAReason
    return facility


def _require_open(facility: Facility) -> None:
    closed = facility.stops.filter(is_final=True).first()
    if closed is not None:
        raise FacilityIsClosed(since=f"{closed.from_on:%d/%m/%Y}")


def _stop(
    facility: Facility,
    from_on: date,
    until_on: date | None,
    reason: str,
    *,
    is_final: bool,
    by: Actor,
    at: datetime,
) -> Stop:
    return Stop.objects.create(
        facility=facility,
        is_final=is_final,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip(),
        ordered_by=str(by),
        ordered_at=at,
    )


def _tell(facility: Facility, purpose: str, *, at: datetime, **values: str) -> None:
    if not facility.contact_phone:
        return
    address = f"{settings.PUBLIC_ADDRESS}{PAGE}{facility.code}/"
    told = {"code": facility.code, "address": address, **values}
    send_message(phone=facility.contact_phone, purpose=purpose, values=told, at=at)
