"""Whose record is open: the ward's while the right holds, and not a minute longer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sotiem.corrections.models import CorrectionReport
from sotiem.foundation.models import AuditEntry
from sotiem.guardians.models import Guardianship
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.registrations.models import Registration
from sotiem.registrations.states import RegistrationState
from tests.factories import (
    accounts,
    certificates,
    corrections,
    doses,
    guardians,
    patients,
    registrations,
)
from tests.factories.guardians import CHILD_NAME
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db
FAMILY, BOOK, TRAIL = "/so-tiem/gia-dinh/", "/so-tiem/ho-so/", "/so-tiem/nhat-ky/"
ADD = "/so-tiem/gia-dinh/them/"
CHILD = {
    "full_name": CHILD_NAME,
    "birth_date": "06/05/2009",
    "relation": "parent",
    "ward_agreed": "on",
}
LAST_DAY = datetime(2027, 5, 5, 16, 30, tzinfo=UTC)  # half past eleven in the evening
NEXT_DAY = LAST_DAY + timedelta(hours=1)


@dataclass
class Clock:
    """What pages read as the present moment."""

    now: datetime


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(guardians.AT)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def right(db: None) -> Guardianship:
    return guardians.family()[2]


def opened(client: Client, right: Guardianship) -> Client:
    """The browser after the guardian opened her ward's record."""
    answer = client.post(f"{FAMILY}{right.public_id}/mo/")
    assert answer["Location"] == BOOK
    return client


def test_a_parent_adds_a_child_opens_its_book_and_goes_back(sign_in: SignIn) -> None:
    mother, ward = guardians.parent(), guardians.child()
    doses.dose(ward, vaccine="COMIRNATY", lot_number="PF0707")
    browser = sign_in(mother)
    assert "Bạn chưa giữ hồ sơ của ai" in browser.get(FAMILY).text
    assert browser.post(ADD, CHILD).status_code == 302
    family = browser.get(FAMILY).text
    assert CHILD_NAME in family
    assert "06/05/2027" in family
    opened(browser, Guardianship.objects.get())
    book = browser.get(BOOK).text
    assert f"Đang mở hồ sơ của {CHILD_NAME}" in book
    assert "PF0707" in book
    browser.post("/so-tiem/gia-dinh/cua-toi/")
    own = browser.get(BOOK).text
    assert "Đang mở hồ sơ" not in own
    assert "PF0707" not in own


def test_a_child_with_another_phone_is_answered_as_nobody(sign_in: SignIn) -> None:
    browser = sign_in(guardians.parent())
    nobody = browser.post(ADD, CHILD)
    guardians.child(phone="0909999999")
    other = browser.post(ADD, CHILD)
    assert (nobody.status_code, other.status_code) == (422, 422)
    for answer in (nobody, other):
        assert "Chưa thêm được" in answer.text


def test_the_ward_sees_who_opened_the_record(sign_in: SignIn, right: Guardianship) -> None:
    opened(sign_in(right.guardian), right)
    trail = sign_in(right.ward, "0911222333").get(TRAIL).text
    assert "Người giám hộ mở hồ sơ" in trail
    assert "Người giám hộ Nguyễn Thị Bảo Lộc" in trail
    own = sign_in(right.guardian).get(TRAIL).text
    assert "Người giám hộ mở hồ sơ" in own


def report(browser: Client) -> int:
    """Send that a dose is missing; gives the answer's status."""
    form = {
        "vaccine": "COMIRNATY", "administered_on": "12/08/2021", "lot_number": "PF0101",
        "place": "Trạm Y tế Bình Minh", "story": "", "submission_key": str(uuid4()),
    }  # fmt: skip
    photo = SimpleUploadedFile("phieu.jpg", corrections.photo())
    return browser.post("/so-tiem/bao-thieu/", {**form, "photos": photo}).status_code


def test_everything_goes_for_the_ward_until_the_day_and_nothing_afterwards(
    sign_in: SignIn, clock: Clock
) -> None:
    mother, ward = guardians.parent(), guardians.child()
    certificates.signing_key()
    doses.dose(ward, vaccine="COMIRNATY")
    certificates.refresh([ward.pk])
    paper = certificates.in_force(ward.pk).public_id
    asked = registrations.registration(sent_from="0909999999", full_name=CHILD_NAME)
    Registration.objects.filter(pk=asked.pk).update(patient=ward)
    right = guardians.claimed(accounts.citizen_of(mother))
    clock.now = LAST_DAY
    browser = opened(sign_in(mother), right)
    pages = [
        BOOK, TRAIL, f"/dang-ky/cua-toi/{asked.code}/", "/so-tiem/vi-sao/",
        f"/so-tiem/giay-chung-nhan/{paper}/man-hinh/", f"/so-tiem/giay-chung-nhan/{paper}.svg",
    ]  # fmt: skip
    assert [browser.get(page).status_code for page in pages] == [200] * len(pages)
    assert f"Đăng ký {asked.code}" in browser.get(BOOK).text
    withdraw = f"/dang-ky/cua-toi/{asked.code}/rut/"

    clock.now = NEXT_DAY
    sign_in(mother)  # half an hour would be over anyway: as if she had just proved her phone
    session = browser.session
    session["citizen"] = {**session["citizen"], "ward": str(right.public_id)}
    session.save()
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(FAMILY)
        session = browser.session
        session["citizen"] = {**session["citizen"], "ward": str(right.public_id)}
        session.save()
    browser.post(withdraw, {"reason": "moved"})
    assert Registration.objects.get(pk=asked.pk).state == RegistrationState.RECEIVED
    told = browser.get(f"{FAMILY}?het={right.public_id}").text
    assert "Bạn không còn giữ hồ sơ của Trần Gia Hân" in told
    assert "ghi số điện thoại riêng" in told
    assert browser.post(f"{FAMILY}{right.public_id}/mo/").status_code == 403


def test_a_report_for_the_ward_is_about_the_ward(sign_in: SignIn, right: Guardianship) -> None:
    browser = opened(sign_in(right.guardian), right)
    assert report(browser) == 302
    sent = CorrectionReport.objects.get()
    assert (sent.patient_id, sent.reporter_phone) == (right.ward_id, PHONE)
    entry = AuditEntry.objects.get(action="correction_report.submitted")
    assert (entry.actor_label, entry.actor_key) == (
        "Người giám hộ",
        str(right.guardian.public_id),
    )


def test_a_report_after_the_right_ended_is_not_put_on_the_guardian_s_own_record(
    sign_in: SignIn, right: Guardianship, clock: Clock
) -> None:
    clock.now = LAST_DAY
    browser = opened(sign_in(right.guardian), right)
    session = browser.session
    session["citizen"] = {
        **session["citizen"],
        "until": (NEXT_DAY + timedelta(minutes=5)).isoformat(),
    }
    session.save()
    clock.now = NEXT_DAY
    assert report(browser) == 302
    assert not CorrectionReport.objects.exists()


def test_a_form_opened_for_one_record_is_not_sent_for_another(
    sign_in: SignIn, right: Guardianship
) -> None:
    browser = opened(sign_in(right.guardian), right)
    form = browser.get("/so-tiem/bao-thieu/").text
    assert f'name="whose" value="{right.ward.public_id}"' in form
    browser.post("/so-tiem/gia-dinh/cua-toi/")  # in another window
    answer = browser.post("/so-tiem/bao-thieu/", {"whose": str(right.ward.public_id)})
    assert answer["Location"] == f"{FAMILY}?khac=1"
    assert not CorrectionReport.objects.exists()


def test_the_ward_ends_the_right_and_is_told_what_that_means(
    sign_in: SignIn, right: Guardianship
) -> None:
    browser = sign_in(right.ward)  # by the same phone, which stands in her record
    page = browser.get(f"{FAMILY}{right.public_id}/cham-dut/").text
    assert "số đó không mở được hồ sơ nữa" in page
    for _ in range(2):  # a double click is harmless
        assert browser.post(f"{FAMILY}{right.public_id}/cham-dut/").status_code == 302
    right.refresh_from_db()
    assert right.ended_because == "ward"
    assert Message.objects.filter(purpose="guardian_ended").count() == 1


def test_of_a_stranger_s_right_it_is_as_if_there_were_none(
    sign_in: SignIn, right: Guardianship
) -> None:
    stranger = patients.patient(
        patients.facts(full_name="Lê Thị Mận", phone="0913000111", cccd="079150002222")
    )
    browser = sign_in(stranger, "0913000111")
    assert browser.get(f"{FAMILY}{right.public_id}/cham-dut/").status_code == 404
    assert browser.post(f"{FAMILY}{right.public_id}/cham-dut/").status_code == 404
    assert browser.post(f"{FAMILY}{right.public_id}/mo/").status_code == 403


def signed_in_as(ward: Patient, client: Client) -> str:
    """Where somebody comes who looks the ward up by the phone of the family."""
    client.post(
        "/so-tiem/",
        {
            "full_name": ward.current.full_name,
            "birth_date": "06/05/2009",
            "by": "phone",
            "number": PHONE,
        },
    )
    sent = Message.objects.filter(purpose="one_time_code").latest("pk")
    client.post("/so-tiem/ma-xac-thuc/", {"code": sent.values["code"]})
    return str(client.get(BOOK).headers.get("Location", ""))


def test_the_family_s_phone_opens_the_record_of_a_grown_child_no_longer(
    client: Client, right: Guardianship, clock: Clock
) -> None:
    clock.now = LAST_DAY
    assert signed_in_as(right.ward, client) == ""
    clock.now = NEXT_DAY
    grown = Client()
    assert signed_in_as(right.ward, grown) == "/so-tiem/chua-co-ho-so/"
    assert "để ghi số điện thoại riêng" in grown.get("/so-tiem/chua-co-ho-so/").text


def test_the_code_alone_has_name_birth_date_and_no_number(sign_in: SignIn) -> None:
    paper = certificates.certified()
    page = sign_in(paper.patient).get(f"/so-tiem/giay-chung-nhan/{paper.public_id}/man-hinh/").text
    assert "Nguyễn Thị Bảo Lộc" in page
    assert "03/04/1987" in page
    assert "<svg" in page
    assert "data-awake" in page
    assert "079187001234" not in page
    other = patients.patient(patients.facts(full_name="Lê Thị Mận", cccd="079150002222"))
    client = sign_in(other)
    assert client.get(f"/so-tiem/giay-chung-nhan/{paper.public_id}/man-hinh/").status_code == 404
