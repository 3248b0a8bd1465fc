"""A facility that told nothing stands on the board: what it had and what it planned say enough."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import cancel_session, plan_session
from sotiem.deadlines.facts import Progress
from sotiem.deadlines.models import EntryDeadline, Reminder, Standing
from sotiem.deadlines.operations import choose_phone, count_standings, remind_facilities
from sotiem.deadlines.queries import disagreements_on_record, facility_lines
from sotiem.doses.operations import withdraw_doses
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import FEW
from sotiem.messages.models import Message
from sotiem.messages.texts import text_of
from sotiem.supply.operations import receive_stock, return_stock, use_stock
from tests.factories import accounts, campaigns, deadlines, reference, stock

pytestmark = pytest.mark.django_db

DAY = date(2021, 8, 12)
BEFORE = deadlines.SINCE - timedelta(days=3)


@pytest.fixture
def here() -> Facility:
    return reference.facility()


@pytest.fixture
def deadline(here: Facility) -> EntryDeadline:
    return deadlines.deadline("vn")


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def moved(operation: object, facility: Facility, doses: int, day: date, **more: object) -> None:
    operation(  # type: ignore[operator]
        facility=facility,
        lot=reference.lot(),
        doses=doses,
        moved_on=day,
        submission_key=uuid4(),
        by=stock.clerk(facility),
        at=on(day),
        **more,
    )


def received(facility: Facility, doses: int, day: date = BEFORE) -> None:
    moved(receive_stock, facility, doses, day, document="PXK 7")


def planned(facility: Facility, day: date) -> VaccinationSession:
    by = stock.clerk(facility)
    plan = campaigns.plan(held_on=day)
    return plan_session(facility=facility, plan=plan, by=by, at=on(day))


def standing(
    deadline: EntryDeadline, facility: Facility, *, at: datetime = deadlines.AT
) -> Standing:
    count_standings(deadline_id=deadline.pk, at=at)
    return Standing.objects.get(deadline=deadline, facility=facility)


def test_who_had_nothing_and_entered_nothing_has_a_standing(
    deadline: EntryDeadline, here: Facility
) -> None:
    found = standing(deadline, here)
    assert (found.used, found.recorded, found.missing, found.untold) == (0, 0, 0, 0)
    assert not Standing.objects.behind().exists()


def test_doses_in_store_of_which_nothing_was_told_are_owed(
    deadline: EntryDeadline, here: Facility
) -> None:
    received(here, 600)
    found = standing(deadline, here)
    assert (found.missing, found.untold) == (0, 600)
    assert Standing.objects.behind().get() == found


def test_what_was_sent_back_is_not_owed(deadline: EntryDeadline, here: Facility) -> None:
    received(here, 600)
    moved(return_stock, here, 600, DAY, document="", reason="")
    assert standing(deadline, here).untold == 0


def test_what_came_after_the_days_of_the_deadline_is_not_owed(
    deadline: EntryDeadline, here: Facility
) -> None:
    received(here, 600)
    after = deadlines.UNTIL + timedelta(days=2)
    received(here, 50, after)
    moved(use_stock, here, 400, after, reason="")
    assert standing(deadline, here, at=on(after)).untold == 600


def test_who_used_or_entered_a_dose_told_something(deadline: EntryDeadline, here: Facility) -> None:
    received(here, 600)
    deadlines.entered(here, 1, DAY)
    assert standing(deadline, here).untold == 0
    other = reference.facility("79102", "Trạm Y tế Bình An")
    received(other, 600)
    moved(use_stock, other, 5, DAY, reason="")
    found = standing(deadline, other)
    assert (found.untold, found.missing) == (0, 5)


def test_a_dose_that_was_withdrawn_tells_nothing(deadline: EntryDeadline, here: Facility) -> None:
    received(here, 600)
    (dose,) = deadlines.entered(here, 1, DAY)
    withdraw_doses(dose_ids=[dose.pk], origin="test", by=machine("test"), at=deadlines.AT)
    assert standing(deadline, here).untold == 600


def test_on_the_first_day_nobody_is_behind_yet(deadline: EntryDeadline, here: Facility) -> None:
    received(here, 600)
    assert standing(deadline, here, at=on(deadlines.SINCE)).untold == 0
    assert standing(deadline, here, at=on(deadlines.SINCE + timedelta(days=1))).untold == 600


def test_a_session_of_which_nothing_was_told_is_a_silent_day(
    deadline: EntryDeadline, here: Facility
) -> None:
    planned(here, DAY)
    found = standing(deadline, here)
    assert (found.silent_days, found.oldest_gap_on) == (1, DAY)
    deadlines.entered(here, 1, DAY)
    assert standing(deadline, here).silent_days == 0


def test_a_session_of_today_or_one_that_was_called_off_is_no_silent_day(
    deadline: EntryDeadline, here: Facility
) -> None:
    today = deadlines.AT.date()
    planned(here, today)
    off = planned(here, DAY)
    cancel_session(session_id=off.pk, reason="Bão", by=stock.clerk(here), at=on(DAY))
    assert standing(deadline, here).silent_days == 0
    assert standing(deadline, here, at=on(today + timedelta(days=1))).silent_days == 1


def test_many_facilities_keep_what_they_owe(deadline: EntryDeadline, here: Facility) -> None:
    """More than are written one by one."""
    for number in range(FEW + 1):
        received(reference.facility(f"7920{number:02}", f"Trạm Y tế số {number}"), 10)
    standing(deadline, here)
    owed = [each.untold for each in Standing.objects.furthest_behind_first()]
    assert owed == [10] * (FEW + 1) + [0]


def test_a_facility_sees_that_nothing_is_known_of_it(
    deadline: EntryDeadline, here: Facility
) -> None:
    (line,) = facility_lines(here, at=deadlines.AT)
    assert line.forecast.progress == Progress.IDLE
    received(here, 600)
    planned(here, DAY)
    (line,) = facility_lines(here, at=deadlines.AT)
    assert line.forecast.progress == Progress.SILENT
    assert (line.figures.untold, line.silent_days, line.gaps) == (600, (DAY,), ())


def test_the_silent_are_reminded_and_asked_what_they_gave(
    deadline: EntryDeadline, here: Facility
) -> None:
    received(here, 600)
    clerk = accounts.staff((Role.CLERK, here.path))
    choose_phone(facility=here, phone="0901234567", by=clerk, at=deadlines.AT)
    standing(deadline, here)
    told = {"deadline_id": deadline.pk, "facility_ids": [here.pk]}
    remind_facilities(**told, by=machine("test"), at=deadlines.AT)  # type: ignore[arg-type]
    assert Reminder.objects.get().missing == 0
    message = Message.objects.get()
    said = text_of(message.purpose, message.values)
    assert "cơ sở 79101 chưa báo đã tiêm bao nhiêu mũi" in said and "20/09/2021" in said
    assert len(said) <= 160


def test_who_had_nothing_is_not_reminded(deadline: EntryDeadline, here: Facility) -> None:
    standing(deadline, here)
    told = {"deadline_id": deadline.pk, "facility_ids": [here.pk]}
    assert remind_facilities(**told, by=machine("test"), at=deadlines.AT) == []  # type: ignore[arg-type]


def test_a_facility_that_a_board_leaves_out_is_found(
    deadline: EntryDeadline, here: Facility
) -> None:
    standing(deadline, here)
    assert list(disagreements_on_record()) == []
    Standing.objects.filter(facility=here).delete()
    (said,) = disagreements_on_record()
    assert "facility 79101 does not stand on the board" in said
