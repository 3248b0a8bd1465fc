"""A session's people on paper before their dose, and what became of those who were called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Count

from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.states import (
    NOT_YET_VACCINATED,
    AppointmentSource,
    AppointmentState,
    SessionStatus,
)
from sotiem.facilities.models import Facility
from sotiem.identity import PartialDate
from sotiem.portals.session.paper.facts import Call, Label, Turnout

REASONS_AT_MOST: Final = 8
# The words of the report, in the language of the form.
OTHER_REASONS: Final = "Lý do khác"


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
    refused, postponed = AppointmentState.REFUSED, AppointmentState.POSTPONED
    reasons: Counter[str] = Counter()
    rows = people.filter(state=postponed).values_list("reason")
    for reason, number in rows.annotate(number=Count("pk")).order_by("reason"):
        reasons[_plainly(reason)] += number
    return Turnout(
        called=people.exclude(source=AppointmentSource.WALK_IN).count(),
        postponed=_most_frequent(reasons),
        refused=people.filter(state=refused).count(),
    )


def _in_states(
    session: VaccinationSession, states: Sequence[AppointmentState]
) -> list[Appointment]:
    people = Appointment.objects.filter(session=session, state__in=states)
    return list(people.select_related("slot").in_order())


def _plainly(reason: str) -> str:
    """The same reason in other letters or spaces is one reason."""
    words = " ".join(reason.split())
    return words[:1].upper() + words[1:].lower() if words else OTHER_REASONS


def _most_frequent(reasons: Counter[str]) -> list[tuple[str, int]]:
    other = reasons.pop(OTHER_REASONS, 0)
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    other += sum(number for _reason, number in ordered[REASONS_AT_MOST:])
    return [*ordered[:REASONS_AT_MOST], *([(OTHER_REASONS, other)] if other else [])]


def _birth_day(one: Appointment) -> str:
    return PartialDate.from_iso(one.facts["birth_date"]).vietnamese
