"""Deadlines are set, counted, prolonged, and facilities reminded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.deadlines.models import DeadlineException, EntryDeadline, Reminder, Standing
from sotiem.deadlines.operations import (
    DaysAreNotInOrder,
    ExceptionIsNotLater,
    ExceptionNeedsAReason,
    NotAPhone,
    choose_phone,
    count_open_deadlines,
    count_standings,
    make_exception,
    remind_facilities,
    set_deadline,
)
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import Actor, machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.messages.texts import text_of
from tests.factories import accounts, deadlines, reference

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2021, 8, 12), date(2021, 8, 13)
ELSEWHERE = "vn/2025:96"


@pytest.fixture
def here() -> Facility:
    return reference.facility()


@pytest.fixture
def deadline(here: Facility, monkeypatch: pytest.MonkeyPatch) -> EntryDeadline:
    """Ten doses used on two days, three entered on the first."""
    deadlines.entered(here, 3, DAY)
    deadlines.says_used(monkeypatch, {here: {DAY: 6, NEXT: 4}})
    return deadlines.deadline(province_of(here))


def province_of(facility: Facility) -> str:
    return "/".join(facility.path.split("/")[:2])


def counted(deadline: EntryDeadline) -> None:
    count_standings(deadline_id=deadline.pk, at=deadlines.AT)


def reminded(deadline: EntryDeadline, *facilities: Facility, by: Actor | None = None) -> int:
    sent = remind_facilities(
        deadline_id=deadline.pk,
        facility_ids=[each.pk for each in facilities],
        by=by or machine("test"),
        at=deadlines.AT,
    )
    return len(sent)


def excepted(
    deadline: EntryDeadline,
    facility: Facility,
    *,
    until: date = deadlines.BY_DAY + timedelta(days=5),
    reason: str = "Mất điện do bão",
    by: Actor | None = None,
) -> DeadlineException:
    return make_exception(
        deadline_id=deadline.pk,
        facility=facility,
        until=until,
        reason=reason,
        by=by or machine("test"),
        at=deadlines.AT,
    )


def test_a_facility_is_compared_day_by_day(deadline: EntryDeadline, here: Facility) -> None:
    counted(deadline)
    found = Standing.objects.get(facility=here)
    assert (found.used, found.recorded, found.missing, found.empty_days) == (10, 3, 7, 1)
    assert (found.oldest_gap_on, found.last_entry_on) == (DAY, date(2021, 9, 10))
    assert (found.entered_week, found.due_on) == (3, deadlines.BY_DAY)


def test_doses_outside_the_days_of_a_deadline_do_not_count(
    deadline: EntryDeadline, here: Facility
) -> None:
    deadlines.entered(here, 2, date(2021, 7, 31))
    counted(deadline)
    assert Standing.objects.get(facility=here).recorded == 3


def test_facilities_outside_its_jurisdiction_do_not_count(deadline: EntryDeadline) -> None:
    elsewhere = deadlines.deadline(ELSEWHERE)
    counted(elsewhere)
    assert not elsewhere.standings.exists()


def test_counting_again_leaves_one_standing_each(deadline: EntryDeadline) -> None:
    counted(deadline)
    counted(deadline)
    assert deadline.standings.count() == 1


def test_a_country_is_counted_province_by_province(deadline: EntryDeadline, here: Facility) -> None:
    country = deadlines.deadline("vn")
    counted(country)
    assert country.standings.get().missing == 7


def test_what_is_under_way_is_counted_and_what_is_long_past_is_not(
    deadline: EntryDeadline,
) -> None:
    count_open_deadlines(at=deadlines.AT)
    deadline.refresh_from_db()
    assert deadline.counted_at == deadlines.AT
    later = deadlines.AT + timedelta(days=200)
    count_open_deadlines(at=later)
    deadline.refresh_from_db()
    assert deadline.counted_at == deadlines.AT


def test_a_deadline_before_its_doses_is_refused() -> None:
    with pytest.raises(DaysAreNotInOrder):
        deadlines.deadline(enter_by=deadlines.UNTIL - timedelta(days=1))


def test_the_table_refuses_it_too(deadline: EntryDeadline) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryDeadline.objects.update(enter_by=deadlines.SINCE)


def test_an_officer_sets_deadlines_for_her_area_only() -> None:
    officer = accounts.staff((Role.OFFICER, ELSEWHERE))
    with pytest.raises(NotAllowed):
        set_deadline(
            name="Cả nước",
            given_since=deadlines.SINCE,
            given_until=deadlines.UNTIL,
            enter_by=deadlines.BY_DAY,
            jurisdiction=Jurisdiction("vn"),
            by=officer,
            at=deadlines.AT,
        )


def test_an_exception_moves_the_day_of_one_facility(
    deadline: EntryDeadline, here: Facility
) -> None:
    counted(deadline)
    excepted(deadline, here)
    until = deadlines.BY_DAY + timedelta(days=5)
    assert Standing.objects.get(facility=here).due_on == until
    counted(deadline)
    assert Standing.objects.get(facility=here).due_on == until


def test_the_last_exception_counts(deadline: EntryDeadline, here: Facility) -> None:
    excepted(deadline, here, until=date(2021, 10, 30))
    excepted(deadline, here, until=date(2021, 9, 25))
    counted(deadline)
    assert Standing.objects.get(facility=here).due_on == date(2021, 9, 25)


@pytest.mark.parametrize("until", [deadlines.BY_DAY, date(2021, 9, 1)])
def test_an_exception_gives_more_time(deadline: EntryDeadline, here: Facility, until: date) -> None:
    with pytest.raises(ExceptionIsNotLater):
        excepted(deadline, here, until=until)


def test_an_exception_has_a_reason(deadline: EntryDeadline, here: Facility) -> None:
    with pytest.raises(ExceptionNeedsAReason):
        excepted(deadline, here, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineException.objects.create(
            deadline=deadline, facility=here, until=NEXT, made_at=deadlines.AT
        )


def test_a_lower_officer_makes_no_exception_from_a_higher_deadline(here: Facility) -> None:
    country = deadlines.deadline("vn")
    with pytest.raises(NotAllowed):
        excepted(country, here, by=accounts.staff((Role.OFFICER, province_of(here))))


def test_no_exception_from_a_deadline_that_does_not_hold_there(here: Facility) -> None:
    elsewhere = deadlines.deadline(ELSEWHERE)
    with pytest.raises(NotAllowed):
        excepted(elsewhere, here)


def test_a_facility_is_reminded_once_a_day(deadline: EntryDeadline, here: Facility) -> None:
    counted(deadline)
    other = deadlines.deadline("vn")
    counted(other)
    assert [reminded(deadline, here), reminded(deadline, here), reminded(other, here)] == [1, 0, 0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            deadline=other, facility=here, day=date(2021, 9, 10), missing=1, sent_at=deadlines.AT
        )


def test_who_lacks_nothing_is_not_reminded(
    deadline: EntryDeadline, here: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadlines.says_used(monkeypatch, {here: {DAY: 3}})
    counted(deadline)
    assert reminded(deadline, here) == 0


def test_a_reminder_goes_to_the_phone_that_the_facility_chose(
    deadline: EntryDeadline, here: Facility
) -> None:
    clerk = accounts.staff((Role.CLERK, here.path))
    choose_phone(facility=here, phone="090 123 4567", by=clerk, at=deadlines.AT)
    counted(deadline)
    reminded(deadline, here)
    message = Message.objects.get()
    assert message.phone == "0901234567"
    said = text_of(message.purpose, message.values)
    assert "cơ sở 79101 còn 7 mũi" in said and "20/09/2021" in said
    assert len(said) <= 160


def test_without_a_phone_a_reminder_is_kept_all_the_same(
    deadline: EntryDeadline, here: Facility
) -> None:
    counted(deadline)
    reminded(deadline, here)
    assert Reminder.objects.get().missing == 7
    assert not Message.objects.exists()


def test_an_officer_of_another_area_reminds_nobody(deadline: EntryDeadline, here: Facility) -> None:
    counted(deadline)
    with pytest.raises(NotAllowed):
        reminded(deadline, here, by=accounts.staff((Role.OFFICER, ELSEWHERE)))


def test_a_phone_that_is_none_is_refused(here: Facility) -> None:
    clerk = accounts.staff((Role.CLERK, here.path))
    with pytest.raises(NotAPhone):
        choose_phone(facility=here, phone="12345", by=clerk, at=deadlines.AT)


def test_only_people_of_the_facility_choose_its_phone(here: Facility) -> None:
    officer = accounts.staff((Role.OFFICER, "vn"))
    with pytest.raises(NotAllowed):
        choose_phone(facility=here, phone="0901234567", by=officer, at=deadlines.AT)


def test_each_step_leaves_a_trace(deadline: EntryDeadline, here: Facility) -> None:
    counted(deadline)
    excepted(deadline, here)
    reminded(deadline, here)
    choose_phone(
        facility=here,
        phone="0901234567",
        by=accounts.staff((Role.HEAD, here.path)),
        at=deadlines.AT,
    )
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {
        "entry_deadline.set",
        "deadline_exception.made",
        "facility.reminded",
        "reminder_phone.chosen",
    } <= actions
