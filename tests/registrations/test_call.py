"""A session filled from its facility's line: nobody twice, no seat twice, nobody lost."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import Plan, SlotIsFull, add_people, cancel_session, plan_session
from sotiem.campaigns.states import AppointmentSource, AppointmentState
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.patients.facts import PatientFacts
from sotiem.registrations import operations, queries
from sotiem.registrations.facts import PartOfDay, Wish
from sotiem.registrations.models import Calling, Registration
from sotiem.registrations.operations import NoSeatsAreTimed, NotInvited
from sotiem.registrations.states import RegistrationState, WithdrawnBecause
from tests.concurrency import together
from tests.factories import accounts, doses, patients, reference
from tests.factories.registrations import AT, registration, sender, somebody_else

needs_database = pytest.mark.django_db
pytestmark = pytest.mark.usefixtures("figures_follow")
CITY = "vn/2025:01"
DAY = date(2021, 9, 10)
BEFORE = AT + timedelta(days=2)
LATE = BEFORE + timedelta(hours=25)
S = RegistrationState


@pytest.fixture
def clerk() -> User:
    return accounts.user((Role.CLERK, reference.facility().path))


def acting(clerk: User) -> Staff:
    return staff_of(clerk, at=BEFORE)


def session_of(clerk: User, slots: dict[time, int]) -> VaccinationSession:
    return plan_session(
        facility=reference.facility(),
        plan=Plan(
            held_on=DAY,
            vaccine=reference.vaccine(),
            lots=(),
            slots=slots,
            members=(),
        ),
        by=acting(clerk),
        at=BEFORE,
    )


def assigned(number: int, **facts: Any) -> Registration:
    """Somebody whom the province gave to the facility."""
    officer = accounts.staff((Role.OFFICER, CITY))
    group = facts.get("group", 15)
    one = registration(at=AT + timedelta(minutes=number), **somebody_else(number), **facts)
    operations.approve_group(list_path=CITY, group=group, by=officer, at=AT)
    operations.assign_group(
        list_path=CITY, group=group, most=99, facility=reference.facility(), by=officer, at=AT
    )
    return one


def call(clerk: User, session: VaccinationSession, at: datetime = BEFORE) -> int:
    return operations.call_people(
        session_id=session.pk, answer_hours=24, by=acting(clerk), user=clerk, at=at
    )


def states(*some: Registration) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in some]


def confirm(one: Registration, at: datetime = BEFORE) -> Registration:
    return operations.confirm_invitation(registration_id=one.pk, by=sender(), at=at)


@needs_database
def test_seats_are_filled_from_the_head_of_the_line(clerk: User) -> None:
    line = [assigned(number) for number in range(3)]
    first_group = assigned(9, group=1)
    session = session_of(clerk, {time(8): 1, time(14): 1})
    assert call(clerk, session) == 2
    assert states(first_group, *line) == [S.INVITED, S.INVITED, S.ASSIGNED, S.ASSIGNED]
    assert queries.free_seats(session) == 0
    seat = Registration.objects.get(pk=first_group.pk).appointment
    assert seat is not None
    assert (seat.slot and seat.slot.starts_at, seat.source) == (time(8), "registration")
    assert seat.facts["full_name"] == first_group.full_name
    assert Message.objects.filter(purpose="registration_invited").count() == 2
    assert call(clerk, session) == 0


@needs_database
def test_nobody_is_called_before_the_day_or_to_the_hour_that_does_not_suit(clerk: User) -> None:
    later, afternoon = assigned(0), assigned(1)
    wishes = {
        later: Wish(not_before=DAY + timedelta(days=1)),
        afternoon: Wish(not_before=DAY, part_of_day=PartOfDay.AFTERNOON),
    }
    for one, wish in wishes.items():
        operations.change_wish(registration_id=one.pk, wish=wish, by=sender(), at=BEFORE)
    assert call(clerk, session_of(clerk, {time(8): 5})) == 0
    assert call(clerk, session_of(clerk, {time(13): 5})) == 1
    assert states(later, afternoon) == [S.ASSIGNED, S.INVITED]


@needs_database
@pytest.mark.parametrize(("days_ago", "invited"), [(10, 0), (100, 1)])
def test_nobody_is_called_too_soon_after_the_last_dose(
    clerk: User, days_ago: int, invited: int
) -> None:
    known = patients.patient()
    doses.dose(known, DAY - timedelta(days=days_ago))
    one = assigned(0)
    Registration.objects.filter(pk=one.pk).update(patient=known)
    assert call(clerk, session_of(clerk, {time(8): 5})) == invited


@needs_database
def test_who_says_no_keeps_the_place_and_the_next_has_the_seat(clerk: User) -> None:
    first, second = assigned(0), assigned(1)
    session = session_of(clerk, {time(8): 1})
    call(clerk, session)
    assert confirm(first).state == S.CONFIRMED
    operations.decline_invitation(registration_id=first.pk, by=sender(), at=BEFORE)
    assert states(first, second) == [S.ASSIGNED, S.ASSIGNED]
    Registration.objects.filter(pk=first.pk).update(not_before=DAY + timedelta(days=1))
    assert operations.call_next(at=BEFORE) == 1
    assert states(first, second) == [S.ASSIGNED, S.INVITED]
    place = queries.place_in_line(Registration.objects.get(pk=first.pk))
    assert place is not None
    assert place.before == 0


@needs_database
def test_a_seat_that_nobody_answered_for_goes_to_the_next(clerk: User) -> None:
    silent, second = assigned(0), assigned(1)
    session = session_of(clerk, {time(8): 1})
    call(clerk, session)
    assert operations.call_next(at=BEFORE + timedelta(hours=23)) == 0
    assert operations.call_next(at=LATE) == 1
    assert states(silent, second) == [S.ASSIGNED, S.INVITED]
    assert Registration.objects.get(pk=silent.pk).line_at == LATE
    assert Message.objects.filter(purpose="registration_lapsed").count() == 1
    with pytest.raises(NotInvited):
        confirm(silent, at=LATE)
    assert Appointment.objects.exclude(state=AppointmentState.REFUSED).count() == 1


@needs_database
def test_an_answer_after_its_time_is_told_so_and_one_before_stands(clerk: User) -> None:
    one = assigned(0)
    call(clerk, session_of(clerk, {time(8): 1}))
    with pytest.raises(NotInvited):
        confirm(one, at=LATE)
    confirm(one)
    assert confirm(one).state == S.CONFIRMED
    assert operations.call_next(at=LATE) == 0
    assert states(one) == [S.CONFIRMED]


@needs_database
def test_who_came_without_a_word_has_answered(clerk: User) -> None:
    one = assigned(0)
    call(clerk, session_of(clerk, {time(8): 1}))
    Appointment.objects.update(state=AppointmentState.CHECKED_IN)
    operations.call_next(at=LATE)
    assert states(one) == [S.CONFIRMED]
    Appointment.objects.update(state=AppointmentState.OBSERVED)
    operations.call_next(at=LATE)
    assert states(one) == [S.VACCINATED]


@needs_database
def test_for_a_session_that_is_cancelled_nobody_loses_a_place(clerk: User) -> None:
    one = assigned(0)
    session = session_of(clerk, {time(8): 1})
    call(clerk, session)
    cancel_session(session_id=session.pk, reason="Mất điện", by=acting(clerk), at=BEFORE)
    operations.call_next(at=BEFORE)
    back = Registration.objects.get(pk=one.pk)
    assert (back.state, back.line_at, back.appointment) == (S.ASSIGNED, one.line_at, None)
    assert Message.objects.filter(purpose="registration_cancelled").count() == 1
    assert Calling.objects.get().ended_at == BEFORE


@needs_database
def test_who_stayed_away_stands_behind_and_who_leaves_frees_the_seat(clerk: User) -> None:
    away, leaves, third = (assigned(number) for number in range(3))
    session = session_of(clerk, {time(8): 2})
    call(clerk, session)
    confirm(away)
    operations.withdraw_registration(
        registration_id=leaves.pk, because=WithdrawnBecause.MOVED, by=sender(), at=BEFORE
    )
    assert operations.call_next(at=BEFORE) == 1
    assert states(leaves, third) == [S.WITHDRAWN, S.INVITED]
    VaccinationSession.objects.update(status="closed")
    operations.call_next(at=BEFORE)
    back = Registration.objects.get(pk=away.pk)
    assert (back.state, back.line_at) == (S.ASSIGNED, BEFORE)


@needs_database
def test_a_session_without_timed_seats_calls_nobody_and_a_stranger_may_not(clerk: User) -> None:
    with pytest.raises(NoSeatsAreTimed):
        call(clerk, session_of(clerk, {}))
    stranger = accounts.user((Role.CLERK, "vn/2025:79"))
    with pytest.raises(NotAllowed):
        call(stranger, session_of(clerk, {time(8): 1}))


@needs_database
def test_who_lost_the_right_no_longer_calls_in_waves(clerk: User) -> None:
    assigned(0)
    session = session_of(clerk, {time(8): 1})
    Calling.objects.create(session=session, answer_hours=24, begun_by=clerk, begun_at=BEFORE)
    clerk.memberships.update(valid_to=BEFORE)
    assert operations.call_next(at=BEFORE + timedelta(minutes=1)) == 0
    assert Calling.objects.get().ended_at is not None


@pytest.mark.usefixtures("committed_db")
def test_many_answers_and_waves_at_once_never_fill_a_seat_twice(clerk: User) -> None:
    seats = 6
    line = [assigned(number) for number in range(20)]
    session = session_of(clerk, {time(8): seats})
    call(clerk, session)
    invited = [one for one in line if states(one) == [S.INVITED]]
    facts = PatientFacts(full_name="Phạm Thị Tình Cờ", birth_date="1990")
    slot = session.slots.get()

    def by_hand() -> None:
        add_people(
            session_id=session.pk,
            people=[facts],
            source=AppointmentSource.SHEET,
            slot=slot,
            by=acting(clerk),
            at=BEFORE,
        )

    calls: list[Callable[[], object]] = [partial(confirm, one) for one in invited[:3]]
    calls += [
        partial(operations.decline_invitation, registration_id=one.pk, by=sender(), at=BEFORE)
        for one in invited[3:]
    ]
    calls += [partial(operations.call_next, at=BEFORE + timedelta(minutes=1))] * 3 + [by_hand]
    raised = together(*calls)
    assert [error for error in raised if not isinstance(error, SlotIsFull)] == []
    operations.call_next(at=BEFORE + timedelta(minutes=2))
    held = Appointment.objects.filter(slot=slot).exclude(state=AppointmentState.REFUSED)
    assert held.count() == seats
    called = Registration.objects.filter(state__in=(S.INVITED, S.CONFIRMED))
    assert called.count() == held.filter(source="registration").count()
    assert all(state == S.CONFIRMED for state in states(*invited[:3]))
    assert timezone.localdate(BEFORE) < DAY
