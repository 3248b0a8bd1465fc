"""A clerk enters doses at a session: typed, sent by the script, sent later."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sotiem.campaigns.facts import CautionCode
from sotiem.campaigns.models import Entry, EntryTask, VaccinationSession
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.portals.session.caution_words import SENTENCES
from sotiem.portals.session.entry_form import EntryForm
from tests.factories import patients
from tests.factories.campaigns import session

PERSON = {
    "full_name": "Phạm Thị Quỳnh",
    "birth_date": "05061990",
    "sex": "female",
    "cccd": "079190004321",
    "phone": "0907654321",
}
KNOWN = {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "03/04/1987", "cccd": "079187001234"}


@pytest.fixture
def held(browser: Client) -> VaccinationSession:
    return session()


def typed(**changes: Any) -> dict[str, Any]:
    words = {**PERSON, "client_id": str(uuid4()), "lot_number": "FK0112", "given_at": "0915"}
    return {**words, **changes}


def address(held: VaccinationSession, name: str = "entry", *more: Any) -> str:
    return reverse(f"session:{name}", args=[held.facility.code, held.public_id, *more])


def send(browser: Client, held: VaccinationSession, *entries: dict[str, Any]) -> list[Any]:
    sent = json.dumps({"entries": entries})
    answer = browser.post(address(held, "send"), sent, content_type="application/json")
    assert answer.status_code == 200
    answers: list[Any] = answer.json()["answers"]
    return answers


def test_a_typed_dose_is_recorded_and_the_form_is_empty_again(
    browser: Client, held: VaccinationSession
) -> None:
    page = browser.post(address(held), typed(), follow=True)
    assert Dose.objects.get().current.lot_number == "FK0112"
    assert Patient.objects.get().current.birth_date == "1990-06-05"
    assert "Phạm Thị Quỳnh" in page.content.decode()
    assert page.context["form"].initial["lot_number"] == "FK0112"


def test_each_field_says_what_is_wrong(browser: Client, held: VaccinationSession) -> None:
    page = browser.post(
        address(held), typed(birth_date="31/02/1990", cccd="12", given_at="25:00", full_name="")
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"birth_date", "cccd", "given_at", "full_name"}
    assert not Dose.objects.exists()


def test_a_doubt_is_shown_with_who_it_may_be_and_may_be_accepted(
    browser: Client, held: VaccinationSession
) -> None:
    words = typed(sex="male")
    page = browser.post(address(held), words)
    assert page.status_code == 422
    assert "giới tính khác" in page.content.decode()
    browser.post(address(held), {**words, "accepted": ["number_disagrees_sex"]})
    assert Dose.objects.count() == 1


def test_what_is_left_for_later_becomes_a_task(browser: Client, held: VaccinationSession) -> None:
    browser.post(address(held), typed(lot_number="KHONGCO", wait="yes"))
    assert EntryTask.objects.count() == 1
    assert not Dose.objects.exists()


def test_who_is_seen_before_recording_is_told_in_the_trail(
    browser: Client, held: VaccinationSession
) -> None:
    known = patients.patient()
    answer = browser.post(address(held, "look"), typed(**KNOWN))
    assert "079187001234" not in answer.json()["html"]
    assert "Nguyễn" in answer.json()["html"]
    assert AuditEntry.objects.filter(action="patient.viewed", patient_id=known.pk).count() == 1
    assert not Dose.objects.exists()


def test_a_batch_is_answered_one_by_one_and_sent_again_changes_nothing(
    browser: Client, held: VaccinationSession
) -> None:
    good = typed(offline=True)
    doubtful = typed(**KNOWN, lot_number="KHONGCO", offline=True)
    unreadable = typed(birth_date="khong nho", offline=True)
    first = send(browser, held, good, doubtful, unreadable)
    assert [one["outcome"] for one in first] == ["recorded", "waiting", "refused"]
    assert "birth_date" in first[2]["errors"]
    again = send(browser, held, good, doubtful, unreadable)
    assert [(one["client_id"], one["outcome"]) for one in again] == [
        (one["client_id"], one["outcome"]) for one in first
    ]
    assert (Dose.objects.count(), Entry.objects.count(), EntryTask.objects.count()) == (1, 2, 1)


def test_in_doubt_at_the_desk_nothing_waits(browser: Client, held: VaccinationSession) -> None:
    (answer,) = send(browser, held, typed(lot_number="KHONGCO"))
    assert answer["outcome"] == "doubt"
    assert "Không có lô này" in answer["html"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", '{"entries": 1}', '{"entries": [3]}'])
def test_what_is_no_batch_is_refused(browser: Client, held: VaccinationSession, body: str) -> None:
    answer = browser.post(address(held, "send"), body, content_type="application/json")
    assert answer.status_code == 400


def test_an_entry_is_withdrawn_with_a_reason(browser: Client, held: VaccinationSession) -> None:
    words = typed()
    browser.post(address(held), words)
    undo = address(held, "withdraw", words["client_id"])
    assert browser.post(undo, {"reason": ""}).status_code == 422
    browser.post(undo, {"reason": "Nhầm người"})
    assert Entry.objects.get().withdrawn_at is not None


def test_what_is_kept_for_times_without_a_network_names_nobody(
    browser: Client, held: VaccinationSession
) -> None:
    browser.post(address(held), typed())
    shell = browser.get(address(held, "shell")).content.decode()
    assert "Phạm Thị Quỳnh" not in shell
    assert "079190004321" not in shell
    worker = browser.get(address(held, "worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert address(held, "shell") in worker.content.decode()


def test_each_clerk_has_a_key_of_her_own_that_stays(
    browser: Client, held: VaccinationSession
) -> None:
    first = browser.get(address(held, "key")).json()
    assert first["half"] == browser.get(address(held, "key")).json()["half"]
    assert len(first["half"]) == 64
    assert first["owner"] not in first["half"]


@pytest.mark.parametrize("name", ["entry", "shell", "worker", "key", "grid", "tasks"])
def test_a_clerk_of_another_facility_finds_nothing(
    stranger: Client, held: VaccinationSession, name: str
) -> None:
    assert stranger.get(address(held, name)).status_code == 404


def test_only_the_entry_page_may_compile_the_reader_of_the_camera(
    browser: Client, held: VaccinationSession
) -> None:
    assert "wasm-unsafe-eval" in browser.get(address(held))["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in browser.get(address(held, "grid"))["Content-Security-Policy"]


def test_every_caution_says_what_to_do() -> None:
    assert set(SENTENCES) == set(CautionCode)


def test_a_personal_number_is_sent_to_its_own_field(held: VaccinationSession) -> None:
    form = EntryForm(typed(cmnd="079190004321"), of=held)
    assert "cmnd" in form.errors
