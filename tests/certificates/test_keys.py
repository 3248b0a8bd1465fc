"""Keys: one root, signers for 24 months, nothing to be read from the database alone."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.db import IntegrityError
from django.db.transaction import atomic
from pytest_django.fixtures import Settings

from sotiem.certificates.models import SigningKey
from sotiem.certificates.operations import (
    KeyCannotBeOpened,
    create_signing_key,
    ensure_signing_key,
    signing_key_in_force,
)
from sotiem.certificates.operations.keys import open_signer
from sotiem.foundation.actors import machine
from tests.factories import certificates

pytestmark = pytest.mark.django_db
AT = certificates.AT


def test_the_first_signer_comes_with_the_root_that_vouches_for_it() -> None:
    signer = ensure_signing_key(at=AT)
    root = SigningKey.objects.get(kind="root")
    issuer = x509.load_der_x509_certificate(bytes(root.certificate))
    x509.load_der_x509_certificate(bytes(signer.certificate)).verify_directly_issued_by(issuer)
    assert ensure_signing_key(at=AT + timedelta(days=1)) == signer


def test_a_second_signer_stands_under_the_same_root() -> None:
    create_signing_key(by=machine("test"), at=AT)
    create_signing_key(by=machine("test"), at=AT)
    assert sorted(SigningKey.objects.values_list("kind", flat=True)) == ["root", "signer", "signer"]


def test_a_signer_that_would_not_outlive_a_certificate_is_succeeded() -> None:
    first = ensure_signing_key(at=AT)
    late = first.valid_to - timedelta(days=364)
    assert signing_key_in_force(late) is None
    assert ensure_signing_key(at=late) != first
    assert signing_key_in_force(AT - timedelta(seconds=2)) is None


def test_a_withdrawn_signer_signs_no_more() -> None:
    signer = ensure_signing_key(at=AT)
    SigningKey.objects.filter(pk=signer.pk).update(withdrawn_at=AT + timedelta(days=1))
    assert signing_key_in_force(AT) == signer
    assert signing_key_in_force(AT + timedelta(days=1)) is None


def test_a_private_key_opens_only_with_the_secret_of_this_copy(settings: Settings) -> None:
    signer = ensure_signing_key(at=AT)
    assert open_signer(signer).kid.hex() == signer.kid
    with pytest.raises(TypeError, match="Password"):
        load_der_private_key(bytes(signer.private_key), None)
    settings.SECRET_KEY = "another secret"
    with pytest.raises(KeyCannotBeOpened):
        open_signer(signer)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "spare"}, "signing_key_has_a_use"),
        ({"valid_to": AT - timedelta(days=9999)}, "signing_key_ends_after_it_begins"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(wrong: dict[str, object], constraint: str) -> None:
    signer = ensure_signing_key(at=AT)
    with certificates.behind_the_back(), pytest.raises(IntegrityError, match=constraint), atomic():
        SigningKey.objects.filter(pk=signer.pk).update(**wrong)


def test_a_key_is_only_withdrawn() -> None:
    signer = ensure_signing_key(at=AT)
    SigningKey.objects.filter(pk=signer.pk).update(withdrawn_at=AT)
    with pytest.raises(IntegrityError, match="only be revoked, once"):
        SigningKey.objects.filter(pk=signer.pk).update(withdrawn_at=None)
