"""What she was told, and how else she wants to be told."""

from typing import Final

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.messages.models import Message, PushDevice, Wish
from sotiem.messages.operations import deliver_due, deliver_message, send_message
from sotiem.patients.models import Patient
from tests.factories import corrections, doses
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db

PAGE: Final = "/so-tiem/tin-da-gui/"
DEVICE: Final = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/x",
    "key": "B" * 87,
    "secret": "s" * 22,
}


def test_she_reads_what_her_phone_was_told_and_no_code(
    sign_in: SignIn, patient: Patient, settings: object
) -> None:
    settings.QUIET_NIGHTS = False  # type: ignore[attr-defined]
    report = corrections.about(doses.dose(patient), at=timezone.now())
    Message.objects.update(phone=PHONE)
    code = send_message(
        phone=PHONE, purpose="one_time_code", values={"code": "123456"}, at=timezone.now()
    )
    deliver_message(message_id=code.pk, at=timezone.now())
    client = sign_in(patient)
    assert "Chờ gửi" in client.get(PAGE).text
    deliver_due(at=timezone.now())
    shown = client.get(PAGE).text
    assert f"So Tiem: da nhan phan anh {report.tracking_code}" in shown
    assert "123456" not in shown
    assert PHONE not in shown


def test_another_phones_messages_are_not_shown(sign_in: SignIn, patient: Patient) -> None:
    corrections.about(doses.dose(patient))
    Message.objects.update(phone="0907654321")
    assert "Chưa có tin nào" in sign_in(patient).get(PAGE).text


def test_a_browser_is_remembered_and_forgotten(sign_in: SignIn, patient: Patient) -> None:
    client = sign_in(patient)
    assert client.post(f"{PAGE}trinh-duyet/", DEVICE).status_code == 302
    assert PushDevice.objects.get().phone == PHONE
    assert "Số trình duyệt đang nhận: 1." in client.get(PAGE).text
    client.post(f"{PAGE}trinh-duyet/ngung/")
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"endpoint": "https://127.0.0.1/x"}, {"endpoint": ""}, {"key": "x"}, {"secret": "<b>"}],
)
def test_what_no_browser_says_is_refused(
    sign_in: SignIn, patient: Patient, change: dict[str, str]
) -> None:
    answer = sign_in(patient).post(f"{PAGE}trinh-duyet/", {**DEVICE, **change})
    assert answer.status_code == 422
    assert not PushDevice.objects.exists()


def test_mail_comes_after_its_reader_agreed(sign_in: SignIn, patient: Patient) -> None:
    client = sign_in(patient)
    assert client.post(f"{PAGE}e-mail/", {"email": "an@"}).status_code == 422
    client.post(f"{PAGE}e-mail/", {"email": "an@example.com"})
    assert "Hãy mở thư vừa gửi đến an@example.com" in client.get(PAGE).text
    address = Message.objects.latest("pk").values["address"]
    path = address[address.index("/so-tiem/") :]
    reader = Client()
    assert "Đồng ý nhận tin" in reader.get(path).text
    assert Wish.objects.get().email_confirmed_at is None  # looking is not agreeing
    assert reader.post(path).status_code == 200
    assert "Đang gửi đến an@example.com." in client.get(PAGE).text
    assert reader.post(f"{path}x").status_code == 422


def test_the_page_is_also_in_english(sign_in: SignIn, patient: Patient) -> None:
    client = sign_in(patient)
    client.cookies["django_language"] = "en"
    assert "Get them in this browser" in client.get(PAGE).text


def test_the_key_and_the_worker_are_given_to_the_script(sign_in: SignIn, patient: Patient) -> None:
    shown = sign_in(patient).get(PAGE).text
    assert 'data-worker="/so-tiem/sw.js" data-scope="/so-tiem/"' in shown
    assert "<script>" not in shown
