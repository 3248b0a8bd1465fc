"""The line of a facility, as one of its sessions reads it: whom it may invite, and in which order.

Group after group, each in the order of `line_at`: so the index gives the head of the line, however
long it is.
"""

from collections.abc import Collection, Iterator
from datetime import date, time, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sotiem.campaigns.models import SessionSlot, VaccinationSession
from sotiem.doses.models import Dose
from sotiem.registrations.facts import Chosen, PartOfDay
from sotiem.registrations.models import Registration, RegistrationQuerySet
from sotiem.registrations.states import RegistrationState
from sotiem.vaccines.queries import priority_groups, schedule_of
from sotiem.vaccines.schedule import shortest_waits

NOON: Final = time(12)
COUNTED_TO: Final = 10_000
SHOWN: Final = 20


class Ahead(NamedTuple):
    """How many a session could invite (counted up to 10,000), and the first of them."""

    number: int
    is_more: bool
    first: list[Registration]


def line_of(slot: SessionSlot, chosen: Chosen) -> Iterator[RegistrationQuerySet]:
    """Who may come at a time of a session, one priority group after the other."""
    yield from _line(slot.session, chosen, [_part_of(slot)])


def ahead_of(session: VaccinationSession, chosen: Chosen) -> Ahead:
    """Whom a session could invite to any of its times, and who comes first."""
    parts = {_part_of(slot) for slot in session.slots.all()}
    number, first = 0, list[Registration]()
    for group in _line(session, chosen, parts):
        if len(first) < SHOWN:
            first += group.select_related("group", "commune")[: SHOWN - len(first)]
        number += group.order_by()[: COUNTED_TO + 1 - number].count()
        if number > COUNTED_TO:
            break
    return Ahead(min(number, COUNTED_TO), number > COUNTED_TO, first)


def _part_of(slot: SessionSlot) -> PartOfDay:
    return PartOfDay.MORNING if slot.starts_at < NOON else PartOfDay.AFTERNOON


def _line(
    session: VaccinationSession, chosen: Chosen, parts: Collection[PartOfDay]
) -> Iterator[RegistrationQuerySet]:
    """Nobody before the day she wished, nor sooner after her last dose than the schedule allows."""
    waiting = Registration.objects.waiting().filter(
        state=RegistrationState.ASSIGNED,
        list_path=session.facility.path,
        not_before__lte=session.held_on,
        part_of_day__in=(*parts, PartOfDay.ANY),
    )
    able = _in_due_time(_who_is(waiting, chosen, session.held_on), chosen, session)
    for group in priority_groups():
        if not chosen.groups or group.code in chosen.groups:
            yield able.filter(group=group).in_order()


def _who_is(some: RegistrationQuerySet, chosen: Chosen, day: date) -> RegistrationQuerySet:
    if chosen.commune_id is not None:
        some = some.filter(commune_id=chosen.commune_id)
    if chosen.address:
        some = some.filter(address__icontains=chosen.address)
    if chosen.organization:
        some = some.filter(organization__code=chosen.organization)
    # A birth date known by its year alone stands before all days of that year.
    if chosen.age_from is not None:
        some = some.filter(birth_date__lte=_years_before(day, chosen.age_from))
    if chosen.age_to is not None:
        some = some.filter(birth_date__gt=_years_before(day, chosen.age_to + 1))
    return some


def _years_before(day: date, years: int) -> str:
    return f"{day.year - years:04}-{day:%m-%d}"


def _in_due_time(
    some: RegistrationQuerySet, chosen: Chosen, session: VaccinationSession
) -> RegistrationQuerySet:
    doses = Dose.objects.counting().filter(
        patient__principal__members=OuterRef("patient_id"),
        current__vaccine__disease_id=session.vaccine.disease_id,
    )
    too_late = _given_too_late(session)
    if chosen.due_days is not None:
        apart = timedelta(days=chosen.due_days)
        too_late |= Q(current__administered_on__gt=session.held_on - apart)
    some = some.filter(Q(patient__isnull=True) | ~Exists(doses.filter(too_late)))
    if chosen.due_days is not None or chosen.last_vaccine or (chosen.next_dose or 1) > 1:
        some = some.filter(patient__isnull=False)  # of nobody else a dose is known
    if chosen.due_days is not None:
        some = some.filter(Exists(doses))
    if chosen.next_dose == 1:
        some = some.filter(Q(patient__isnull=True) | ~Exists(doses))
    elif chosen.next_dose is not None:
        counted = doses.order_by().values("current__vaccine__disease_id")
        given = counted.annotate(number=Count("pk")).values("number")
        some = some.annotate(given=Coalesce(Subquery(given), 0)).filter(given=chosen.next_dose - 1)
    if chosen.last_vaccine:
        last = doses.order_by("-current__administered_on", "-pk").values("current__vaccine__code")
        some = some.annotate(last=Subquery(last[:1])).filter(last=chosen.last_vaccine)
    return some


def _given_too_late(session: VaccinationSession) -> Q:
    """Doses after which the schedule allows none yet on the day of a session."""
    day = session.held_on
    late = Q(current__administered_on__gte=day)
    for code, days in shortest_waits(schedule_of(session.vaccine.disease_id), day).items():
        late |= Q(
            current__vaccine__code=code, current__administered_on__gt=day - timedelta(days=days)
        )
    return late
