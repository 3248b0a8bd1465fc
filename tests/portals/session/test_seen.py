"""Who saw the people of a session is told: once in a while, and to each of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import add_people, enter_dose
from sotiem.campaigns.states import AppointmentSource
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.portals.citizen.words import action_in_words
from tests.factories import accounts, campaigns, patients, reference
from tests.portals.session.conftest import browser_of

SEEN = "session.people_viewed"
NAMES = ("Trần Văn Sáu", "Lê Thị Bảy", "Ngô Văn Tám")


@pytest.fixture
def held(browser: Client) -> VaccinationSession:
    return campaigns.session()


@pytest.fixture
def listed(held: VaccinationSession) -> list[Appointment]:
    """Three people, of whom the last has a record."""
    people = [patients.facts(full_name=name, cccd="", phone="") for name in NAMES]
    added = add_people(
        session_id=held.pk,
        people=people,
        source=AppointmentSource.SHEET,
        slot=None,
        by=campaigns.clerk(),
        at=campaigns.AT,
    )
    gets_a_record(added[2])
    return added


def gets_a_record(one: Appointment) -> None:
    one.patient = patients.patient()
    one.save(update_fields=["patient"])


def of(held: VaccinationSession, name: str = "board") -> str:
    return reverse(f"session:{name}", args=[held.facility.code, held.public_id])


def seen_people() -> list[list[str]]:
    """Whom each note of the session tells."""
    notes = AuditEntry.objects.filter(action=SEEN, patient_id=None).order_by("pk")
    return [note.details["people"] for note in notes]


def test_a_board_is_told_in_the_trail_of_its_session_and_of_each_record(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    browser.get(of(held))
    assert seen_people() == [["1", "2", "3"]]
    (note,) = AuditEntry.objects.filter(action=SEEN).exclude(patient_id=None)
    assert note.patient_id == Patient.objects.get().pk
    assert (note.object_kind, note.object_id) == ("vaccinationsession", held.pk)
    assert action_in_words(SEEN) == "Xem danh sách buổi tiêm có tên bạn"


def test_a_refresh_writes_nothing_and_asks_little(
    browser: Client,
    held: VaccinationSession,
    listed: list[Appointment],
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(22):  # one for the notes, more for the browser's own memory
        browser.get(of(held))
    with django_assert_num_queries(18):
        browser.get(of(held))
    browser.get(of(held, "balance"))
    assert len(seen_people()) == 1


def test_who_is_new_on_the_board_is_told_alone(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    browser.get(f"{of(held)}?tim=bay")
    browser.get(of(held))
    assert seen_people() == [["2"], ["1", "3"]]


def test_who_got_a_record_since_is_told_in_it(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    browser.get(of(held))
    gets_a_record(listed[0])
    browser.get(of(held))
    assert AuditEntry.objects.filter(action=SEEN, patient_id=listed[0].patient_id).count() == 1


def test_a_quarter_of_an_hour_later_it_is_another_reading(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    browser.get(of(held))
    store = browser.session
    begun, known = store["people_seen"][str(held)]
    store["people_seen"] = {str(held): [begun - timedelta(minutes=16).total_seconds(), known]}
    store.save()
    browser.get(of(held))
    assert len(seen_people()) == 2


def test_each_clerk_leaves_a_trace_of_her_own(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    head = browser_of(accounts.user((Role.HEAD, reference.facility().path)))
    for each in (browser, head):
        each.get(of(held))
    assert AuditEntry.objects.filter(action=SEEN).values("actor_key").distinct().count() == 2


def test_the_names_of_a_balance_are_told(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    Appointment.objects.filter(position__gte=2).update(state="checked_in")
    task = waiting(held)
    browser.get(of(held, "balance"))
    assert seen_people() == [[task, "2", "3"]]


def test_the_people_of_what_waits_are_told(browser: Client, held: VaccinationSession) -> None:
    task = waiting(held)
    browser.get(reverse("session:tasks_here", args=[held.facility.code]))
    browser.get(of(held, "tasks"))
    assert seen_people() == [[task]]


def test_whom_the_form_of_a_dose_is_filled_for_is_told(
    browser: Client, held: VaccinationSession, listed: list[Appointment]
) -> None:
    browser.get(f"{of(held, 'entry')}?nguoi={listed[1].public_id}")
    assert seen_people() == [["2"]]


def waiting(held: VaccinationSession) -> str:
    said = campaigns.said(lot_number="KHONGCO", is_offline=True)
    enter_dose(session_id=held.pk, said=said, by=campaigns.clerk(), at=campaigns.AT)
    return str(said.client_id)
