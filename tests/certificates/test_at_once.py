"""Two at the same moment."""

from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import ensure_signing_key
from tests.concurrency import together
from tests.factories import certificates


def test_two_who_refresh_at_once_make_one_certificate(committed_db: None) -> None:
    certificates.signing_key()
    person = certificates.vaccinated()

    def refresh() -> None:
        certificates.refresh([person.pk])

    assert together(refresh, refresh) == []
    assert Certificate.objects.count() == 1


def test_two_who_need_a_key_at_once_make_one(committed_db: None) -> None:
    def ensure() -> None:
        ensure_signing_key(at=certificates.AT)

    assert together(ensure, ensure) == []
    assert sorted(SigningKey.objects.values_list("kind", flat=True)) == ["root", "signer"]
