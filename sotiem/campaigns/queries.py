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


<<<<<<< HEAD
=======
def _hold_nobody(patient_ids: Sequence[int]) -> None:
    """Whoever only looks writes nothing."""


def look(
    session: VaccinationSession,
    said: EntrySaid,
    *,
    at: datetime,
    with_registry: bool = False,
    hold: Callable[[Sequence[int]], object] = _hold_nobody,
) -> Looked:
    """Whose dose it is, and everything that may be wrong with it.

    The population registry is asked only `with_registry`: for somebody who waits at a page.
    `hold` keeps the person from changing before her doses are read.
    """
    day = timezone.localdate(said.given_at)
    match = match_one(said.person)
    patient_id, about_whom = _whose(match, said)
    if patient_id is not None:
        hold([patient_id])
    lot, about_lot = _lot(session, said.lot_number, day)
    cautions = [
        *_about_session(session, said, day, at),
        *_about_place(session, said),
        *about_whom,
        *rules.cautions_about_person(said.person, day=day),
        *about_lot,
    ]
    if patient_id is not None:
        cautions += _about_course(session, patient_id, day)
    if with_registry:
        cautions += _about_registry(said.person)
    return Looked(match.candidates, cautions, patient_id, lot.pk if lot else None)


def _whose(match: Match, said: EntrySaid) -> tuple[int | None, list[Caution]]:
    if said.patient is not None:
        keys = [candidate.patient_id for candidate in match.candidates]
        chosen = Patient.objects.filter(public_id=said.patient, pk__in=[*keys, 0]).first()
        if chosen is not None:
            return chosen.pk, []
    elif said.is_new:
        if match.zone == Zone.LINK:
            return None, [Caution(CautionCode.NAMESAKE, "full_name")]
        return None, []
    if match.zone == Zone.LINK:
        return match.patient_id, list(_namesakes(match))
    if match.zone == Zone.NEW and said.patient is None:
        return None, []
    number = {"number": str(len(match.candidates))}
    return None, [Caution(CautionCode.WHICH_PERSON, "full_name", number)]


def _namesakes(match: Match) -> Iterator[Caution]:
    """Somebody else on record who is not unlikely to be meant."""
    others = [each for each in match.candidates if each.patient_id != match.patient_id]
    likely = {each.patient_id for each in others if each.probability >= rules.LIKELY_NAMESAKE}
    if likely and _wholes([*likely, match.patient_id or 0]) > 1:
        yield Caution(CautionCode.NAMESAKE, "full_name")


def _wholes(patient_ids: Sequence[int]) -> int:
    people = Patient.objects.filter(pk__in=patient_ids).order_by()
    return len(set(people.values_list("principal_id", flat=True)))


def _lot(session: VaccinationSession, number: str, day: date) -> tuple[Lot | None, list[Caution]]:
    written = "".join(number.split()).upper()
    lots = list(Lot.objects.filter(number=written).select_related("vaccine").order_by("pk"))
    mine = next((lot for lot in lots if lot.vaccine_id == session.vaccine_id), None)
    if mine is None:
        if not lots:
            return None, [Caution(CautionCode.LOT_UNKNOWN, "lot_number")]
        product = {"product": lots[0].vaccine.name_vi}
        return None, [Caution(CautionCode.LOT_OF_OTHER_PRODUCT, "lot_number", product)]
    why = why_unusable(mine, day)
    if why is not None:
        codes = {WhyNot.EXPIRED: CautionCode.LOT_EXPIRED, WhyNot.RECALLED: CautionCode.LOT_RECALLED}
        return mine, [Caution(codes[why], "lot_number")]
    if not session.lots.filter(lot=mine).exists():
        return mine, [Caution(CautionCode.LOT_NOT_IN_SESSION, "lot_number")]
    return mine, []


def _about_session(
    session: VaccinationSession, said: EntrySaid, day: date, at: datetime
) -> Iterator[Caution]:
    if session.status != SessionStatus.OPEN:
        yield Caution(CautionCode.SESSION_IS_CLOSED, "session")
    if said.given_at > at:
        yield Caution(CautionCode.IN_THE_FUTURE, "given_at")
    elif day != session.held_on:
        held_on = {"held_on": session.held_on.isoformat()}
        yield Caution(CautionCode.OUTSIDE_SESSION_DAY, "given_at", held_on)
    if said.slip_number and _slip_is_taken(session, said):
        yield Caution(CautionCode.SLIP_IS_TAKEN, "slip_number", {"slip": said.slip_number})


def _about_place(session: VaccinationSession, said: EntrySaid) -> Iterator[Caution]:
    """A colleague postponed them, or they refused."""
    if said.appointment is None:
        return
    aside = Appointment.objects.filter(session=session, state__in=SET_ASIDE)
    why = aside.filter(public_id=said.appointment).values("postponed_because", "reason").first()
    if why is not None:
        details = {"because": why["postponed_because"], "note": why["reason"]}
        yield Caution(CautionCode.WAS_SET_ASIDE, "person", details)


def _slip_is_taken(session: VaccinationSession, said: EntrySaid) -> bool:
    others = Entry.objects.filter(
        session=session,
        slip_number=said.slip_number,
        dose__isnull=False,
        withdrawn_at__isnull=True,
    )
    return others.exclude(client_id=said.client_id).exists()


def _about_course(session: VaccinationSession, patient_id: int, day: date) -> list[Caution]:
    disease, codes = session.vaccine.disease_id, known_vaccines()
    known = [
        dose
        for dose in doses_by_person([patient_id]).get(patient_id, [])
        if dose.disease_id == disease
    ]
    if not known:
        return []
    earlier = [
        Given(codes[dose.vaccine_id].code, dose.administered_on)
        for dose in known
        if dose.administered_on < day
    ]
    # Its days only: whether somebody is old enough is asked by the registration, not at the table.
    due = due_next(earlier, "", schedule_of(disease), day)
    return list(
        rules.cautions_about_course(known=known, vaccine_id=session.vaccine_id, day=day, due=due)
    )


def _about_registry(person: PatientFacts) -> list[Caution]:
    answer = ask(person)
    if answer.verdict != Verdict.DIFFERS:
        return []
    fields = {"fields": ",".join(answer.differs)}
    return [Caution(CautionCode.POPULATION_DIFFERS, answer.differs[0], fields)]


def candidates_in_full(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Patient]]:
    """The candidates with their records as they are now, in the same order."""
    keys = [candidate.patient_id for candidate in candidates]
    people = Patient.objects.select_related("current__commune").in_bulk(keys)
    return [(each, people[each.patient_id]) for each in candidates if each.patient_id in people]


>>>>>>> book
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
