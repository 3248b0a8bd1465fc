"""The sample's vaccination days: today's, under way, and yesterday's, which waits for the head."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.campaigns.facts import CautionCode, EntrySaid
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import (
    Plan,
    add_people,
    close_session,
    draw_up_for,
    enter_dose,
    move_appointment,
    open_session,
    plan_session,
)
from sotiem.campaigns.rules import OBSERVATION
from sotiem.campaigns.states import AppointmentSource, AppointmentState, PostponeReason
from sotiem.facilities.models import Facility
from sotiem.patients.facts import PatientFacts
from sotiem.sample import staff
from sotiem.sample.people import Person, families
from sotiem.sample.stock import LATEST
from sotiem.supply.models import Lot

CALLED: Final = 40
YESTERDAY: Final = 12
TODAY: Final = 9
UNDER_WAY: Final = timedelta(minutes=50)
ACCEPTED: Final = frozenset(code.value for code in CautionCode)
S: Final = AppointmentState


def hold_sessions(facility: Facility, random: Random, *, now: datetime) -> None:
    """Hold yesterday's session to its end, and today's until now."""
    clerk, now = staff.clerk_of(facility, at=now), _not_over_midnight(now)
    yesterday = timezone.localtime(now - timedelta(days=1)).replace(hour=8, minute=0)
    day = _Day(facility, clerk, random, at=yesterday, people=YESTERDAY)
    for place, one in enumerate(day.people):
        given_at = yesterday + timedelta(minutes=10 * place)
        day.vaccinate(one, at=given_at)
        day.move(one, S.OBSERVED, at=given_at + OBSERVATION)
    close_session(session_id=day.session.pk, reason="", by=clerk, at=yesterday + timedelta(hours=4))
    today = _Day(facility, clerk, random, at=now - UNDER_WAY, people=CALLED)
    for place, one in enumerate(today.people[:TODAY]):
        today.vaccinate(one, at=now - timedelta(minutes=45 - 5 * place))
    today.move(today.people[0], S.OBSERVED, at=now - timedelta(minutes=10))
    today.move(today.people[2], S.LEFT, at=now - timedelta(minutes=20))
    for one in today.people[TODAY : TODAY + 6]:
        today.move(one, S.CHECKED_IN, at=now - timedelta(minutes=8))
    for one in today.people[TODAY : TODAY + 3]:
        today.move(one, S.SCREENED, at=now - timedelta(minutes=3))
    today.move(today.people[-1], S.POSTPONED, at=now, because=PostponeReason.FEVER)
    today.move(today.people[-2], S.REFUSED, at=now, note="Chưa muốn tiêm")


class _Day:
    """A session with its people, as its clerk works on it."""

    def __init__(
        self, facility: Facility, clerk: Staff, random: Random, *, at: datetime, people: int
    ) -> None:
        self.clerk, self.random = clerk, random
        self.lot = Lot.objects.select_related("vaccine").get(number=LATEST)
        plan = Plan(
            held_on=timezone.localdate(at),
            vaccine=self.lot.vaccine,
            lots=[self.lot],
            slots={time(7, 30): 20, time(8, 30): 20, time(13, 30): 20},
            place="Nhà văn hóa",
            slips_from=1,
            slips_to=people,
        )
        made = plan_session(facility=facility, plan=plan, by=clerk, at=at)
        self.session: VaccinationSession = open_session(session_id=made.pk, by=clerk, at=at)
        invented = list(families(random, people=people, cccd_province="079"))
        self.people: Sequence[Appointment] = add_people(
            session_id=made.pk,
            people=[_facts(person) for person in invented],
            source=AppointmentSource.SHEET,
            slot=None,
            by=clerk,
            at=at,
        )
        doses = people if people == YESTERDAY else TODAY + 3
        draw_up_for(
            session_id=made.pk,
            lot=self.lot,
            doses=doses,
            submission_key=self._key(),
            by=clerk,
            at=at,
        )

    def vaccinate(self, one: Appointment, *, at: datetime) -> None:
        said = EntrySaid(
            client_id=self._key(),
            appointment=one.public_id,
            person=PatientFacts(**one.facts),
            is_new=True,
            lot_number=LATEST,
            given_at=at,
            slip_number=str(one.position),
            accepted=ACCEPTED,
        )
        enter_dose(session_id=self.session.pk, said=said, by=self.clerk, at=at)

    def move(
        self,
        one: Appointment,
        to: AppointmentState,
        *,
        at: datetime,
        because: PostponeReason | None = None,
        note: str = "",
    ) -> None:
        now = Appointment.objects.get(pk=one.pk)
        move_appointment(
            appointment_id=one.pk,
            to=to,
            seen=AppointmentState(now.state),
            because=because,
            note=note,
            by=self.clerk,
            at=at,
        )

    def _key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)


def _not_over_midnight(now: datetime) -> datetime:
    """A moment whose last hour is of one day."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return now if now - midnight > UNDER_WAY else midnight - timedelta(minutes=1)


def _facts(person: Person) -> PatientFacts:
    born = person.born_on
    return PatientFacts(
        full_name=person.full_name,
        birth_date=born.isoformat() if person.knows_day_of_birth else str(born.year),
        sex=str(person.sex),
        phone=person.phone,
        cccd=person.cccd,
    )
