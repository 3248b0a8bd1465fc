"""What a dose would meet before it is saved: whose it is, and what to be careful about."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone

from sotiem.campaigns import rules
from sotiem.campaigns.facts import (
    Caution,
    CautionCode,
    EntrySaid,
    Looked,
)
from sotiem.campaigns.models import Appointment, Entry, VaccinationSession
from sotiem.campaigns.states import (
    SET_ASIDE,
    SessionStatus,
)
from sotiem.doses.queries import doses_by_person
from sotiem.matching.facts import Candidate, Match, Zone
from sotiem.matching.queries import match_one
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.population.facts import Verdict
from sotiem.population.queries import ask
from sotiem.supply.models import Lot
from sotiem.supply.rules import why_unusable
from sotiem.supply.states import WhyNot
from sotiem.vaccines.queries import known_vaccines, schedule_of
from sotiem.vaccines.schedule import Given, due_next


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


def look_at_change(session: VaccinationSession, said: EntrySaid, *, at: datetime) -> Looked:
    """What may be wrong with other words for an entry that is on record, whose person is known."""
    day = timezone.localdate(said.given_at)
    lot, about_lot = _lot(session, said.lot_number, day)
    cautions = [
        *_about_session(session, said, day, at),
        *rules.cautions_about_person(said.person, day=day),
        *about_lot,
    ]
    return Looked((), cautions, None, lot.pk if lot else None)


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
