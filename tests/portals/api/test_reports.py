"""A partner's program sends what people told it, and asks how far that is."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import AccessKey
from sotiem.corrections.channels import ChannelKind
from sotiem.corrections.facts import RefusalReason
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    close_channel,
    open_channel,
    plan_channel,
    refuse_report,
    tie_key,
)
from sotiem.corrections.operations.limit import REPORTS_PER_PHONE
from sotiem.corrections.rules import claims_of
from sotiem.foundation.models import AuditEntry
from sotiem.slips.operations import read_photo
from tests.factories import accounts, corrections, keys, reference
from tests.portals.api.calls import ask, refusal, told
from tests.portals.api.contract import fits

pytestmark = pytest.mark.django_db
SAID = {"phone": "0901234567", "full_name": "Lê Văn Chưa Có", "birth_date": "06/05/1990"}


def runner() -> Any:
    return accounts.staff((Role.ADMINISTRATOR, "vn"))


@pytest.fixture
def token(at: datetime) -> str:
    """The key of a partner's channel."""
    plan_channel(
        code="zalo",
        kind=ChannelKind.PARTNER,
        name_vi="Đối tác",
        name_en="Partner",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction("vn"),
        by=runner(),
        at=at,
    )
    open_channel(code="zalo", opens_at=at, by=runner(), at=at)
    token = keys.token_of(accounts.user((Role.OFFICER, "vn")), at=at)
    tie_key(code="zalo", key_id=AccessKey.objects.latest("pk").pk, by=runner(), at=at)
    return token


def send(token: str, *, key: str = "lan-1", photos: int = 0, **said: str) -> Any:
    photo = corrections.photo()
    files = [SimpleUploadedFile("p.jpg", photo, "image/jpeg") for _ in range(photos)]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    body = {**SAID, **said, **({"photo": files} if photos else {})}
    return fits(Client().post("/api/v1/reports", body, headers=headers), "post", "/api/v1/reports")


def test_a_report_is_kept_with_its_photos_and_can_be_asked_about(token: str) -> None:
    facility, vaccine = reference.facility(), reference.vaccine()
    answer = send(
        token,
        photos=2,
        reference="Z-1",
        kind="dose_missing",
        vaccine=vaccine.code,
        given_on="2021-09-20",
        lot="fk0112",
        facility=facility.code,
    )
    assert answer.status_code == 201
    report = CorrectionReport.objects.get()
    assert (report.channel.code, report.source_id, report.path) == ("zalo", "Z-1", facility.path)
    dose = claims_of(report.claims).dose
    assert (dose.vaccine_id, dose.lot_number) == (vaccine.pk, "FK0112")
    assert (report.evidence.count(), report.claims["kind_said"]) == (2, "dose_missing")
    shown = told(ask(token, answer["Location"]))
    assert (shown["code"], shown["status"]) == (report.tracking_code, "submitted")
    assert "Chưa Có" not in json.dumps(shown, ensure_ascii=False)


def test_a_decision_is_told_with_its_reason(token: str, at: datetime) -> None:
    code, officer = told(send(token))["code"], corrections.officer()
    report = corrections.taken_up(CorrectionReport.objects.get(), officer)
    later = at + timedelta(hours=1)
    refuse_report(
        report_id=report.pk, reason=RefusalReason.SLIP_BLURRED, note="Mờ.", by=officer, at=later
    )
    shown = told(ask(token, f"/api/v1/reports/{code}"))
    assert (shown["status"], shown["reason"]) == ("refused", "slip_blurred")


def test_the_same_request_is_one_report(token: str) -> None:
    first, again = send(token), send(token)
    assert told(first)["code"] == told(again)["code"]
    assert refusal(send(token, full_name="Trần Thị Khác")) == (422, "idempotency_key_was_used")
    assert CorrectionReport.objects.count() == 1


def test_a_reference_comes_once(token: str) -> None:
    send(token, reference="Z-1")
    assert refusal(send(token, key="lan-2", reference="Z-1")) == (409, "source_came_before")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", ""),
        ("full_name", " "),
        ("birth_date", "hôm qua"),
        ("vaccine", "thuốc lạ"),
        ("given_on", "2990-01-01"),
        ("facility", "không có"),
        ("kind", "khác"),
    ],
)
def test_what_cannot_be_read_is_named(token: str, field: str, text: str) -> None:
    answer = send(token, photos=0, **{field: text})
    assert refusal(answer) == (422, "field_is_not_understood")
    assert field in told(answer)["detail"]


def test_an_error_is_a_problem_of_rfc_9457(token: str) -> None:
    answer = send(token, phone="")
    assert answer["Content-Type"] == "application/problem+json"
    body = told(answer)
    assert (body["status"], body["type"]) == (422, "/api/#field_is_not_understood")
    assert body["instance"] == f"urn:uuid:{answer['X-Request-Id']}"


def test_a_report_needs_a_key_of_its_own(token: str) -> None:
    assert refusal(send(token, key="")) == (400, "idempotency_key_is_needed")


def test_more_photos_than_a_report_takes_are_refused(token: str) -> None:
    assert refusal(send(token, photos=4)) == (422, "too_many_photos")


def test_a_closed_channel_takes_nothing_and_still_tells(token: str, at: datetime) -> None:
    code = told(send(token))["code"]
    close_channel(code="zalo", successor_code="quoc-gia", by=runner(), at=at)
    assert refusal(send(token, key="lan-2")) == (409, "channel_is_closed")
    assert told(ask(token, f"/api/v1/reports/{code}"))["code"] == code


def test_one_phone_sends_so_many_reports_a_day(token: str) -> None:
    for number in range(REPORTS_PER_PHONE):
        assert send(token, key=f"lan-{number}").status_code == 201
    answer = send(token, key="lan-cuoi")
    assert refusal(answer) == (429, "too_many_reports")
    assert int(answer["Retry-After"]) > 0
    assert send(token, key="lan-0").status_code == 201


def test_a_partner_sees_no_report_of_another_channel(token: str) -> None:
    other = corrections.nothing_recorded()
    assert refusal(ask(token, f"/api/v1/reports/{other.tracking_code}")) == (404, "not_found")


def test_a_partner_s_key_opens_nothing_else(token: str, at: datetime) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/api/v1/match", "{}", content_type="application/json", headers=headers)
    assert refusal(answer) == (403, "not_allowed")
    officer = keys.token_of(accounts.user((Role.OFFICER, "vn")), at=at)
    assert refusal(send(officer)) == (403, "not_allowed")


def test_a_report_leaves_a_trace_of_the_program(token: str) -> None:
    code = told(send(token))["code"]
    assert AuditEntry.objects.get(action="access_key.used").details["code"] == code


def test_what_can_be_known_at_once_is_told_at_once_and_kept(token: str) -> None:
    sent = told(send(token, photos=2, full_name="Nguyen Van An"))
    (warning,) = sent["warnings"]
    assert (warning["kind"], warning["photo"]) == ("name_without_marks", None)
    assert warning["sentences"]["vi"].startswith("Họ tên đã khai có vẻ thiếu dấu")
    kept = CorrectionReport.objects.get().evidence.order_by("pk")
    assert [photo.warned for photo in kept] == [["name_without_marks"], []]


@pytest.mark.parametrize("name", ["Lê Văn Chưa Có", "Cao Minh Long", "Maria Smith"])
def test_a_name_that_may_be_whole_is_not_warned_of(token: str, name: str) -> None:
    assert told(send(token, full_name=name))["warnings"] == []


def test_what_a_machine_reads_on_a_photo_is_told_when_it_was_read(token: str, at: datetime) -> None:
    sent = told(send(token, photos=1))
    assert sent["warnings"] == []
    photo = CorrectionReport.objects.get().evidence.get()
    read_photo(file_id=photo.original_id, at=at)
    asked = told(ask(token, f"/api/v1/reports/{sent['code']}"))
    (warning, *_others) = asked["warnings"]
    assert (warning["kind"], warning["photo"]) == ("slip_blurred/no_text", 1)
