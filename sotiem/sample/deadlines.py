"""One deadline for the city, with its facilities at different points of the way."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.deadlines.operations import (
    count_standings,
    make_exception,
    remind_facilities,
    set_deadline,
)
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.sample.staff import PROVINCE, clerk_of, officer
from sotiem.supply.models import Lot
from sotiem.supply.operations import receive_stock, use_stock

NAME: Final = "Đợt tiêm từ 20 đến 31/8/2021"
FIRST_DAY, LAST_DAY = date(2021, 8, 20), date(2021, 8, 31)
DAYS_LEFT: Final = 9
MORE_DAYS: Final = 20
# How many doses of a day each facility has not entered, one facility after the other.
NOT_ENTERED: Final = ((1, 0, 0), (4, 2, 0), (0,), (0, 0, 0, 6), (9, 7))


class Used(NamedTuple):
    """Doses of a lot that a facility recorded for a day."""

    day: date
    vaccine_id: int
    lot: str
    doses: int


def set_sample_deadline(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """The city's health department wants all doses of a round in, nine days from now.

    The facilities' stock says what they used; some have entered less.
    """
    by = officer("canbo1", at=now)
    city = [facility for facility in facilities if facility.path.startswith(f"{PROVINCE}/")]
    for facility, gaps in zip(city, cycle(NOT_ENTERED)):
        _use(facility, gaps, random, at=now)
    deadline = set_deadline(
        name=NAME,
        given_since=FIRST_DAY,
        given_until=LAST_DAY,
        enter_by=timezone.localdate(now) + timedelta(days=DAYS_LEFT),
        jurisdiction=Jurisdiction(PROVINCE),
        by=by,
        at=now,
    )
    count_standings(deadline_id=deadline.pk, at=now)
    make_exception(
        deadline_id=deadline.pk,
        facility=city[-1],
        until=timezone.localdate(now) + timedelta(days=MORE_DAYS),
        reason="Trụ sở bị ngập, phiếu giấy đang được phơi khô",
        by=by,
        at=now,
    )
    remind_facilities(deadline_id=deadline.pk, facility_ids=[city[-1].pk], by=by, at=now)


def _use(facility: Facility, gaps: Sequence[int], random: Random, *, at: datetime) -> None:
    """Take from the store what was recorded of each lot and day, and what was not."""
    clerk, day, missing = clerk_of(facility, at=at), None, cycle(gaps)
    lots = {(lot.vaccine_id, lot.number): lot for lot in Lot.objects.all()}
    for used in _recorded(facility):
        more = 0 if used.day == day else next(missing)
        day = used.day
        lot = lots.get((used.vaccine_id, used.lot))
        if lot is not None:
            _move(facility, lot, used.doses + more, used.day, random, by=clerk, at=at)


def _recorded(facility: Facility) -> list[Used]:
    rows = (
        Dose.objects.counting()
        .filter(current__facility=facility, current__administered_on__range=(FIRST_DAY, LAST_DAY))
        .values_list("current__administered_on", "current__vaccine_id", "current__lot_number")
        .annotate(doses=Count("pk"))
        .order_by("current__administered_on", "current__vaccine_id", "current__lot_number")
    )
    return [Used(*row) for row in rows]


def _move(
    facility: Facility,
    lot: Lot,
    doses: int,
    day: date,
    random: Random,
    *,
    by: Staff,
    at: datetime,
) -> None:
    receive_stock(
        facility=facility,
        lot=lot,
        doses=doses,
        document=f"PXK {day:%d%m}",
        moved_on=day,
        submission_key=UUID(int=random.getrandbits(128), version=4),
        by=by,
        at=at,
    )
    use_stock(
        facility=facility,
        lot=lot,
        doses=doses,
        moved_on=day,
        submission_key=UUID(int=random.getrandbits(128), version=4),
        by=by,
        at=at,
    )
