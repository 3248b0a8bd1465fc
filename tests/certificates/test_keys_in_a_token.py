"""Signers of this copy that a token keeps: made in it, asked of it, waited for while it is away."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pkcs11
import pytest
from pytest_django.fixtures import Settings

from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import (
    TokenCannotBeUsed,
    ensure_signing_key,
    issue_missing,
    withdraw_signing_key,
)
from sotiem.certificates.operations.keys import open_signer
from sotiem.certificates.queries import disagreements_on_record, verify
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests import softhsm
from tests.factories import certificates

pytestmark = pytest.mark.django_db
AT = certificates.AT


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with softhsm.plugged_in(tmp_path):
        yield tmp_path


@pytest.fixture(autouse=True)
def a_token_is_set(folder: Path, settings: Settings) -> None:
    (folder / "pin").write_text(f"{softhsm.PIN}\n")
    settings.PKCS11_MODULE = softhsm.module()
    settings.PKCS11_PIN_FILE = str(folder / "pin")
    pkcs11.lib(softhsm.module()).reinitialize()


def pulled_out(folder: Path) -> None:
    softhsm.unplug(folder)
    pkcs11.lib(softhsm.module()).reinitialize()


def test_a_signer_is_made_in_the_token_and_signs_there() -> None:
    certificate = certificates.certified()
    key = certificate.signing_key
    assert bytes(key.private_key) == b""
    assert key.token_key.startswith("pkcs11:token=sotiem;id=%")
    assert verify(certificate.text, at=AT).is_valid
    assert list(disagreements_on_record()) == []


def test_while_the_token_is_away_doses_are_recorded_and_certificates_wait(folder: Path) -> None:
    certificates.signing_key()
    pulled_out(folder)
    person = certificates.vaccinated()
    certificates.refresh([person.pk])
    assert not Certificate.objects.exists()
    assert AuditEntry.objects.filter(reason="no_signing_key", patient_id=person.pk).exists()
    softhsm.plug_in_again(folder)
    issue_missing(after=0, at=AT)
    assert verify(certificates.in_force(person.pk).text, at=AT).is_valid


def test_a_token_that_goes_while_it_signs_is_as_good_as_no_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = certificates.certified()
    other = certificates.vaccinated(date(2021, 8, 2), full_name="Lê Văn Mẫu")
    signer = open_signer(kept.signing_key)
    pulled_out(folder)
    monkeypatch.setattr("sotiem.certificates.operations.refresh.open_signer", lambda _key: signer)
    certificates.refresh([kept.patient_id, other.pk])
    assert certificates.in_force(kept.patient_id) == kept
    assert AuditEntry.objects.filter(reason="no_signing_key", patient_id=other.pk).exists()


def test_no_signer_is_made_where_the_token_is_away_and_the_refusal_says_why(
    folder: Path, settings: Settings
) -> None:
    pulled_out(folder)
    with pytest.raises(TokenCannotBeUsed) as refused:
        ensure_signing_key(at=AT)
    assert refused.value.details == {"problem": "absent"}
    settings.PKCS11_PIN_FILE = str(folder / "no-pin")
    with pytest.raises(TokenCannotBeUsed) as refused:
        ensure_signing_key(at=AT)
    assert refused.value.details == {"problem": "pin_file_missing"}
    assert not SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER).exists()


def test_a_leaked_signer_is_withdrawn_though_no_other_can_be_made(folder: Path) -> None:
    key = certificates.signing_key()
    pulled_out(folder)
    later = AT + timedelta(days=1)
    withdraw_signing_key(kid=key.kid, reason="Mất thiết bị", by=machine("test"), at=later)
    assert SigningKey.objects.get(pk=key.pk).withdrawn_at == later
    softhsm.plug_in_again(folder)
    assert ensure_signing_key(at=later) != key
