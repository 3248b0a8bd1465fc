"""A session's people on paper before their dose, and what became of those who were called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.states import (
    NOT_YET_VACCINATED,
    AppointmentSource,
    AppointmentState,
    PostponeReason,
    SessionStatus,
)
from sotiem.facilities.models import Facility
from sotiem.identity import PartialDate
from sotiem.portals.session.paper.facts import Call, Label, Turnout
from sotiem.portals.session.words import POSTPONED_BECAUSE


def people_to_call(session: VaccinationSession) -> list[Appointment]:
    """Who was called and has not come yet, in the order of the list."""
    return _in_states(session, [AppointmentState.CALLED])


def people_before_dose(session: VaccinationSession) -> list[Appointment]:
    """Who may still get a dose, in the order of the list."""
    return _in_states(session, sorted(NOT_YET_VACCINATED))


def calls_of(people: Sequence[Appointment]) -> list[Call]:
    return [
        Call(
            place=str(one.position),
            full_name=one.facts["full_name"],
            birth_date=_birth_day(one),
            phone=one.facts["phone"],
            slot=str(one.slot) if one.slot else "",
        )
        for one in people
    ]


def labels_before_dose(facility: Facility, people: Sequence[Appointment]) -> list[Label]:
    """A label for each of these people; its code names a place in a session, and nobody."""
    return [
        Label(
            full_name=one.facts["full_name"],
            birth_date=_birth_day(one),
            place=f"STT {one.position}",
            code=f"SOTIEM:{facility.code}-{one.position}:{one.public_id}",
            facility=facility.name,
        )
        for one in people
    ]


def turnout_of(facility: Facility, since: date, until: date) -> Turnout | None:
    """How many were called for a facility's sessions of these days, and why some got no dose.

    None when the facility held no session: then nobody counted.
    """
    held = VaccinationSession.objects.filter(facility=facility, held_on__range=(since, until))
    sessions = list(held.exclude(status=SessionStatus.CANCELLED).values_list("pk", flat=True))
    if not sessions:
        return None
    people = Appointment.objects.filter(session__in=sessions)
    postponed = people.filter(state=AppointmentState.POSTPONED).values_list("postponed_because")
    numbers = Counter[str]()
    for because, number in postponed.annotate(number=Count("pk")).order_by("postponed_because"):
        numbers[because or PostponeReason.OTHER] += number
    return Turnout(
        called=people.exclude(source=AppointmentSource.WALK_IN).count(),
        postponed=[
            (words, numbers[why]) for why, words in POSTPONED_BECAUSE.items() if numbers[why]
        ],
        refused=people.filter(state=AppointmentState.REFUSED).count(),
    )


def _in_states(
    session: VaccinationSession, states: Sequence[AppointmentState]
) -> list[Appointment]:
    people = Appointment.objects.filter(session=session, state__in=states)
    return list(people.select_related("slot").in_order())


def _birth_day(one: Appointment) -> str:
    return PartialDate.from_iso(one.facts["birth_date"]).vietnamese
