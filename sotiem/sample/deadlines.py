"""One deadline for the city, with its facilities at different points of the way."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines.operations import count_standings, set_deadline
from sotiem.sample.staff import PROVINCE, officer

NAME: Final = "Chiến dịch tiêm vắc xin COVID-19 năm 2021"
FIRST_DAY, LAST_DAY = date(2021, 3, 8), date(2022, 8, 31)
DAYS_LEFT: Final = 9


def set_sample_deadline(*, now: datetime) -> None:
    """The city's health department wants all doses of the campaign in, nine days from now."""
    deadline = set_deadline(
        name=NAME,
        given_since=FIRST_DAY,
        given_until=LAST_DAY,
        enter_by=timezone.localdate(now) + timedelta(days=DAYS_LEFT),
        jurisdiction=Jurisdiction(PROVINCE),
        by=officer("canbo1", at=now),
        at=now,
    )
    count_standings(deadline_id=deadline.pk, at=now)
