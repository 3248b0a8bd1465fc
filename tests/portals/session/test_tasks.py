"""Entries that wait are answered: this person, someone new, mended, or dropped."""

import pytest
from django.test import Client
from django.urls import reverse

from sotiem.campaigns.models import Entry, EntryTask, VaccinationSession
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from tests.factories import patients
from tests.factories.campaigns import session
from tests.portals.session.test_entry import KNOWN, address, send, typed


@pytest.fixture
def held(browser: Client) -> VaccinationSession:
    return session()


def waiting(browser: Client, held: VaccinationSession, **changes: str) -> EntryTask:
    send(browser, held, typed(offline=True, **changes))
    return EntryTask.objects.get()


def test_what_waits_stands_in_both_lists_with_its_reason(
    browser: Client, held: VaccinationSession
) -> None:
    waiting(browser, held, lot_number="KHONGCO")
    here = browser.get(address(held, "tasks")).content.decode()
    everywhere = browser.get(reverse("session:tasks_here", args=[held.facility.code]))
    assert "Không có lô này" in here
    assert "Phạm Thị Quỳnh" in everywhere.content.decode()


def test_mended_it_is_recorded(browser: Client, held: VaccinationSession) -> None:
    task = waiting(browser, held, lot_number="KHONGCO")
    page = browser.get(address(held, "task", task.public_id))
    assert page.context["form"].initial["birth_date"] == "05/06/1990"
    assert "staff:" not in page.content.decode()
    browser.post(address(held, "solve", task.public_id), typed())
    assert Dose.objects.count() == 1
    assert EntryTask.objects.get().status == "solved"
    assert browser.get(address(held, "task", task.public_id)).status_code == 200


def test_one_of_several_people_is_chosen(browser: Client, held: VaccinationSession) -> None:
    known = patients.patient(patients.facts(cccd="", phone=""))
    patients.patient(patients.facts(cccd="", phone="0909999999"))
    words = {**KNOWN, "cccd": "", "phone": "", "sex": "female"}
    task = waiting(browser, held, **words)
    page = browser.get(address(held, "task", task.public_id)).content.decode()
    assert str(known.public_id) in page
    answer = address(held, "solve", task.public_id)
    assert browser.post(answer, typed(**words)).status_code == 422
    browser.post(answer, typed(**words, patient=str(known.public_id)))
    assert Dose.objects.get().patient_id == known.pk
    assert Patient.objects.count() == 2


def test_dropped_with_a_reason_and_taken_up_again(
    browser: Client, held: VaccinationSession
) -> None:
    task = waiting(browser, held, lot_number="KHONGCO")
    drop = address(held, "drop", task.public_id)
    assert browser.post(drop, {"reason": ""}).status_code == 422
    browser.post(drop, {"reason": "Nhập hai lần"})
    assert EntryTask.objects.get().status == "dropped"
    browser.post(address(held, "take_up", task.public_id))
    assert EntryTask.objects.get().status == "open"
    assert Entry.objects.count() == 1


def test_a_task_of_another_facility_is_not_found(
    browser: Client, stranger: Client, held: VaccinationSession
) -> None:
    task = waiting(browser, held, lot_number="KHONGCO")
    assert stranger.get(address(held, "task", task.public_id)).status_code == 404
