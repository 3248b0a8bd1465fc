"""A dose at a session: recorded once, refused while in doubt, never lost."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sotiem.accounts.facts import Role
from sotiem.campaigns.facts import CautionCode
from sotiem.campaigns.models import Appointment, Entry, EntryTask
from sotiem.campaigns.operations import (
    DoseIsInDoubt,
    close_session,
    drop_task,
    enter_dose,
    move_appointment,
    solve_task,
    take_up_task,
    withdraw_entry,
)
from sotiem.campaigns.states import (
    AppointmentState,
    EntryOutcome,
    PostponeReason,
    TaskStatus,
)
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.foundation.refusals import NotAllowed
from sotiem.patients.models import Patient
from tests.factories import accounts, certificates, doses, patients, reference
from tests.factories.campaigns import AT, called, clerk, said, session

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[DoseIsInDoubt]) -> set[CautionCode]:
    return {one.code for one in refused.value.looked.cautions}


def test_someone_new_is_registered_vaccinated_and_observed() -> None:
    by = clerk()
    held = session(by=by)
    entered = enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    assert entered.outcome == EntryOutcome.RECORDED
    dose = Dose.objects.select_related("current").get()
    assert dose.current.origin == f"session:{held.public_id}"
    assert (dose.current.lot_number, dose.current.administered_on) == ("FK0112", date(2021, 10, 12))
    one = Appointment.objects.get()
    assert one.state == AppointmentState.VACCINATED
    assert one.observed_until == AT + timedelta(minutes=30)


def test_the_same_entry_sent_twice_is_one_dose() -> None:
    by = clerk()
    held = session(by=by)
    words = said()
    first = enter_dose(session_id=held.pk, said=words, by=by, at=AT)
    again = enter_dose(session_id=held.pk, said=words, by=by, at=AT)
    assert (again.outcome, again.entry.pk) == (first.outcome, first.entry.pk)
    assert Dose.objects.count() == 1


def test_the_person_on_record_is_found() -> None:
    by = clerk()
    known = patients.patient()
    enter_dose(session_id=session(by=by).pk, said=said(), by=by, at=AT)
    assert Dose.objects.get().patient_id == known.pk
    assert Patient.objects.count() == 1


def test_a_person_is_looked_for_once_and_held_before_her_doses_are_read() -> None:
    by = clerk()
    patients.patient()
    held = session(by=by)
    with CaptureQueriesContext(connection) as asked:
        enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    steps = ("matching_patienttrait", "FOR UPDATE OF patients_patient", "JOIN doses_dose")
    found = [step for each in asked for step in steps if step in each["sql"]]
    assert found[:3] == list(steps)
    assert found.count(steps[0]) == 1


# Of the statements of a save, savepoints among them. May only fall. One asks whether a report waits
# for the very dose: then it is answered at once. Five are the facility's signature; there
# are keys, so a certificate is issued as well. Three read the entry back to its person. Who is not
# on record is looked for by ever more keys, three times.
STATEMENTS_FOR_SOMEONE_NEW: Final = 63
STATEMENTS_FOR_SOMEONE_KNOWN: Final = 57


@pytest.mark.parametrize(
    ("known", "statements", "held"),
    [(False, STATEMENTS_FOR_SOMEONE_NEW, 1), (True, STATEMENTS_FOR_SOMEONE_KNOWN, 2)],
    ids=["someone new", "someone on record"],
)
def test_a_save_costs_so_many_statements(known: bool, statements: int, held: int) -> None:
    """A person is held before her doses are read and before one is written, and no third time."""
    by = clerk()
    certificates.signing_key()
    other = patients.facts(full_name="Lê Văn Khác", cccd="", phone="0912345678")
    doses.dose(patients.patient(other))  # the first makes the facility's key
    if known:
        patients.patient()
    at_work = session(by=by)
    with CaptureQueriesContext(connection) as asked:
        enter_dose(session_id=at_work.pk, said=said(), by=by, at=AT)
    assert sum("FOR UPDATE OF patients_patient" in str(each["sql"]) for each in asked) == held
    assert len(asked) <= statements


def test_a_second_dose_of_the_day_is_refused() -> None:
    by = clerk()
    held = session(by=by)
    enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    assert CautionCode.DOSE_TODAY in codes(refused)


def test_a_short_interval_is_told_and_may_be_accepted() -> None:
    by = clerk()
    doses.dose(patients.patient(), day=date(2021, 10, 1))
    held = session(by=by)
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    (caution,) = refused.value.looked.unanswered(frozenset())
    assert (caution.code, caution.field) == (CautionCode.INTERVAL_TOO_SHORT, "given_at")
    assert caution.details["earliest"] == "2021-10-29"
    accepted = said(accepted=frozenset({CautionCode.INTERVAL_TOO_SHORT.value}))
    assert enter_dose(session_id=held.pk, said=accepted, by=by, at=AT).entry.dose is not None


def test_a_number_of_another_year_and_sex_is_told() -> None:
    by = clerk()
    person = replace(patients.facts(), birth_date="1990-01-01", sex="male")
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=session(by=by).pk, said=said(person), by=by, at=AT)
    assert codes(refused) >= {
        CautionCode.NUMBER_DISAGREES_BIRTH_YEAR,
        CautionCode.NUMBER_DISAGREES_SEX,
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lot_number": "KHONGCO"}, CautionCode.LOT_UNKNOWN),
        ({"given_at": AT - timedelta(days=1)}, CautionCode.OUTSIDE_SESSION_DAY),
        ({"given_at": AT + timedelta(hours=1)}, CautionCode.IN_THE_FUTURE),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], code: CautionCode) -> None:
    by = clerk()
    accepted = frozenset(each.value for each in CautionCode)
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(
            session_id=session(by=by).pk, said=said(accepted=accepted, **changes), by=by, at=AT
        )
    assert code in codes(refused)


def test_a_lot_of_another_product_is_refused() -> None:
    by = clerk()
    reference.lot("PF0001", of="COMIRNATY")
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=session(by=by).pk, said=said(lot_number="PF0001"), by=by, at=AT)
    assert CautionCode.LOT_OF_OTHER_PRODUCT in codes(refused)


def test_a_slip_number_counts_once() -> None:
    by = clerk()
    held = session(by=by)
    enter_dose(session_id=held.pk, said=said(slip_number="7"), by=by, at=AT)
    other = replace(patients.facts(), full_name="Phạm Văn Quý", cccd="", phone="0907654321")
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=held.pk, said=said(other, slip_number="7"), by=by, at=AT)
    assert CautionCode.SLIP_IS_TAKEN in codes(refused)


def test_doubt_about_an_offline_entry_becomes_a_task_and_is_solved() -> None:
    by = clerk()
    held = session(by=by)
    words = said(lot_number="KHONGCO", is_offline=True)
    entered = enter_dose(session_id=held.pk, said=words, by=by, at=AT)
    assert entered.outcome == EntryOutcome.WAITING
    assert entered.task is not None
    assert not Dose.objects.exists()
    again = enter_dose(session_id=held.pk, said=words, by=by, at=AT)
    assert again.outcome == EntryOutcome.WAITING
    mended = replace(words, lot_number="FK0112")
    solved = solve_task(task_id=entered.task.pk, said=mended, by=by, at=AT)
    assert solved.outcome == EntryOutcome.RECORDED
    assert Dose.objects.count() == 1
    assert enter_dose(session_id=held.pk, said=words, by=by, at=AT).outcome == "recorded"


def test_a_dropped_task_can_be_taken_up_again() -> None:
    by = clerk()
    held = session(by=by)
    words = said(lot_number="KHONGCO", is_offline=True)
    task = enter_dose(session_id=held.pk, said=words, by=by, at=AT).task
    assert task is not None
    drop_task(task_id=task.pk, reason="Nhập thử", by=by, at=AT)
    assert enter_dose(session_id=held.pk, said=words, by=by, at=AT).outcome == "dropped"
    take_up_task(task_id=task.pk, by=by, at=AT)
    assert EntryTask.objects.get().status == TaskStatus.OPEN


def test_an_entry_is_withdrawn_and_entered_anew() -> None:
    by = clerk()
    held = session(by=by)
    entry = enter_dose(session_id=held.pk, said=said(slip_number="7"), by=by, at=AT).entry
    withdraw_entry(entry_id=entry.pk, reason="Nhầm người", by=by, at=AT)
    assert Dose.objects.get().current.status == DoseStatus.ENTERED_IN_ERROR
    assert Appointment.objects.get().state == AppointmentState.CHECKED_IN
    enter_dose(session_id=held.pk, said=said(slip_number="7"), by=by, at=AT)
    assert Entry.objects.filter(withdrawn_at=None).count() == 1


def test_nothing_is_entered_after_the_session_is_closed() -> None:
    by = clerk()
    held = session(by=by)
    close_session(session_id=held.pk, reason="", by=by, at=AT)
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=held.pk, said=said(), by=by, at=AT)
    assert CautionCode.SESSION_IS_CLOSED in codes(refused)


def test_nobody_enters_doses_of_another_facility() -> None:
    held = session()
    reference.facility("79102", "Trạm khác")
    other = accounts.staff((Role.CLERK, reference.facility("79102").path))
    with pytest.raises(NotAllowed):
        enter_dose(session_id=held.pk, said=said(), by=other, at=AT)


def test_a_client_id_of_another_session_is_refused() -> None:
    by = clerk()
    words = said(client_id=uuid4())
    enter_dose(session_id=session(by=by).pk, said=words, by=by, at=AT)
    with pytest.raises(NotAllowed):
        enter_dose(session_id=session(by=by).pk, said=words, by=by, at=AT)


def test_a_dose_of_somebody_a_colleague_postponed_is_told_and_may_be_accepted() -> None:
    by = clerk()
    held = session(by=by)
    one = called(held, by=by)
    move_appointment(
        appointment_id=one.pk,
        to=AppointmentState.POSTPONED,
        seen=AppointmentState.CALLED,
        because=PostponeReason.FEVER,
        note="39 độ",
        by=by,
        at=AT,
    )
    words = said(appointment=one.public_id)
    with pytest.raises(DoseIsInDoubt) as refused:
        enter_dose(session_id=held.pk, said=words, by=by, at=AT)
    (caution,) = refused.value.looked.unanswered(frozenset())
    assert caution.code == CautionCode.WAS_SET_ASIDE
    assert caution.details == {"because": "fever", "note": "39 độ"}
    accepted = replace(words, accepted=frozenset({CautionCode.WAS_SET_ASIDE.value}))
    enter_dose(session_id=held.pk, said=accepted, by=by, at=AT)
    one.refresh_from_db()
    assert one.state == AppointmentState.VACCINATED
    assert (one.postponed_because, one.reason) == ("", "")
