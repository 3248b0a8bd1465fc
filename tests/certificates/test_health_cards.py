"""SMART Health Cards follow the record: what they tell, who is believed, when they end."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from certificate_format.health_card_codes import MOST_IN_ONE_CODE, to_qr_texts
from certificate_format.health_card_keys import keys_in
from certificate_format.health_cards import HealthCard, read_card
from sotiem.certificates import health_cards
from sotiem.certificates.facts import Standing
from sotiem.certificates.models import AmendedCard, Certificate, SigningKey
from sotiem.certificates.operations import ensure_card_key, publish_revocations
from sotiem.certificates.operations.keys import card_key_in_force
from sotiem.certificates.told import told_card
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from tests.factories import certificates

pytestmark = pytest.mark.django_db
AT = certificates.AT
HOUR = timedelta(hours=1)
DAYS = (date(2021, 7, 1), date(2021, 8, 12))


@pytest.fixture(autouse=True)
def card_key() -> Iterator[SigningKey]:
    cache.clear()
    yield ensure_card_key(at=certificates.KEY_AT)


def read(jws: str, at: datetime) -> HealthCard:
    """What another program reads, by the keys that we publish."""
    published = json.loads(json.dumps(health_cards.keys_published(at=at)))
    return read_card(jws, keys=keys_in(published), at=at)


def standing(jws: str, at: datetime) -> Standing:
    return health_cards.verify_card(jws, at=at).standing


def amend(certificate: Certificate, number: int, *, lot: str = "LO-2", at: datetime) -> None:
    """Put the lot of a dose right; the certificates follow."""
    dose = Dose.objects.of_person(certificate.patient_id).oldest_first()[number]
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, lot_number=lot),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=at,
    )
    certificates.refresh([certificate.patient_id], at=at)


def test_a_card_tells_every_dose_of_whom_the_certificate_names() -> None:
    certificate = certificates.certified(*DAYS)
    card = read(health_cards.signed_card(certificate, at=AT), AT)
    assert (card.holder.family, card.holder.given) == ("Nguyễn", "Thị Bảo Lộc")
    assert card.holder.birth_date == certificate.patient_version.birth_date
    assert [dose.given_on for dose in card.doses] == list(DAYS)
    assert {(dose.system, dose.code) for dose in card.doses} == {(health_cards.CVX, "210")}
    assert card.valid_from == certificate.issued_at
    assert card.expires_at == certificate.expires_at
    assert card.is_covid


def test_who_has_many_doses_still_has_one_code() -> None:
    days = [date(2021, 3, 10) + timedelta(days=25 * number) for number in range(8)]
    certificate = certificates.certified(*days)
    jws = health_cards.signed_card(certificate, at=AT)
    assert len(jws) <= MOST_IN_ONE_CODE
    assert len(to_qr_texts(jws)) == 1
    assert len(read(jws, AT).doses) == 8


def test_a_replaced_certificate_takes_its_card_along_with_the_next_list() -> None:
    certificate, other = certificates.certified(*DAYS), certificates.certified(DAYS[0])
    old, others = (health_cards.signed_card(each, at=AT) for each in (certificate, other))
    number = health_cards.keys_published(at=AT)["keys"][0]["crlVersion"]
    amend(certificate, 1, at=AT + HOUR)
    assert standing(old, AT + HOUR) is Standing.IN_FORCE  # nobody was told yet
    publish_revocations(at=AT + HOUR)
    assert standing(old, AT + HOUR) is Standing.REPLACED
    assert standing(others, AT + HOUR) is Standing.IN_FORCE
    new = health_cards.signed_card(certificates.in_force(certificate.patient_id), at=AT + HOUR)
    assert standing(new, AT + HOUR) is Standing.IN_FORCE
    assert read(new, AT + HOUR).doses[1].lot_number == "LO-2"
    (key,) = health_cards.keys_published(at=AT + HOUR)["keys"]
    assert key["crlVersion"] > number
    listed = health_cards.revoked_cards(key["kid"], at=AT + HOUR)
    assert listed["ctr"] == key["crlVersion"]
    assert listed["rids"] == [read(old, AT).revocation_id]


def test_an_amended_earlier_dose_revokes_the_card_and_leaves_the_certificate() -> None:
    certificate = certificates.certified(*DAYS)
    old = health_cards.signed_card(certificate, at=AT)
    for hours in (1, 2):
        at = AT + hours * HOUR
        before = health_cards.signed_card(certificate, at=at)
        publish_revocations(at=at)
        amend(certificate, 0, lot=f"LO-{hours}", at=at)
        assert certificates.in_force(certificate.patient_id).pk == certificate.pk
        publish_revocations(at=at)
        assert standing(before, at) is Standing.REPLACED
        assert standing(old, at) is Standing.REPLACED
        new = health_cards.signed_card(certificate, at=at)
        assert standing(new, at) is Standing.IN_FORCE
    kid = health_cards.keys_published(at=AT)["keys"][0]["kid"]
    revocation_id = read(old, AT).revocation_id
    since = int((AT + 2 * HOUR).timestamp())
    listed = health_cards.revoked_cards(kid, at=AT + 2 * HOUR)
    assert listed["rids"] == [f"{revocation_id}.{since}"]


def test_asking_again_notes_nothing_more() -> None:
    certificate = certificates.certified(*DAYS)
    amend(certificate, 0, at=AT + HOUR)
    for _ in range(2):
        certificates.refresh([certificate.patient_id], at=AT + 2 * HOUR)
    assert AmendedCard.objects.count() == 1


def test_a_card_of_a_key_that_leaked_is_nobody_s(card_key: SigningKey) -> None:
    jws = health_cards.signed_card(certificates.certified(*DAYS), at=AT)
    SigningKey.objects.filter(pk=card_key.pk).update(withdrawn_at=AT)
    assert standing(jws, AT) is Standing.UNKNOWN_SIGNER
    assert health_cards.keys_published(at=AT) == {"keys": []}
    with pytest.raises(health_cards.NoCardKey):
        health_cards.revoked_cards(card_key.kid, at=AT)


def test_a_key_signs_no_card_that_outlives_it(card_key: SigningKey) -> None:
    assert ensure_card_key(at=AT) == card_key
    late = certificates.KEY_AT + timedelta(days=400)
    assert card_key_in_force(late) is None
    new = ensure_card_key(at=late)
    assert card_key_in_force(late) == new != card_key
    assert len(health_cards.keys_published(at=late)["keys"]) == 2


@pytest.mark.parametrize("text", ["shc:/", "shc:/12", "shc:/1/2/5676", "shc:/" + "5" * 500])
def test_what_is_no_card_is_told_as_unreadable(text: str) -> None:
    found = health_cards.verify_card(text, at=AT)
    assert found.standing is Standing.UNREADABLE
    assert told_card(found)["reasons"]


def test_programs_are_told_each_step_and_nothing_of_a_revoked_card_s_holder() -> None:
    certificate = certificates.certified(*DAYS)
    jws = health_cards.signed_card(certificate, at=AT)
    good = told_card(health_cards.verify_card(jws, at=AT))
    assert (good["verdict"], good["reasons"]) == ("valid", [])
    assert good["payload"]["holder"]["family"] == "Nguyễn"
    late = told_card(health_cards.verify_card(jws, at=certificate.expires_at))
    assert (late["verdict"], late["reasons"]) == ("not_valid", ["expired"])
    amend(certificate, 1, at=AT + HOUR)
    publish_revocations(at=AT + HOUR)
    revoked = told_card(health_cards.verify_card(jws, at=AT + HOUR))
    assert (revoked["payload"], revoked["reasons"]) == (None, ["replaced"])
