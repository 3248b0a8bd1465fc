"""Whom a session invites may be chosen, never the order; later waves follow the choice."""

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import connection

from sotiem.accounts.models import User
from sotiem.campaigns.models import Appointment
from sotiem.campaigns.states import AppointmentState
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.registrations import operations
from sotiem.registrations.facts import Chosen
from sotiem.registrations.line import ahead_of, line_of
from sotiem.registrations.models import Calling, Registration
from sotiem.registrations.operations import NotInvited
from sotiem.registrations.states import RegistrationState
from tests.concurrency import together
from tests.factories import doses, patients
from tests.factories.registrations import AT, sender
from tests.factories.rosters import organization
from tests.registrations.test_call import (
    BEFORE,
    DAY,
    LATE,
    acting,
    assigned,
    clerk,
    session_of,
    states,
)

__all__ = ["clerk"]
needs_database = pytest.mark.django_db
S = RegistrationState
EVERYBODY: Final = Chosen()


def call(clerk: User, session: Any, chosen: Chosen) -> int:
    return operations.call_people(
        session_id=session.pk,
        answer_hours=24,
        chosen=chosen,
        by=acting(clerk),
        user=clerk,
        at=BEFORE,
    )


def with_doses(one: Registration, given: dict[int, str]) -> None:
    """Somebody on record, with doses so many days before the session."""
    known = patients.patient(patients.facts(full_name=one.full_name, cccd=""))
    for days_ago, vaccine in given.items():
        doses.dose(known, DAY - timedelta(days=days_ago), vaccine=vaccine)
    Registration.objects.filter(pk=one.pk).update(patient=known)


@needs_database
@pytest.mark.parametrize(
    ("chosen", "fit"),
    [
        (EVERYBODY, [2, 0, 1, 3]),
        (Chosen(groups=(15,)), [0, 1, 3]),
        (Chosen(groups=(1, 3)), [2]),
        (Chosen(age_from=60), [2, 0, 1]),
        (Chosen(age_to=59), [3]),
        (Chosen(age_from=30, age_to=40), [3]),
        (Chosen(address="khu phố 2"), [1]),
        (Chosen(next_dose=1), [2, 0]),
        (Chosen(next_dose=2), [3]),
        (Chosen(next_dose=3), [1]),
        (Chosen(due_days=150), [3]),
        (Chosen(due_days=90), [1, 3]),
        (Chosen(last_vaccine="COMIRNATY"), [1]),
        (Chosen(organization="TC"), [3]),
    ],
)
def test_the_choice_says_who_and_never_the_order(
    clerk: User, chosen: Chosen, fit: Sequence[int]
) -> None:
    line = [assigned(0), assigned(1), assigned(2, group=1), assigned(3)]
    Registration.objects.filter(pk=line[1].pk).update(address="12 Đường Mẫu, Khu phố 2")
    Registration.objects.filter(pk=line[3].pk).update(
        organization=organization(), birth_date="1990"
    )
    with_doses(line[1], {170: "ASTRAZENECA", 100: "COMIRNATY"})
    with_doses(line[3], {160: "ASTRAZENECA"})
    if chosen.organization:
        chosen = Chosen(organization=organization_code())
    ahead = ahead_of(session_of(clerk, {time(8): 9}), chosen)
    assert [line.index(one) for one in ahead.first] == list(fit)
    assert (ahead.number, ahead.is_more) == (len(fit), False)


def organization_code() -> str:
    found = Registration.objects.filter(organization__isnull=False).select_related("organization")
    one = found.get().organization
    assert one is not None
    return one.code


@needs_database
def test_later_waves_follow_the_choice(clerk: User) -> None:
    session = session_of(clerk, {time(8): 1})
    first, other, second = assigned(0), assigned(1, group=1), assigned(2)
    assert call(clerk, session, Chosen(groups=(15,))) == 1
    assert Calling.objects.get().chosen == {"groups": [15]}
    assert operations.call_next(at=LATE) == 1
    assert states(first, other, second) == [S.ASSIGNED, S.ASSIGNED, S.INVITED]


@needs_database
def test_the_head_of_a_long_line_is_found_by_its_key(clerk: User) -> None:
    one = assigned(0)
    copies(one, 3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registrations_registration")
    session = session_of(clerk, {time(8): 9})
    slot = session.slots.get()
    of_fifteen = next(line_of(slot, Chosen(groups=(15,))))
    plan = of_fifteen[:9].explain()
    assert "registration_in_line" in plan, plan
    assert "Sort" not in plan, plan


def copies(one: Registration, number: int) -> list[Registration]:
    """So many more in the same line, each behind the one before."""
    fields = [field.attname for field in Registration._meta.concrete_fields]
    same = {name: getattr(Registration.objects.get(pk=one.pk), name) for name in fields}
    own = {"id", "public_id", "code", "submission_key", "line_at", "full_name", "sender_phone"}
    kept = {name: value for name, value in same.items() if name not in own}
    insert_many(
        Registration,
        (
            Registration(
                **kept,
                public_id=uuid4(),
                code=new_tracking_code("DK"),
                submission_key=uuid4(),
                line_at=AT + timedelta(hours=1, seconds=place),
                full_name=f"Người Chờ {place}",
                sender_phone=one.sender_phone,
            )
            for place in range(number)
        ),
    )
    return list(Registration.objects.filter(full_name__startswith="Người Chờ").order_by("pk"))


@pytest.mark.usefixtures("committed_db")
def test_five_hundred_answer_at_once_and_no_seat_is_given_twice(clerk: User) -> None:
    seats, answers, connections = 50, 500, 20
    first = assigned(0)
    line = [first, *copies(first, answers - 1)]
    session = session_of(clerk, {time(8): seats // 2, time(14): seats // 2})
    assert call(clerk, session, EVERYBODY) == seats
    outcomes: list[str] = []

    def answer(some: Sequence[Registration]) -> None:
        for one in some:
            try:
                operations.confirm_invitation(registration_id=one.pk, by=sender(), at=BEFORE)
                outcomes.append("confirmed")
            except NotInvited:
                outcomes.append("not invited")

    calls: list[Callable[[], object]] = [
        partial(answer, line[place::connections]) for place in range(connections)
    ]
    waves = [partial(operations.call_next, at=BEFORE)] * 2
    assert together(*calls, *waves) == []
    assert outcomes.count("confirmed") == seats
    assert outcomes.count("not invited") == answers - seats
    held = Appointment.objects.exclude(state=AppointmentState.REFUSED)
    assert held.count() == seats
    assert Registration.objects.filter(state=S.CONFIRMED).count() == seats
    assert states(*line[:seats]) == [S.CONFIRMED] * seats
