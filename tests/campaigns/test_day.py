"""The day's balance: it closes at zero or with a reason, and the head of the facility vouches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import (
    BalanceNeedsAReason,
    FiguresHaveChanged,
    LotDoesNotFit,
    MoveNotPossible,
    NotTheDayYet,
    ReasonIsNeeded,
    SessionCannotMove,
    SessionHasBegun,
    SlotIsFull,
    SomebodyMovedThem,
    TasksAreOpen,
    add_people,
    cancel_session,
    close_session,
    confirm_day,
    draw_up_for,
    enter_dose,
    figures_of,
    move_appointment,
    open_session,
    plan_session,
    put_back_from,
    reopen_session,
    solve_task,
    waste_in,
)
from sotiem.campaigns.queries import balance_of
from sotiem.campaigns.states import (
    AppointmentSource,
    AppointmentState,
    PostponeReason,
    SessionStatus,
)
from sotiem.certificates.models import Certificate, Confirmation
from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, certificates, confirmations, patients, reference
from tests.factories.campaigns import AT, DAY, called, clerk, head, key, plan, said, session

pytestmark = pytest.mark.django_db
S = AppointmentState


def test_the_balance_tells_what_is_missing_and_who_it_may_be() -> None:
    by = clerk()
    held = session(by=by, slips_from=1, slips_to=4)
    lot = reference.lot()
    draw_up_for(session_id=held.pk, lot=lot, doses=5, submission_key=key(), by=by, at=AT)
    put_back_from(session_id=held.pk, lot=lot, doses=1, submission_key=key(), by=by, at=AT)
    waste_in(
        session_id=held.pk, lot=lot, doses=1, reason="Vỡ lọ", submission_key=key(), by=by, at=AT
    )
    enter_dose(session_id=held.pk, said=said(slip_number="2"), by=by, at=AT)
    here = replace(patients.facts(), full_name="Phạm Văn Quý", cccd="")
    not_come = replace(here, full_name="Tạ Văn Vắng")
    one, _other = add_people(
        session_id=held.pk,
        people=[here, not_come],
        source=AppointmentSource.SHEET,
        slot=None,
        by=by,
        at=AT,
    )
    move_appointment(appointment_id=one.pk, to=S.CHECKED_IN, seen=S.CALLED, by=by, at=AT)
    balance = balance_of(held)
    assert (balance.drawn_up, balance.recorded, balance.wasted, balance.missing) == (4, 1, 1, 2)
    assert list(balance.slips_missing) == [1, 3, 4]
    assert [(each.name, each.why) for each in balance.likely] == [("Phạm Văn Quý", "checked_in")]
    assert [(each.name, each.why) for each in balance.likely] == [("Phạm Văn Quý", "checked_in")]


def test_a_day_that_does_not_add_up_closes_only_with_a_reason() -> None:
    by = clerk()
    held = session(by=by)
    draw_up_for(
        session_id=held.pk, lot=reference.lot(), doses=3, submission_key=key(), by=by, at=AT
    )
    with pytest.raises(BalanceNeedsAReason) as refused:
        close_session(session_id=held.pk, reason=" ", by=by, at=AT)
    assert refused.value.details == {"missing": 3}
    closed = close_session(session_id=held.pk, reason="Ba phiếu ướt mưa", by=by, at=AT)
    assert (closed.status, closed.shortfall_reason) == (SessionStatus.CLOSED, "Ba phiếu ướt mưa")


def test_a_day_does_not_close_over_waiting_entries() -> None:
    by = clerk()
    held = session(by=by)
    enter_dose(session_id=held.pk, said=said(lot_number="X", is_offline=True), by=by, at=AT)
    with pytest.raises(TasksAreOpen):
        close_session(session_id=held.pk, reason="Kệ", by=by, at=AT)


def test_the_head_confirms_what_stood_on_the_page() -> None:
    by, chief = clerk(), head()
    held = session(by=by)
    closed = close_session(session_id=held.pk, reason="", by=by, at=AT)
    with pytest.raises(FiguresHaveChanged):
        confirm_day(session_id=held.pk, seen="", by=chief, at=AT)
    digest = audit.digest_of(figures_of(closed))
    confirmation = confirm_day(session_id=held.pk, seen=digest, by=chief, at=AT)
    assert confirmation.digest == digest
    assert VaccinationSession.objects.get().status == SessionStatus.CONFIRMED
    with pytest.raises(SessionCannotMove):
        reopen_session(session_id=held.pk, by=by, at=AT)


def test_doses_of_the_day_that_wait_for_the_facilitys_signature_have_it_with_the_day() -> None:
    by, chief = clerk(), head()
    certificates.signing_key()
    confirmations.after_review()
    held = session(by=by)
    enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    closed = close_session(session_id=held.pk, reason="Chưa ghi xuất kho", by=by, at=AT)
    assert not Certificate.objects.exists()
    digest = audit.digest_of(figures_of(closed))
    confirm_day(session_id=closed.pk, seen=digest, by=chief, at=AT)
    assert Confirmation.objects.get().confirmed_by == str(chief)
    assert Certificate.objects.in_force().exists()


def test_nobody_confirms_a_day_over_a_dose_that_came_from_a_tablet_after_closing() -> None:
    by, chief = clerk(), head()
    closed = close_session(session_id=session(by=by).pk, reason="", by=by, at=AT)
    late = said(is_offline=True)
    task = enter_dose(session_id=closed.pk, said=late, by=by, at=AT).task
    assert task is not None
    digest = audit.digest_of(figures_of(closed))
    with pytest.raises(TasksAreOpen):
        confirm_day(session_id=closed.pk, seen=digest, by=chief, at=AT)
    reopen_session(session_id=closed.pk, by=chief, at=AT)
    assert solve_task(task_id=task.pk, said=late, by=by, at=AT).entry.dose is not None


def test_a_confirmation_is_written_once() -> None:
    by, chief = clerk(), head()
    closed = close_session(session_id=session(by=by).pk, reason="", by=by, at=AT)
    digest = audit.digest_of(figures_of(closed))
    confirm_day(session_id=closed.pk, seen=digest, by=chief, at=AT)
    with pytest.raises(IntegrityError, match="written once"), connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_dayconfirmation SET digest = ''")


def test_nobody_confirms_a_day_they_closed_themselves() -> None:
    path = reference.facility().path
    both = accounts.staff((Role.CLERK, path), (Role.HEAD, path))
    closed = close_session(session_id=session(by=both).pk, reason="", by=both, at=AT)
    digest = audit.digest_of(figures_of(closed))
    with pytest.raises(NotAllowed):
        confirm_day(session_id=closed.pk, seen=digest, by=both, at=AT)


def test_a_session_opens_on_its_day_and_not_before() -> None:
    by = clerk()
    made = plan_session(
        facility=reference.facility(), plan=plan(held_on=DAY + timedelta(days=1)), by=by, at=AT
    )
    with pytest.raises(NotTheDayYet):
        open_session(session_id=made.pk, by=by, at=AT)


def test_a_session_that_began_is_not_cancelled() -> None:
    by = clerk()
    held = session(by=by)
    with pytest.raises(ReasonIsNeeded):
        cancel_session(session_id=held.pk, reason="", by=by, at=AT)
    enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    with pytest.raises(SessionHasBegun):
        cancel_session(session_id=held.pk, reason="Bão", by=by, at=AT)


def test_a_plan_names_only_lots_that_may_be_given() -> None:
    lots = [reference.lot("PF0001", of="COMIRNATY")]
    with pytest.raises(LotDoesNotFit):
        plan_session(facility=reference.facility(), plan=plan(lots=lots), by=clerk(), at=AT)


def test_no_more_people_are_called_than_there_are_seats() -> None:
    by = clerk()
    held = session(by=by)
    slot = held.slots.get(starts_at="07:30")
    with pytest.raises(SlotIsFull) as refused:
        add_people(
            session_id=held.pk,
            people=[patients.facts()] * 21,
            source=AppointmentSource.SHEET,
            slot=slot,
            by=by,
            at=AT,
        )
    assert refused.value.details == {"time": "07:30", "free": 20}


def test_a_colleagues_move_is_not_overruled_unseen() -> None:
    by = clerk()
    held = session(by=by)
    one = called(held, by=by)
    move_appointment(
        appointment_id=one.pk,
        to=S.POSTPONED,
        seen=S.CALLED,
        because=PostponeReason.FEVER,
        by=by,
        at=AT,
    )
    with pytest.raises(SomebodyMovedThem):
        move_appointment(appointment_id=one.pk, to=S.CHECKED_IN, seen=S.CALLED, by=by, at=AT)
    with pytest.raises(MoveNotPossible):
        move_appointment(appointment_id=one.pk, to=S.OBSERVED, seen=S.POSTPONED, by=by, at=AT)


def test_who_goes_before_half_an_hour_left_early() -> None:
    by = clerk()
    held = session(by=by)
    enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    one = Appointment.objects.get()
    soon = AT + timedelta(minutes=12)
    left = move_appointment(appointment_id=one.pk, to=S.OBSERVED, seen=S.VACCINATED, by=by, at=soon)
    assert left.state == S.LEFT
