"""A correction reaches verifiers with the next list, and reaches nobody else's certificate."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from certificate_format.algorithms import PublicKey
from certificate_format.revocation_lists import RevocationList, read
from certificate_format.signed_list import open_list
from certificate_format.trust_lists import read_list
from sotiem.certificates import published
from sotiem.certificates.models import (
    Certificate,
    RevocationIssue,
    RevokedCertificate,
    SigningKey,
)
from sotiem.certificates.operations import (
    ensure_list_key,
    publish,
    publish_revocations,
    reissue_certificates,
)
from sotiem.certificates.queries import disagreements_on_record
from sotiem.foundation.actors import machine
from tests.factories import certificates

pytestmark = pytest.mark.django_db
AT = certificates.AT
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def list_key() -> SigningKey:
    return ensure_list_key(at=certificates.KEY_AT)


def people(number: int) -> list[Certificate]:
    """Certificates of so many people, each of another day."""
    first = date(2021, 7, 1)
    return [certificates.certified(first + timedelta(days=each)) for each in range(number)]


def reissue(certificate: Certificate, *, at: datetime) -> Certificate:
    """What a correction does to a certificate."""
    reissue_certificates(patient_id=certificate.patient_id, by=machine("test"), at=at)
    return certificates.in_force(certificate.patient_id)


def key_of_lists(at: datetime) -> PublicKey:
    return load_pem_public_key(published.list_key_pem(at=at).encode())  # type: ignore[return-value]


def fetched(known: RevocationList | None = None, *, at: datetime) -> RevocationList:
    """What a verifier has after it asked for what is new since its list."""
    kid = SigningKey.objects.get(kind=SigningKey.Kind.SIGNER).kid
    since = known.sequence if known else None
    text = published.revocations_signed(kid=kid, since=since, at=at)
    return read(open_list(text, keys=[key_of_lists(at)]), known=known)


def says(known: RevocationList, certificate: Certificate) -> bool:
    return known.has(bytes.fromhex(certificate.signature_hash), issued_at=certificate.issued_at)


def test_a_corrected_certificate_is_told_by_the_next_list_and_no_other_is() -> None:
    one, *others = people(4)
    assert publish_revocations(at=AT) == 1
    before = fetched(at=AT)
    new = reissue(one, at=AT + HOUR)
    assert not says(fetched(before, at=AT + HOUR), one)
    assert publish_revocations(at=AT + HOUR) == 1
    after = fetched(before, at=AT + HOUR)
    assert after.sequence == before.sequence + 1
    assert says(after, one)
    assert not any(says(after, each) for each in [new, *others])


def test_what_was_added_is_smaller_than_the_whole_and_leads_to_the_same() -> None:
    for each in people(3):
        reissue(each, at=AT)
    publish_revocations(at=AT)
    before = fetched(at=AT)
    assert len(before.prefixes) == 3
    reissue(certificates.certified(), at=AT + HOUR)
    publish_revocations(at=AT + HOUR)
    assert fetched(before, at=AT + HOUR) == fetched(at=AT + HOUR)
    kid = SigningKey.objects.get(kind=SigningKey.Kind.SIGNER).kid
    whole, added = (
        published.revocations_signed(kid=kid, since=since, at=AT + HOUR) for since in (None, 1)
    )
    assert len(added) < len(whole)


def test_without_news_a_list_is_issued_every_six_hours() -> None:
    people(1)
    assert publish_revocations(at=AT) == 1
    assert publish_revocations(at=AT + 5 * HOUR) == 0
    assert publish_revocations(at=AT + 6 * HOUR) == 1
    assert fetched(at=AT + 6 * HOUR).age(AT + 8 * HOUR) == 2 * HOUR


def test_a_certificate_that_has_expired_is_no_longer_named() -> None:
    reissue(people(1)[0], at=AT)
    publish_revocations(at=AT)
    assert len(fetched(at=AT).prefixes) == 1
    later = AT + timedelta(days=366)
    publish_revocations(at=later)
    assert len(fetched(at=later).prefixes) == 0


def test_of_many_a_cascade_tells_and_prefixes_of_what_is_too_new_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publish, "MOST_AS_PREFIXES", 2)
    old = people(5)
    later = AT + timedelta(days=1)
    new = [reissue(each, at=later) for each in old[:3]]
    publish_revocations(at=later)
    known = fetched(at=later)
    assert known.cascade is not None
    assert [says(known, each) for each in old] == [True, True, True, False, False]
    assert not any(says(known, each) for each in new)
    newer = reissue(new[0], at=later + HOUR / 2)
    assert publish_revocations(at=later + HOUR / 2) == 0
    assert publish_revocations(at=later + HOUR) == 1
    known = fetched(known, at=later + HOUR)
    assert says(known, new[0])
    assert not says(known, newer)


def test_the_trust_list_names_who_signs_and_not_who_was_withdrawn() -> None:
    key = certificates.signing_key()
    keys = [key_of_lists(AT)]
    before = read_list(published.trust_list_signed(at=AT).encode(), list_keys=keys)
    assert [each.kid.hex() for each in before.signers] == [key.kid]
    SigningKey.objects.filter(pk=key.pk).update(withdrawn_at=AT)
    after = read_list(published.trust_list_signed(at=AT).encode(), list_keys=keys)
    assert after.signers == ()
    assert before.sequence is not None
    assert after.sequence == before.sequence + 1


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda: RevokedCertificate.objects.all().delete(), "no list will tell so"),
        (
            lambda: RevokedCertificate.objects.update(
                certificate=Certificate.objects.in_force().get()
            ),
            "lists tell that it is not",
        ),
        (
            lambda: RevokedCertificate.objects.update(
                signature_hash=Certificate.objects.in_force().get().signature_hash[:16] + "0" * 16
            ),
            "verifiers take it for a revoked one",
        ),
    ],
)
def test_the_check_tells_what_verifiers_would_be_told_wrongly(
    harm: Callable[[], object], told: str
) -> None:
    reissue(people(1)[0], at=AT)
    assert list(disagreements_on_record()) == []
    harm()
    assert any(told in each for each in disagreements_on_record())


def test_lists_are_numbered_one_by_one_for_each_key() -> None:
    people(1)
    for hours in range(0, 24, 6):
        publish_revocations(at=AT + hours * HOUR)
    numbers = RevocationIssue.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
