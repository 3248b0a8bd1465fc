"""A certificate tells what the record says: always one, always the last dose, never an old one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from certificate_format import CertificatePayload, judge
from sotiem.certificates.facts import Standing
from sotiem.certificates.models import Certificate, RevokedCertificate, SigningKey
from sotiem.certificates.operations import (
    ensure_signing_key,
    follow,
    follow_dose_amended,
    follow_doses_recorded,
    follow_patient_amended,
    renew_in_time,
    take_first_signatures,
)
from sotiem.certificates.queries import (
    certificate_in_force,
    disagreements_on_record,
    verify,
)
from sotiem.certificates.trust import TrustOnRecord
from sotiem.doses.events import DoseAmended, DosesRecorded
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.foundation import audit, events, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.events import PatientAmended
from sotiem.patients.facts import PatientReason
from sotiem.patients.operations import amend_patient
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import known_vaccines
from tests.factories import certificates, doses, patients

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2021, 7, 1), date(2021, 8, 12), date(2021, 9, 20)
AT = certificates.AT


@pytest.fixture
def following(nobody_follows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates follow the record, as they do in the running system, and nothing else does."""
    monkeypatch.setattr(
        events,
        "_in_transaction",
        {
            DosesRecorded: (take_first_signatures, follow_doses_recorded),
            DoseAmended: (follow_dose_amended,),
            PatientAmended: (follow_patient_amended,),
        },
    )


def read(certificate: Certificate) -> CertificatePayload:
    judgement = judge(certificate.text, trust=TrustOnRecord(AT), at=certificate.issued_at)
    assert judgement.is_valid
    assert isinstance(judgement.payload, CertificatePayload)
    return judgement.payload


def amend_day(dose: Dose, day: date) -> None:
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, administered_on=day),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=AT,
    )


@pytest.mark.usefixtures("following")
def test_a_dose_on_record_gives_a_certificate_at_once() -> None:
    certificates.signing_key()
    person = certificates.vaccinated(SECOND)
    payload = read(certificates.in_force(person.pk))
    assert (payload.name.family, payload.name.given) == ("Nguyễn", "Thị Bảo Lộc")
    assert (payload.name.family_icao, payload.name.given_icao) == ("NGUYEN", "THI<BAO<LOC")
    assert payload.birth_date == "1987-04-03"
    entry = payload.vaccination
    assert (entry.product, entry.maker) == ("EU/1/21/1529", "ORG-100001699")
    assert (entry.dose_number, entry.series_doses, entry.given_on) == (1, 2, SECOND)


@pytest.mark.parametrize(
    ("vaccine", "days", "expected"),
    [
        ("ASTRAZENECA", (FIRST,), (1, 2)),
        ("ASTRAZENECA", (FIRST, SECOND), (2, 2)),
        ("ASTRAZENECA", (FIRST, SECOND, THIRD), (3, 3)),
        ("JANSSEN", (FIRST,), (1, 1)),
        ("ABDALA", (FIRST, SECOND), (2, 3)),
    ],
)
def test_doses_are_numbered_within_their_series(
    vaccine: str, days: tuple[date, ...], expected: tuple[int, int]
) -> None:
    certificate = certificates.certified(*days, vaccine=vaccine)
    assert (certificate.dose_number, certificate.series_doses) == expected
    entry = read(certificate).vaccination
    assert (entry.dose_number, entry.series_doses, entry.given_on) == (*expected, days[-1])


@pytest.mark.usefixtures("following")
def test_an_amended_dose_replaces_its_certificate() -> None:
    old = certificates.certified(SECOND)
    amend_day(Dose.objects.get(), THIRD)
    new = certificates.in_force(old.patient_id)
    old.refresh_from_db()
    assert (old.revocation, old.revoked_at, old.replaced_by) == ("replaced", AT, new)
    assert new.uci != old.uci
    assert read(new).vaccination.given_on == THIRD


@pytest.mark.usefixtures("following")
def test_an_amendment_that_fails_leaves_the_old_certificate_in_force() -> None:
    old = certificates.certified(SECOND)

    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut), transaction.atomic():
        amend_day(Dose.objects.get(), THIRD)
        assert certificates.in_force(old.patient_id) != old
        raise PowerCut
    assert certificates.in_force(old.patient_id) == old


@pytest.mark.usefixtures("following")
def test_a_dose_found_later_renumbers_the_last_one() -> None:
    old = certificates.certified(FIRST, THIRD)
    assert (old.dose_number, old.series_doses) == (2, 2)
    doses.dose(old.patient, SECOND)
    new = certificates.in_force(old.patient_id)
    assert new.dose_version == old.dose_version
    assert (new.dose_number, new.series_doses) == (3, 3)


@pytest.mark.usefixtures("following")
def test_a_last_dose_entered_in_error_gives_way_to_the_one_before() -> None:
    old = certificates.certified(FIRST, SECOND)
    withdraw_dose(dose_id=old.dose_version.dose_id, origin="test", by=machine("test"), at=AT)
    new = certificates.in_force(old.patient_id)
    assert (new.dose_number, new.series_doses) == (1, 2)
    assert read(new).vaccination.given_on == FIRST


@pytest.mark.usefixtures("following")
def test_where_no_dose_is_left_the_certificate_is_withdrawn() -> None:
    old = certificates.certified(FIRST)
    withdraw_dose(dose_id=old.dose_version.dose_id, origin="test", by=machine("test"), at=AT)
    assert certificate_in_force(old.patient_id) is None
    old.refresh_from_db()
    assert (old.revocation, old.replaced_by) == ("withdrawn", None)


@pytest.mark.usefixtures("following")
def test_a_name_put_right_stands_in_the_next_certificate() -> None:
    old = certificates.certified(full_name="Nguyễn Thị Bửu Lộc")
    amend_patient(
        patient_id=old.patient_id,
        facts=replace(patients.facts(), full_name="Đặng Thị Bảo Lộc", birth_date="1987"),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=AT,
    )
    payload = read(certificates.in_force(old.patient_id))
    assert (payload.name.family_icao, payload.birth_date) == ("DANG", "1987")


def test_asking_again_changes_nothing() -> None:
    certificate = certificates.certified(FIRST, SECOND)
    trail = AuditEntry.objects.count()
    certificates.refresh([certificate.patient_id], at=AT + timedelta(days=3))
    assert Certificate.objects.get() == certificate
    assert AuditEntry.objects.count() == trail


def test_a_name_in_foreign_letters_gives_no_certificate_and_says_why() -> None:
    certificates.signing_key()
    person = certificates.vaccinated(full_name="王小明")
    other = certificates.vaccinated()
    certificates.refresh([person.pk, other.pk])
    assert certificate_in_force(person.pk) is None
    assert certificate_in_force(other.pk) is not None
    entry = AuditEntry.objects.get(action="certificate.not_issued")
    assert (entry.patient_id, entry.reason) == (person.pk, "name_not_transliterable")


@pytest.fixture
def read_anew() -> Iterator[None]:
    """Vaccines are read from the database again."""
    known_vaccines.cache_clear()
    yield
    known_vaccines.cache_clear()


@pytest.mark.usefixtures("read_anew")
def test_a_vaccine_without_a_european_code_gives_no_certificate() -> None:
    certificates.signing_key()
    Vaccine.objects.filter(code="ASTRAZENECA").update(product_code="NOT-LISTED")
    person = certificates.vaccinated()
    certificates.refresh([person.pk])
    assert certificate_in_force(person.pk) is None
    assert AuditEntry.objects.get(action="certificate.not_issued").reason == "product_unknown"


@pytest.mark.usefixtures("following")
def test_without_a_key_doses_are_recorded_and_what_is_no_longer_true_is_withdrawn() -> None:
    old = certificates.certified(FIRST)
    SigningKey.objects.update(withdrawn_at=AT - timedelta(days=1))
    certificates.refresh([old.patient_id])
    assert certificates.in_force(old.patient_id) == old
    doses.dose(old.patient, SECOND)
    certificates.refresh([old.patient_id])
    old.refresh_from_db()
    assert old.revocation == "withdrawn"
    assert AuditEntry.objects.filter(reason="no_signing_key", patient_id=old.patient_id).exists()


def test_a_key_encrypted_under_another_secret_stops_no_dose(settings: Settings) -> None:
    certificates.signing_key()
    person = certificates.vaccinated()
    settings.SECRET_KEY = "another secret"
    certificates.refresh([person.pk])
    assert certificate_in_force(person.pk) is None


def test_the_trail_holds_the_digest_of_what_was_issued_and_replaced() -> None:
    old = certificates.certified(FIRST)
    doses.dose(old.patient, SECOND)
    certificates.refresh([old.patient_id])
    new = certificates.in_force(old.patient_id)
    trail = AuditEntry.objects.filter(object_kind="certificate").order_by("pk")
    assert [(entry.action, entry.object_id, entry.digest) for entry in trail] == [
        ("certificate.issued", old.pk, audit.digest_of(old.facts)),
        ("certificate.issued", new.pk, audit.digest_of(new.facts)),
        ("certificate.replaced", old.pk, audit.digest_of(old.facts)),
    ]
    assert {entry.patient_id for entry in trail} == {old.patient_id}


def test_two_weeks_before_its_end_a_new_certificate_says_the_same() -> None:
    old = certificates.certified(FIRST)
    in_time = old.expires_at - timedelta(days=14)
    assert renew_in_time(at=in_time - timedelta(minutes=1)) == 0
    ensure_signing_key(at=in_time)
    assert renew_in_time(at=in_time) == 1
    new = certificates.in_force(old.patient_id)
    assert new.dose_version == old.dose_version
    assert (new.issued_at, new.uci == old.uci) == (in_time, False)
    assert renew_in_time(at=in_time) == 0


def test_a_renewed_certificate_is_believed_to_its_end_and_no_list_names_it() -> None:
    old = certificates.certified(FIRST)
    in_time = old.expires_at - timedelta(days=14)
    ensure_signing_key(at=in_time)
    renew_in_time(at=in_time)
    new = certificates.in_force(old.patient_id)
    for one in (old, new):
        assert verify(one.text, at=in_time).standing == Standing.IN_FORCE
    assert verify(old.text, at=old.expires_at).standing == Standing.EXPIRED
    assert not RevokedCertificate.objects.exists()
    assert list(disagreements_on_record()) == []


def test_a_correction_ends_what_it_renewed_as_well(following: None) -> None:
    old = certificates.certified(FIRST)
    in_time = old.expires_at - timedelta(days=14)
    ensure_signing_key(at=in_time)
    renew_in_time(at=in_time)
    renewed = certificates.in_force(old.patient_id)
    certificates.refresh([old.patient_id], at=in_time)
    doses.dose(old.patient, SECOND)
    later = in_time + timedelta(days=1)
    certificates.refresh([old.patient_id], at=later)
    for one in (old, renewed):
        assert verify(one.text, at=later).standing == Standing.REPLACED
    named = set(RevokedCertificate.objects.values_list("certificate", flat=True))
    assert named == {old.pk, renewed.pk}
    assert list(disagreements_on_record()) == []


def queries_for(people: int) -> int:
    known = [certificates.vaccinated(FIRST) for _ in range(people)]
    ids = [person.pk for person in known]
    certificates.refresh(ids)
    for person in known:
        doses.dose(person, SECOND)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        certificates.refresh(ids)
    assert (
        Certificate.objects.in_force().filter(patient_id__in=ids, dose_number=2).count() == people
    )
    return len(captured)


def test_sixty_people_take_as_many_queries_as_thirty() -> None:
    certificates.signing_key()
    assert queries_for(1) <= queries_for(30) == queries_for(60) <= 19


def test_people_of_a_large_sheet_are_certified_by_jobs(
    following: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a hundred thousand signatures; the jobs commit with the doses."""
    monkeypatch.setattr(follow, "PEOPLE_AT_ONCE", 2)
    queued: list[list[int]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, patient_ids: queued.append(patient_ids))
    people = [patients.patient().pk for _ in range(3)]
    events.publish(DosesRecorded(dose_ids=(1, 2, 3), patient_ids=tuple(people), at=AT))
    assert queued == [people[:2], people[2:]]
    assert not Certificate.objects.exists()
