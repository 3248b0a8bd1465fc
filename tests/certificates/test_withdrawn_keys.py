"""A key that leaked is believed no longer; everybody it signed for has a new certificate."""

from datetime import date, timedelta

import pytest

from certificate_format import Reason, Step, judge
from sotiem.certificates.facts import Standing
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import (
    NoSuchSigner,
    WithdrawalNeedsAReason,
    create_signing_key,
    ensure_signing_key,
    issue_missing,
    left_of_withdrawn_keys,
    reissue_of_withdrawn_keys,
    withdraw_signing_key,
)
from sotiem.certificates.queries import disagreements_on_record, verify
from sotiem.certificates.trust import TrustOnRecord
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests.factories import certificates, patients

pytestmark = pytest.mark.django_db
AT = certificates.AT
LATER = AT + timedelta(days=1)
BY = machine("test")


def withdraw(kid: str, reason: str = "Máy chủ bị lấy cắp") -> SigningKey:
    return withdraw_signing_key(kid=kid, reason=reason, by=BY, at=LATER)


def three_people() -> list[Certificate]:
    return [certificates.certified(date(2021, 8, day)) for day in (1, 2, 3)]


def test_what_a_withdrawn_key_signed_is_refused_at_once_and_issued_anew() -> None:
    old = three_people()
    key = old[0].signing_key
    withdraw(key.kid)
    judgement = judge(old[0].text, trust=TrustOnRecord(LATER), at=LATER)
    assert judgement.verdict(Step.SIGNATURE).reason is Reason.SIGNER_UNKNOWN
    assert left_of_withdrawn_keys() == 3
    assert reissue_of_withdrawn_keys(at=LATER) == 3
    assert left_of_withdrawn_keys() == 0
    for each in old:
        new = certificates.in_force(each.patient_id)
        assert new.signing_key_id != key.pk
        assert new.uci != each.uci
        assert verify(new.text, at=LATER).standing == Standing.IN_FORCE


def test_it_is_done_by_parts_that_go_on_where_they_ended() -> None:
    withdraw(three_people()[0].signing_key.kid)
    assert reissue_of_withdrawn_keys(at=LATER, limit=2) == 2
    assert left_of_withdrawn_keys() == 1
    assert reissue_of_withdrawn_keys(at=LATER, limit=2) == 1
    assert reissue_of_withdrawn_keys(at=LATER, limit=2) == 0


def test_a_key_is_withdrawn_once_and_the_trail_says_why() -> None:
    key = certificates.signing_key()
    assert withdraw(key.kid).withdrawn_at == LATER
    again = withdraw_signing_key(kid=key.kid, reason="Lần nữa", by=BY, at=LATER + timedelta(days=1))
    assert again.withdrawn_at == LATER
    told = AuditEntry.objects.get(action="signing_key.withdrawn")
    assert told.reason == "Máy chủ bị lấy cắp"


def test_the_other_key_signs_when_there_is_one_and_its_certificates_stay() -> None:
    old = certificates.certified()
    other = create_signing_key(by=BY, at=AT)
    kept = certificates.certified(date(2021, 8, 2))
    assert kept.signing_key_id == other.pk
    withdraw(old.signing_key.kid)
    assert SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER).count() == 2
    assert reissue_of_withdrawn_keys(at=LATER) == 1
    assert certificates.in_force(kept.patient_id) == kept
    assert certificates.in_force(old.patient_id).signing_key_id == other.pk


def test_only_a_signer_is_withdrawn_and_only_with_a_reason() -> None:
    key = certificates.signing_key()
    root = SigningKey.objects.get(kind=SigningKey.Kind.ROOT)
    for kid in ("0" * 16, root.kid):
        with pytest.raises(NoSuchSigner):
            withdraw(kid)
    with pytest.raises(WithdrawalNeedsAReason):
        withdraw(key.kid, reason=" ")


def test_the_check_is_clean_after_a_key_was_withdrawn() -> None:
    withdraw(three_people()[0].signing_key.kid)
    reissue_of_withdrawn_keys(at=LATER)
    assert list(disagreements_on_record()) == []


def test_whose_doses_came_without_certificates_has_one_and_others_keep_theirs() -> None:
    lacking = certificates.vaccinated(date(2021, 8, 5))
    nobody = patients.patient()
    kept = certificates.certified()
    ensure_signing_key(at=AT)
    after, last = 0, None
    while (last := issue_missing(after=after, at=AT, limit=1)) is not None:
        after = last
    assert after >= max(lacking.pk, kept.patient_id)
    assert certificates.in_force(lacking.pk).dose_number == 1
    assert certificates.in_force(kept.patient_id) == kept
    assert not Certificate.objects.filter(patient=nobody).exists()
