"""The fair order: who registered first stands first, and nobody is lost from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.registrations import operations, queries
from sotiem.registrations.facts import PartOfDay, Wish
from sotiem.registrations.models import Registration
from sotiem.registrations.operations import FacilityIsElsewhere, RegistrationIsOver
from sotiem.registrations.queries import PlaceInLine
from sotiem.registrations.states import RegistrationState, WithdrawnBecause
from tests.concurrency import meanwhile
from tests.factories import accounts, reference
from tests.factories.registrations import AT, registration, sender, somebody_else

CITY = "vn/2025:01"
LATER = AT + timedelta(days=1)
needs_database = pytest.mark.django_db
pytestmark = pytest.mark.usefixtures("figures_follow")


def waits(number: int, **facts: Any) -> Registration:
    return registration(at=AT + timedelta(minutes=number), **somebody_else(number), **facts)


def leave(gone: Registration) -> Registration:
    return operations.withdraw_registration(
        registration_id=gone.pk,
        because=WithdrawnBecause.MOVED,
        by=sender(gone.sender_phone),
        at=LATER,
    )


def before(one: Registration) -> int | None:
    place = queries.place_in_line(Registration.objects.get(pk=one.pk))
    return None if place is None else place.before


@needs_database
def test_who_came_first_in_the_same_group_stands_before() -> None:
    line = [waits(number) for number in range(3)]
    waits(4, group=1)
    assert [before(one) for one in line] == [0, 1, 2]
    leave(line[0])
    assert [before(one) for one in line] == [None, 0, 1]


@needs_database
def test_a_long_line_is_counted_no_further_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "COUNTED_TO", 2)
    last = [waits(number) for number in range(5)][-1]
    assert queries.place_in_line(last) == PlaceInLine(2, True)


@needs_database
def test_who_is_registered_again_keeps_the_first_place_and_stands_alone_later() -> None:
    first, other = waits(0), waits(1)
    again = registration(at=AT + timedelta(minutes=2), **somebody_else(0))
    third = registration(at=AT + timedelta(minutes=3), **somebody_else(0))
    assert (before(again), before(other)) == (0, 1)
    leave(first)
    again.refresh_from_db()
    third.refresh_from_db()
    assert (again.same_as, third.same_as) == (None, again)
    assert (before(again), before(third), before(other)) == (1, 1, 0)


@needs_database
def test_another_wish_leaves_the_place() -> None:
    line = [waits(number) for number in range(2)]
    wish = Wish(not_before=date(2021, 10, 1), part_of_day=PartOfDay.MORNING)
    operations.change_wish(registration_id=line[0].pk, wish=wish, by=sender(), at=LATER)
    line[0].refresh_from_db()
    assert (line[0].not_before, line[0].part_of_day) == (date(2021, 10, 1), PartOfDay.MORNING)
    assert before(line[1]) == 1


@needs_database
def test_only_who_registered_changes_it_and_only_while_it_waits() -> None:
    one = waits(0)
    with pytest.raises(NotAllowed):
        operations.withdraw_registration(
            registration_id=one.pk,
            because=WithdrawnBecause.MOVED,
            by=sender("0909999999"),
            at=LATER,
        )
    assert leave(one).state == RegistrationState.WITHDRAWN
    with pytest.raises(RegistrationIsOver):
        leave(one)


@needs_database
def test_the_province_approves_a_group_and_gives_its_first_to_a_facility() -> None:
    officer = accounts.staff((Role.OFFICER, CITY))
    line = [waits(number) for number in range(3)]
    other = waits(5, group=1)
    assert operations.approve_group(list_path=CITY, group=15, by=officer, at=LATER) == 3
    facility = reference.facility()
    given = operations.assign_group(
        list_path=CITY, group=15, most=2, facility=facility, by=officer, at=LATER
    )
    assert given == 2
    for one in (*line, other):
        one.refresh_from_db()
    assert [one.state for one in (*line, other)] == [
        "assigned", "assigned", "approved", "received",
    ]  # fmt: skip
    assert [before(one) for one in line] == [0, 1, 0]
    assert line[0].list_path == facility.path
    assert queries.groups_in(officer, CITY) == [(1, 1, 0), (15, 0, 1)]
    assert Message.objects.filter(purpose="registration_assigned").count() == 2
    trail = AuditEntry.objects.filter(action="registration.assigned", object_id=line[0].pk)
    assert trail.get().details["facility"] == facility.code


@needs_database
def test_a_list_is_run_by_the_officers_of_its_province() -> None:
    waits(0)
    stranger = accounts.staff((Role.OFFICER, "vn/2025:79"))
    clerk = accounts.staff((Role.CLERK, CITY))
    for who in (stranger, clerk):
        with pytest.raises(NotAllowed):
            operations.approve_group(list_path=CITY, group=15, by=who, at=LATER)
        with pytest.raises(NotAllowed):
            queries.groups_in(who, CITY)
    of_the_other = accounts.staff((Role.OFFICER, "vn/2025:79"))
    with pytest.raises(FacilityIsElsewhere):
        operations.assign_group(
            list_path="vn/2025:79",
            group=15,
            most=1,
            facility=reference.facility(),
            by=of_the_other,
            at=LATER,
        )


@pytest.mark.usefixtures("committed_db")
def test_who_registers_while_the_first_one_leaves_stands_alone() -> None:
    first = waits(0)
    made: list[Registration] = []
    raised = meanwhile(
        lambda: leave(first),
        lambda: made.append(registration(at=LATER, **somebody_else(0))),
    )
    assert raised == []
    assert Registration.objects.get(pk=made[0].pk).same_as is None


@pytest.mark.usefixtures("committed_db")
def test_two_who_register_the_same_person_at_once_know_of_one_another() -> None:
    made: list[Registration] = []
    raised = meanwhile(
        lambda: made.append(registration(at=AT, **somebody_else(0))),
        lambda: made.append(registration(sent_from="0909999999", at=AT, **somebody_else(0))),
    )
    assert raised == []
    assert made[1].same_as == made[0]
