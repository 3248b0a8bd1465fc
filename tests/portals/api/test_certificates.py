"""A checker's program gets the same verdict as the command line, without a key."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from certificate_format import qr
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key, reissue_certificates
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry, StoredFile
from sotiem.portals.api.views import certificates as view
from tests.certificates.test_verify import flipped
from tests.factories import certificates
from tests.portals.api.contract import fits
from tests.runtime.commands import run

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/certificates/verify"


@pytest.fixture
def certificate() -> Certificate:
    """A certificate of today."""
    now = timezone.now()
    ensure_signing_key(at=now - timedelta(days=1))
    person = certificates.vaccinated()
    certificates.sign_and_refresh([person.pk], at=now - timedelta(seconds=1))
    return certificates.in_force(person.pk)


def ask(body: Any, kind: str = "application/json") -> Any:
    content = json.dumps(body) if kind == "application/json" else body
    return fits(Client().post(ADDRESS, content, content_type=kind), "post", ADDRESS)


def told(body: Any, kind: str = "application/json") -> dict[str, Any]:
    answer = ask(body, kind)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_the_answer_is_that_of_the_command_line(certificate: Certificate) -> None:
    for text in (certificate.text, flipped(certificate.text), "HC1:NONE", "xin chào"):
        from_command = run("certificate", "verify", "-", "--json", given=text.encode())
        if from_command.exit_code == 2 and not text.startswith("HC1:"):
            continue  # a file that holds no text of a certificate is looked at as a picture there
        assert told({"text": text}) == json.loads(from_command.output)


def test_a_good_one_is_told_with_what_to_compare(certificate: Certificate) -> None:
    answer = told({"text": certificate.text})
    assert (answer["verdict"], answer["standing"]) == ("valid", "in_force")
    assert answer["payload"]["birth_date"] == "1987-04-03"
    assert {step["outcome"] for step in answer["steps"]} == {"passed"}


def test_a_picture_of_the_code_is_as_good_as_its_text(certificate: Certificate) -> None:
    assert told(qr.png(certificate.text), "image/png") == told({"text": certificate.text})


def test_one_that_was_replaced_says_so_and_nothing_of_the_person(certificate: Certificate) -> None:
    at = timezone.now()
    reissue_certificates(patient_id=certificate.patient_id, by=machine("test"), at=at)
    answer = told({"text": certificate.text})
    assert (answer["verdict"], answer["standing"]) == ("not_valid", "replaced")
    assert answer["payload"] is None


def test_a_picture_without_a_code_is_unreadable() -> None:
    blank = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(blank, "PNG")
    assert told(blank.getvalue(), "image/png")["reasons"] == ["no_code_in_picture"]
    assert told(b"no picture", "image/png")["reasons"] == ["picture_not_readable"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({"text": 7}, "application/json", 422),
        ({}, "application/json", 422),
        ({"text": "HC1:", "name": "x"}, "application/json", 422),
        ([], "application/json", 400),
        ({"text": "x" * 20_000}, "application/json", 413),
        (b"HC1:", "text/plain", 415),
    ],
)
def test_what_is_no_question_is_refused(body: Any, kind: str, status: int) -> None:
    assert ask(body, kind).status_code == status


def test_nothing_of_it_is_kept(certificate: Certificate, capfd: pytest.CaptureFixture[str]) -> None:
    before = AuditEntry.objects.count(), StoredFile.objects.count()
    told({"text": certificate.text})
    assert (AuditEntry.objects.count(), StoredFile.objects.count()) == before
    logged = "".join(capfd.readouterr())
    assert "Lộc" not in logged
    assert certificate.text[4:30] not in logged


def test_very_many_questions_have_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "CHECKS_PER_ADDRESS", 2)
    assert [ask({"text": "x"}).status_code for _ in range(3)] == [200, 200, 429]
