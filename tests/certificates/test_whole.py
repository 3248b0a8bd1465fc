"""Of a person's joined records one has the certificate, and it tells the doses of all."""

from datetime import date

import pytest

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key, renew_in_time
from sotiem.certificates.queries import (
    certificate_in_force,
    certificates_of,
    disagreements_on_record,
)
from sotiem.certificates.rules import LIFETIME
from sotiem.config.subscriptions import AFTER_COMMIT, IN_TRANSACTION
from sotiem.doses.operations import withdraw_dose
from sotiem.foundation import events
from sotiem.foundation.actors import machine
from sotiem.patients.models import Patient
from tests.factories import certificates, doses, links, patients

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2021, 8, 12), date(2021, 9, 20)


@pytest.fixture(autouse=True)
def they_follow(nobody_follows: None) -> None:
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)
    certificates.signing_key()


def person(*days: date, name: str = "Nguyễn Thị Bảo Lộc") -> Patient:
    return certificates.vaccinated(*days, full_name=name)


def nobody(name: str = "Nguyễn Thị Bảo Lộc") -> Patient:
    return patients.patient(patients.facts(full_name=name))


def stated(patient: Patient) -> list[tuple[str, int, int, date]]:
    """What the certificates of this very record state that are in force."""
    return [
        (
            each.patient_version.full_name,
            each.dose_number,
            each.series_doses,
            each.dose_version.administered_on,
        )
        for each in Certificate.objects.in_force().filter(patient=patient).order_by("pk")
    ]


def test_the_certificate_of_the_whole_replaces_those_of_both() -> None:
    one, other = person(EARLY, name="Nguyễn Thị Bảo"), person(LATE, name="Nguyễn Thị Bửu")
    mine, its = certificates.in_force(one.pk), certificates.in_force(other.pk)
    links.link(one.pk, other.pk)
    assert stated(one) == [("Nguyễn Thị Bảo", 2, 2, LATE)]
    assert stated(other) == []
    whole = certificates.in_force(one.pk)
    for old in (mine, its):
        old.refresh_from_db()
        assert (old.revocation, old.replaced_by) == ("replaced", whole)
    assert list(disagreements_on_record()) == []


def test_after_parting_each_has_a_new_certificate_of_its_own_doses() -> None:
    one, other = person(EARLY), person(LATE)
    before = stated(one), stated(other)
    numbers = set(Certificate.objects.values_list("uci", flat=True))
    link = links.link(one.pk, other.pk)
    links.unlink(link)
    assert (stated(one), stated(other)) == before
    now = Certificate.objects.in_force().values_list("uci", flat=True)
    assert len(now) == 2
    assert not numbers & set(now)
    assert list(disagreements_on_record()) == []


def test_a_certificate_that_tells_it_all_already_stays_and_takes_the_others_place() -> None:
    one, other = person(EARLY), person(EARLY)
    mine, its = certificates.in_force(one.pk), certificates.in_force(other.pk)
    link = links.link(one.pk, other.pk)
    its.refresh_from_db()
    assert certificates.in_force(one.pk) == mine
    assert its.replaced_by == mine
    links.unlink(link)
    assert certificates.in_force(one.pk) == mine
    assert certificates.in_force(other.pk).dose_number == 1
    assert list(disagreements_on_record()) == []


def test_a_record_without_doses_names_the_person_when_it_is_the_oldest() -> None:
    one, other = nobody("Nguyễn Thị Bảo"), person(EARLY, name="Nguyễn Thị Bửu")
    link = links.link(one.pk, other.pk)
    assert (stated(one), stated(other)) == ([("Nguyễn Thị Bảo", 1, 2, EARLY)], [])
    links.unlink(link)
    assert (stated(one), stated(other)) == ([], [("Nguyễn Thị Bửu", 1, 2, EARLY)])
    assert list(disagreements_on_record()) == []


def test_an_older_record_that_joins_takes_the_certificate_over() -> None:
    one, two, three = nobody(), person(EARLY), person(LATE)
    links.link(two.pk, three.pk)
    link = links.link(one.pk, three.pk)
    assert [len(stated(each)) for each in (one, two, three)] == [1, 0, 0]
    links.unlink(link)
    assert [len(stated(each)) for each in (one, two, three)] == [0, 1, 0]
    assert list(disagreements_on_record()) == []


def test_where_the_principal_cannot_be_certified_nobody_is_until_they_part() -> None:
    one, other = nobody("Анна Иванова"), person(EARLY)
    link = links.link(one.pk, other.pk)
    assert not Certificate.objects.in_force().exists()
    assert Certificate.objects.get().revocation == "withdrawn"
    assert list(disagreements_on_record()) == []
    links.unlink(link)
    assert stated(other) == [("Nguyễn Thị Bảo Lộc", 1, 2, EARLY)]


def test_what_changes_in_one_record_changes_the_certificate_of_the_whole() -> None:
    one, other = person(EARLY), person(LATE)
    link = links.link(one.pk, other.pk)
    third = doses.dose(other, date(2021, 9, 30))
    assert stated(one)[0][1:] == (3, 3, date(2021, 9, 30))
    withdraw_dose(dose_id=third.pk, origin="t", by=machine("test"), at=links.AT)
    assert stated(one)[0][1:] == (2, 2, LATE)
    links.unlink(link)
    assert (stated(one)[0][3], stated(other)[0][3]) == (EARLY, LATE)
    assert list(disagreements_on_record()) == []


def test_through_either_record_all_certificates_are_found() -> None:
    one, other = person(EARLY), person(LATE)
    links.link(one.pk, other.pk)
    assert list(certificates_of(one.pk)) == list(certificates_of(other.pk))
    assert len(certificates_of(other.pk)) == 3
    assert certificate_in_force(other.pk) == certificates.in_force(one.pk)


def test_an_expired_certificate_of_a_whole_is_renewed_once() -> None:
    one, other = person(EARLY), person(LATE)
    links.link(one.pk, other.pk)
    later = certificates.in_force(one.pk).issued_at + LIFETIME
    ensure_signing_key(at=later)
    assert renew_in_time(at=later) == 1
    assert certificates.in_force(one.pk).issued_at == later
    assert stated(other) == []


def test_a_certificate_that_a_joined_record_still_holds_is_named() -> None:
    one, other = person(EARLY), person(EARLY)
    its = certificates.in_force(other.pk)
    with certificates.behind_the_back():
        Patient.objects.filter(pk=other.pk).update(principal=one)
    assert list(disagreements_on_record()) == [
        f"certificate {its.pk}: it tells of something the record does not say"
    ]
