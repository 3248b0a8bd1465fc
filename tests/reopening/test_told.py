"""A certificate held against rules, as the command line and programs are told of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key, reissue_certificates
from sotiem.foundation.actors import machine
from tests.factories import certificates, rules
from tests.runtime.commands import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    """Of one dose in August 2021, issued yesterday."""
    now = timezone.now()
    ensure_signing_key(at=now - timedelta(days=2))
    person = certificates.vaccinated()
    certificates.sign_and_refresh([person.pk], at=now - timedelta(days=1))
    return certificates.in_force(person.pk)


def told(text: str, name: str) -> dict[str, Any]:
    found = run("certificate", "verify", "-", "--rules", name, "--json", given=text.encode())
    answer: dict[str, Any] = json.loads(found.output)
    return {**answer, "code": found.exit_code}


def test_proposals_are_asked_until_anything_was_published(certificate: Certificate) -> None:
    before = told(certificate.text, "VN-LAX")
    assert (before["rules"]["status"], before["rules"]["card"]) == ("proposed", "green")
    rules.published(at=timezone.now())
    after = told(certificate.text, "VN-SG-2021")
    assert (after["rules"]["status"], after["rules"]["version"]) == ("published", "1.0.0")
    assert after["rules"]["findings"][-1] == {
        "card": "yellow",
        "rule": "VR-VN-0002",
        "ruling": "passed",
    }
    unknown = run(
        "certificate", "verify", "-", "--rules", "VN-LAX", given=certificate.text.encode()
    )
    assert unknown.exit_code == 2
    assert "In force: VN-SG-2021." in unknown.output


def test_rules_that_refuse_make_it_not_valid(certificate: Certificate) -> None:
    answer = told(certificate.text, "VN-STRICT")
    assert (answer["code"], answer["verdict"], answer["standing"]) == (1, "not_valid", "in_force")
    assert answer["reasons"] == ["rules_refuse"]
    assert answer["steps"][-1] == {"step": "rules", "outcome": "failed", "reason": "rules_refuse"}


def test_what_the_rules_leave_open_is_not_valid(certificate: Certificate) -> None:
    content = rules.content()
    logic: dict[str, Any] = content["Tiers"][0]["Rules"][0]["Logic"]
    both = {">=": [{"var": "payload.v.0.dn"}, {"var": "payload.v.0.nothing"}]}
    logic["and"][0] = {"if": [{"var": "payload.nam"}, both, logic["and"][0]]}
    rules.published(content, at=timezone.now())
    answer = told(certificate.text, "VN-SG-2021")
    assert (answer["code"], answer["rules"]["card"]) == (1, "open")
    assert (answer["verdict"], answer["reasons"]) == ("not_valid", ["rules_open"])


def test_of_a_replaced_certificate_no_card_is_told(certificate: Certificate) -> None:
    whose = certificate.patient_id
    reissue_certificates(patient_id=whose, by=machine("test"), at=timezone.now())
    answer = told(certificate.text, "VN-LAX")
    assert (answer["standing"], answer["rules"]["card"]) == ("replaced", None)
    assert answer["rules"]["findings"] == []


def test_people_read_it_in_words(certificate: Certificate) -> None:
    given = certificate.text.encode()
    good = run("certificate", "verify", "-", "--rules", "VN-LAX", given=given)
    assert "The certificate is valid." in good.output
    assert "green" in good.output
    refused = run("certificate", "verify", "-", "--rules", "VN-STRICT", given=given)
    assert "Not by these rules." in refused.output
    assert "The full course was given, its last dose 14 to 270 days ago." in refused.output
