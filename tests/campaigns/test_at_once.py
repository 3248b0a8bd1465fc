"""Several clerks at one session, at the same moment."""

from dataclasses import replace
from functools import partial
from typing import Final

import pytest

from sotiem.campaigns.facts import CautionCode
from sotiem.campaigns.models import Appointment, Entry, EntryTask
from sotiem.campaigns.operations import (
    DoseIsInDoubt,
    SomebodyMovedThem,
    add_people,
    close_session,
    enter_dose,
    move_appointment,
)
from sotiem.campaigns.states import AppointmentSource, AppointmentState, PostponeReason
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from tests.concurrency import together
from tests.factories import certificates, patients
from tests.factories.campaigns import AT, called, clerk, said, session

pytestmark = pytest.mark.usefixtures("committed_db")
S = AppointmentState
ROUNDS: Final = 5


@pytest.fixture(autouse=True)
def _key(committed_db: None) -> None:
    certificates.signing_key()


def test_the_same_entry_at_once_is_one_dose() -> None:
    by = clerk()
    held, words = session(by=by), said()
    send = partial(enter_dose, session_id=held.pk, said=words, by=by, at=AT)
    assert together(send, send, send) == []
    assert (Entry.objects.count(), Dose.objects.count(), Patient.objects.count()) == (1, 1, 1)
    assert Appointment.objects.count() == 1


def test_the_same_waiting_entry_at_once_is_one_task() -> None:
    by = clerk()
    held, words = session(by=by), said(lot_number="KHONGCO", is_offline=True)
    send = partial(enter_dose, session_id=held.pk, said=words, by=by, at=AT)
    assert together(send, send, send) == []
    assert (Entry.objects.count(), EntryTask.objects.count()) == (1, 1)


def test_two_clerks_with_the_same_new_person_make_one_record_and_one_dose() -> None:
    by = clerk()
    held = session(by=by)
    refused = together(
        *(partial(enter_dose, session_id=held.pk, said=said(), by=by, at=AT) for _ in range(2))
    )
    assert [type(each) for each in refused] == [DoseIsInDoubt]
    assert (Patient.objects.count(), Dose.objects.count()) == (1, 1)


def test_two_clerks_with_one_slip_number_record_it_once() -> None:
    by = clerk()
    held = session(by=by)
    other = replace(patients.facts(), full_name="Phạm Văn Quý", cccd="", phone="0907654321")
    refused = together(
        *(
            partial(
                enter_dose,
                session_id=held.pk,
                said=said(person, slip_number="7"),
                by=by,
                at=AT,
            )
            for person in (patients.facts(), other)
        )
    )
    assert [type(each) for each in refused] == [DoseIsInDoubt]
    assert Entry.objects.filter(dose__isnull=False).count() == 1


def test_of_two_clerks_who_move_somebody_one_is_told() -> None:
    by = clerk()
    held = session(by=by)
    one = called(held, by=by)
    refused = together(
        *(
            partial(
                move_appointment,
                appointment_id=one.pk,
                to=to,
                seen=S.CALLED,
                because=PostponeReason.FEVER,
                note="Ba mươi chín độ",
                by=by,
                at=AT,
            )
            for to in (S.POSTPONED, S.REFUSED)
        )
    )
    assert [type(each) for each in refused] == [SomebodyMovedThem]


def test_two_clerks_who_add_people_give_every_place_once() -> None:
    by = clerk()
    held = session(by=by)
    add = partial(
        add_people,
        session_id=held.pk,
        people=[patients.facts()] * 5,
        source=AppointmentSource.SHEET,
        slot=None,
        by=by,
        at=AT,
    )
    assert together(add, add) == []
    places = Appointment.objects.order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, 11))


def test_a_day_closes_with_or_without_a_dose_but_never_in_between() -> None:
    by = clerk()
    held = session(by=by)
    together(
        partial(enter_dose, session_id=held.pk, said=said(), by=by, at=AT),
        partial(close_session, session_id=held.pk, reason="Ghi nhiều hơn một mũi", by=by, at=AT),
    )
    held.refresh_from_db()
    assert held.status == "closed"
    assert bool(held.shortfall_reason) == Dose.objects.exists()


@pytest.mark.parametrize("is_known", [True, False])
def test_the_second_of_two_clerks_is_told_of_the_dose_of_the_first(is_known: bool) -> None:
    by = clerk()
    held = session(by=by)
    for number in range(ROUNDS):
        person = patients.facts(
            full_name=f"Trần Văn {'ABCDG'[number]}ương",
            birth_date=f"195{number}-05-1{number}",
            sex="male",
            phone=f"09{number * 7_654_321:08}",
            cccd=f"07905{number}{number * 154_321:06}",
        )
        if is_known:
            patients.patient(person)
        entering = [
            partial(enter_dose, session_id=held.pk, said=said(person), by=by, at=AT)
            for _ in range(2)
        ]
        (refused,) = together(*entering)
        assert isinstance(refused, DoseIsInDoubt)
        assert CautionCode.DOSE_TODAY in {one.code for one in refused.looked.cautions}
        assert Patient.objects.count() == Dose.objects.count() == number + 1
        assert Entry.objects.count() == number + 1
