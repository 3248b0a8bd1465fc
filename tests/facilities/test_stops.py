"""A facility that is stopped plans and invites nobody, and still enters what it gave."""

from datetime import date, datetime, time, timedelta

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import (
    Plan,
    add_people,
    amend_plan,
    close_session,
    enter_dose,
    open_session,
    plan_session,
    reopen_session,
)
from sotiem.campaigns.states import AppointmentSource
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility, Stop
from sotiem.facilities.operations import (
    FacilityIsClosed,
    FacilityIsSuspended,
    StopEndsBeforeItBegins,
    StopHasEnded,
    StopNeedsAReason,
    close_facility,
    lift_suspension,
    suspend_facility,
)
from sotiem.facilities.queries import stop_on
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.registrations import operations as registrations
from sotiem.registrations.models import Registration
from tests.factories import accounts, campaigns, reference
from tests.factories.announcements import announcement, approved, officer
from tests.factories.registrations import registration, somebody_else

pytestmark = pytest.mark.django_db
AT, DAY = campaigns.AT, campaigns.DAY
CITY = "vn/2025:01"
TOMORROW = DAY + timedelta(days=1)


def suspend(facility: Facility, *, from_on: date = TOMORROW, until_on: date | None = None) -> Stop:
    return suspend_facility(
        facility_id=facility.pk,
        from_on=from_on,
        until_on=until_on,
        reason="Tủ lạnh hỏng",
        by=officer(),
        at=AT,
    )


def planned(on: date, by: Staff) -> VaccinationSession:
    plan = campaigns.plan(held_on=on, lots=())
    return plan_session(facility=reference.facility(), plan=plan, by=by, at=AT)


def test_a_suspension_holds_from_its_first_day_to_its_last() -> None:
    facility = reference.facility()
    stop = suspend(facility, until_on=TOMORROW + timedelta(days=2))
    held = [stop_on(facility, DAY + timedelta(days=number)) for number in range(5)]
    assert held == [None, stop, stop, stop, None]


def test_no_day_of_a_suspension_is_planned_and_others_are() -> None:
    by = campaigns.clerk()
    suspend(reference.facility(), until_on=TOMORROW)
    with pytest.raises(FacilityIsSuspended):
        planned(TOMORROW, by)
    kept = planned(DAY, by)
    with pytest.raises(FacilityIsSuspended):
        amend_plan(session_id=kept.pk, plan=campaigns.plan(held_on=TOMORROW, lots=()), by=by, at=AT)
    planned(TOMORROW + timedelta(days=1), by)


def test_a_day_that_was_planned_is_not_opened_and_nobody_is_added() -> None:
    by = campaigns.clerk()
    session = planned(DAY, by)
    suspend(reference.facility(), from_on=DAY)
    with pytest.raises(FacilityIsSuspended):
        open_session(session_id=session.pk, by=by, at=AT)
    with pytest.raises(FacilityIsSuspended):
        add_people(
            session_id=session.pk,
            people=[],
            source=AppointmentSource.SHEET,
            slot=None,
            by=by,
            at=AT,
        )


@pytest.mark.parametrize("stop", ["suspended", "closed"])
def test_what_was_given_before_is_still_entered_and_corrected(stop: str) -> None:
    by = campaigns.clerk()
    session = campaigns.session(by=by)
    facility = reference.facility()
    if stop == "suspended":
        suspend(facility)
    else:
        close_facility(
            facility_id=facility.pk, from_on=TOMORROW, reason="Giải thể", by=officer(), at=AT
        )
    later = AT + timedelta(days=3)
    enter_dose(session_id=session.pk, said=campaigns.said(), by=by, at=later)
    assert DoseVersion.objects.filter(facility=facility).count() == 1
    close_session(session_id=session.pk, reason="Thiếu liều", by=by, at=later)
    reopened = reopen_session(session_id=session.pk, by=by, at=later)
    assert reopened.status == "open"
    past = planned(DAY - timedelta(days=1), by)  # slips of a day before are typed afterwards
    assert open_session(session_id=past.pk, by=by, at=later).status == "open"
    with pytest.raises((FacilityIsSuspended, FacilityIsClosed)):
        planned(TOMORROW + timedelta(days=5), by)


@pytest.fixture
def clerk() -> User:
    return accounts.user((Role.CLERK, reference.facility().path))


@pytest.fixture
def invited(clerk: User) -> Registration:
    """Somebody who has a seat on the second day."""
    at, by = AT, officer()
    one = registration(at=at, **somebody_else(1))
    registrations.approve_group(list_path=CITY, group=15, by=by, at=at)
    registrations.assign_group(
        list_path=CITY, group=15, most=9, facility=reference.facility(), by=by, at=at
    )
    session = planned_with_seats(staff_of(clerk, at=at))
    assert call(session, clerk, at) == 1
    return Registration.objects.get(pk=one.pk)


def planned_with_seats(by: Staff) -> VaccinationSession:
    plan = Plan(
        held_on=TOMORROW, vaccine=reference.vaccine(), lots=(), slots={time(9): 5}, members=()
    )
    return plan_session(facility=reference.facility(), plan=plan, by=by, at=AT)


def call(session: VaccinationSession, clerk: User, at: datetime) -> int:
    return registrations.call_people(
        session_id=session.pk, answer_hours=24, by=staff_of(clerk, at=at), user=clerk, at=at
    )


def test_who_was_invited_stands_in_the_line_again_and_is_told(
    clerk: User, invited: Registration
) -> None:
    line_at = invited.line_at
    suspend(reference.facility())
    assert registrations.call_next(at=AT + timedelta(minutes=5)) == 0
    invited.refresh_from_db()
    assert (invited.state, invited.line_at, invited.appointment) == ("assigned", line_at, None)
    assert Message.objects.filter(purpose="registration_cancelled").count() == 1
    registrations.call_next(at=AT + timedelta(minutes=10))
    assert Message.objects.filter(purpose="registration_cancelled").count() == 1
    session = VaccinationSession.objects.get()
    with pytest.raises(FacilityIsSuspended):
        call(session, clerk, AT)


def test_nobody_is_given_to_a_facility_that_is_suspended() -> None:
    suspend(reference.facility(), from_on=DAY)
    with pytest.raises(FacilityIsSuspended):
        registrations.assign_group(
            list_path=CITY, group=15, most=9, facility=reference.facility(), by=officer(), at=AT
        )


def test_a_suspension_that_is_lifted_holds_no_more_from_that_day() -> None:
    facility = reference.facility()
    stop = suspend(facility, from_on=DAY - timedelta(days=2))
    by = officer()
    for _ in range(2):
        lift_suspension(stop_id=stop.pk, reason="Đã sửa", by=by, at=AT)
    assert stop_on(facility, DAY) is None
    assert stop_on(facility, DAY - timedelta(days=1)) == stop
    with pytest.raises(StopHasEnded):
        lift_suspension(stop_id=stop.pk, reason="Đã sửa", by=officer(), at=AT)
    actions = AuditEntry.objects.filter(object_kind="facility", object_id=facility.pk)
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "facility.registered",
        "facility.suspended",
        "facility.suspension_lifted",
    ]


def test_a_facility_is_told_and_a_second_press_tells_nothing_new() -> None:
    facility = approved(announcement())
    by = officer()
    for _ in range(2):
        suspend_facility(
            facility_id=facility.pk, from_on=DAY, until_on=None, reason="Hỏng", by=by, at=AT
        )
    told = Message.objects.filter(purpose="facility_suspended")
    assert [message.values["code"] for message in told] == [facility.code]


def test_what_is_closed_stays_closed() -> None:
    facility = reference.facility()
    closed, again = (
        close_facility(facility_id=facility.pk, from_on=DAY, reason="Giải thể", by=officer(), at=AT)
        for _ in range(2)
    )
    assert closed == again
    with pytest.raises(FacilityIsClosed):
        suspend(facility)
    with pytest.raises(StopHasEnded):
        lift_suspension(stop_id=closed.pk, reason="Mở lại", by=officer(), at=AT)


def test_a_stop_has_a_reason_an_order_of_days_and_an_officer_of_the_province() -> None:
    facility = reference.facility()
    said = {"facility_id": facility.pk, "from_on": DAY, "at": AT}
    with pytest.raises(StopNeedsAReason):
        suspend_facility(**said, until_on=None, reason=" ", by=officer())  # type: ignore[arg-type]
    with pytest.raises(StopEndsBeforeItBegins):
        suspend(facility, until_on=DAY)
    for by in (officer("vn/2025:79"), accounts.staff((Role.HEAD, facility.path))):
        with pytest.raises(NotAllowed):
            suspend_facility(**said, until_on=None, reason="-", by=by)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            close_facility(**said, reason="-", by=by)  # type: ignore[arg-type]
    assert not Stop.objects.exists()
