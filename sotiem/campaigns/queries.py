"""Reads of sessions: what stands on the board, the day's balance, the days ahead."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Count, Min, Q

from sotiem.campaigns import rules
from sotiem.campaigns.facts import (
    Balance,
    LotBalance,
    Missing,
)
from sotiem.campaigns.models import Appointment, Entry, EntryTask, VaccinationSession
from sotiem.campaigns.states import (
    NOT_YET_VACCINATED,
    AppointmentState,
    SessionStatus,
    TaskStatus,
)
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.identity import unmark
from sotiem.supply.models import Lot
from sotiem.supply.queries import session_stock

LIKELY_AT_MOST = 50


def sessions_of(
    facility: Facility, *, before: UUID | None = None, limit: int
) -> list[VaccinationSession]:
    """A facility's sessions, the latest day first; `before` is the last one seen."""
    sessions = VaccinationSession.objects.filter(facility=facility)
    last = sessions.filter(public_id=before).first() if before else None
    if last is not None:
        earlier = Q(held_on__lt=last.held_on)
        sessions = sessions.filter(earlier | Q(held_on=last.held_on, pk__lt=last.pk))
    return list(sessions.select_related("vaccine").order_by("-held_on", "-pk")[:limit])


def find_session(public_id: UUID, facility: Facility) -> VaccinationSession | None:
    sessions = VaccinationSession.objects.filter(public_id=public_id, facility=facility)
    return sessions.select_related("facility", "vaccine").first()


def states_of(session: VaccinationSession) -> dict[str, int]:
    """How many people of a session are in each state."""
    rows = Appointment.objects.filter(session=session).values_list("state")
    return dict(rows.annotate(number=Count("pk")).order_by("state"))


def open_tasks(session: VaccinationSession) -> list[EntryTask]:
    tasks = EntryTask.objects.filter(session=session, status=TaskStatus.OPEN)
    return list(tasks.select_related("entry").order_by("pk"))


def balance_of(session: VaccinationSession) -> Balance:
    """The day's balance: what was drawn up against what is recorded, and who may be missing."""
    stock = session_stock(session.public_id)
    entries = Entry.objects.filter(session=session, dose__isnull=False, withdrawn_at__isnull=True)
    recorded = Counter(entries.exclude(lot=None).values_list("lot_id", flat=True))
    keys = sorted({*stock, *recorded})
    numbers = dict(Lot.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "number"))
    lots = [
        LotBalance(
            lot_id=key,
            number=numbers[key],
            drawn_up=stock[key].drawn_up if key in stock else 0,
            put_back=stock[key].put_back if key in stock else 0,
            wasted=stock[key].wasted if key in stock else 0,
            recorded=recorded.get(key, 0),
        )
        for key in keys
    ]
    typed = entries.exclude(slip_number="").values_list("slip_number", flat=True)
    missing = rules.slips_missing(session.slips_from, session.slips_to, typed)
    tasks = open_tasks(session)
    return Balance(lots, len(tasks), missing, list(_likely(session, tasks)))


def _likely(session: VaccinationSession, tasks: Sequence[EntryTask]) -> Iterator[Missing]:
    """Whose dose may be the missing one: waiting entries, then people who came and got no dose."""
    for task in tasks[:LIKELY_AT_MOST]:
        yield Missing(task.entry.said["person"]["full_name"], "task", entry=task.entry)
    there = NOT_YET_VACCINATED - {AppointmentState.CALLED}
    people = Appointment.objects.filter(session=session, state__in=there).order_by(
        "-state", "position"
    )
    for one in people[:LIKELY_AT_MOST]:
        yield Missing(one.facts["full_name"], one.state, appointment=one)


def appointments_of(
    session: VaccinationSession,
    *,
    states: Sequence[AppointmentState] = (),
    sought: str = "",
    after: int = 0,
    limit: int,
) -> list[Appointment]:
    """People of a session in the order of its list, after a position; `sought` is a part of a
    name, with or without marks, or the last digits of a phone or number."""
    people = Appointment.objects.filter(session=session, position__gt=after)
    if states:
        people = people.filter(state__in=states)
    ordered = people.select_related("slot").in_order()
    if not sought:
        return list(ordered[:limit])
    plain = unmark(sought)
    found = (one for one in ordered.iterator(chunk_size=500) if _is_sought(one, plain))
    return list(islice(found, limit))


def _is_sought(one: Appointment, sought: str) -> bool:
    numbers = (one.facts["phone"], one.facts["cccd"], one.facts["cmnd"])
    return sought in unmark(one.facts["full_name"]) or any(
        number.endswith(sought) for number in numbers if number
    )


def days_ahead(facility_ids: Collection[int], *, since: date) -> dict[int, date]:
    """The next day on which each of these facilities vaccinates, where one is planned."""
    ahead = VaccinationSession.objects.filter(
        facility_id__in=facility_ids,
        held_on__gte=since,
        status__in=(SessionStatus.PLANNED, SessionStatus.OPEN),
    )
    return dict(ahead.values_list("facility").annotate(first=Min("held_on")).order_by())


def slip_number(facility: Facility, dose: Dose) -> str:
    """The number of the paper slip that a clerk typed the dose from; without one, a number of
    our own: the facility's code, and the end of the dose's own name."""
    said: Entry | None = getattr(dose, "entry", None)
    if said is not None and said.slip_number:
        return said.slip_number
    return f"{facility.code}-{dose.public_id.hex[-8:].upper()}"
