"""`sotiem keys`: shown, made, withdrawn; `sotiem certificate issue`: what is missing."""

import pytest
from django.utils import timezone

from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    sign_what_was_saved,
)
from sotiem.patients.models import Patient
from tests.factories import certificates
from tests.runtime.commands import Command

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> SigningKey:
    ensure_list_key(at=timezone.now())
    return ensure_signing_key(at=timezone.now())


def certified_today() -> Patient:
    person = certificates.vaccinated()
    sign_what_was_saved(at=timezone.now())  # the dose is older than any key
    certificates.refresh([person.pk], at=timezone.now())
    return person


def test_each_key_is_listed_with_its_use(sotiem: Command, key: SigningKey) -> None:
    certified_today()
    lines = sotiem("keys", "list").output.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["lists", "root", "signer"]
    assert lines[2].startswith(key.kid)
    assert lines[2].endswith("1 in force")


def test_a_new_signer_signs_from_now_on(sotiem: Command, key: SigningKey) -> None:
    kid = sotiem("keys", "new").output.strip()
    assert kid != key.kid
    person = certified_today()
    assert certificates.in_force(person.pk).signing_key.kid == kid


def test_a_leaked_signer_is_withdrawn_and_its_certificates_issued_anew(
    sotiem: Command, key: SigningKey
) -> None:
    person = certified_today()
    told = sotiem("keys", "withdraw", key.kid, "--reason", "Máy chủ bị lấy cắp")
    assert told.exit_code == 0
    assert "1 certificates issued anew; 0 left." in told.output
    assert certificates.in_force(person.pk).signing_key.kid != key.kid
    assert "withdrawn" in sotiem("keys", "list").output


@pytest.mark.parametrize(
    ("kid", "reason", "sentence"), [("0" * 16, "x", "no key"), (None, " ", "say why")]
)
def test_what_cannot_be_withdrawn_is_said(
    sotiem: Command, key: SigningKey, kid: str | None, reason: str, sentence: str
) -> None:
    told = sotiem("keys", "withdraw", kid or key.kid, "--reason", reason)
    assert told.exit_code == 1
    assert sentence in told.output


def test_certificates_that_are_missing_are_issued(sotiem: Command) -> None:
    certificates.vaccinated()
    ensure_signing_key(at=timezone.now())
    assert "1 certificates issued." in sotiem("certificate", "issue").output
    assert "0 certificates issued." in sotiem("certificate", "issue").output
    assert Certificate.objects.count() == 1


def test_a_facilitys_keys_are_listed_and_one_that_leaked_is_withdrawn(
    sotiem: Command, key: SigningKey
) -> None:
    person = certified_today()
    before = certificates.in_force(person.pk)
    assert "1 facilities' keys" in sotiem("keys", "list").output
    (line,) = sotiem("keys", "list", "--facility", "79101").output.splitlines()
    assert line.endswith("1 doses")
    told = sotiem("keys", "withdraw", line.split()[0], "--reason", "Mất máy")
    assert "1 confirmations signed anew; 0 left." in told.output
    assert told.exit_code == 0
    first, second = sotiem("keys", "list", "--facility", "79101").output.splitlines()
    assert ("withdrawn" in first, "withdrawn" in second) == (False, True)
    assert certificates.in_force(person.pk) == before
    assert sotiem("check").exit_code == 0
