"""Keys that sign, people who hold certificates, and certificates of somebody else's making."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from certificate_format import (
    Algorithm,
    CertificatePayload,
    LocalSigner,
    PersonName,
    VaccinationEntry,
    issue,
    new_uci,
)
from certificate_format.keys import make_csca, new_private_key
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import (
    ensure_signing_key,
    refresh_certificates,
    sign_what_was_saved,
)
from sotiem.foundation.actors import machine
from sotiem.patients.models import Patient
from tests.factories import doses, patients

AT = datetime(2021, 10, 2, 3, tzinfo=UTC)
KEY_AT = datetime(2021, 1, 1, tzinfo=UTC)


def signing_key() -> SigningKey:
    """The key of 2021."""
    return ensure_signing_key(at=KEY_AT)


def vaccinated(
    *days: date, vaccine: str = "ASTRAZENECA", full_name: str = "Nguyễn Thị Bảo Lộc"
) -> Patient:
    """A person with doses on these days, not yet certified unless something follows."""
    person = patients.patient(replace(patients.facts(), full_name=full_name))
    for day in days or (date(2021, 8, 12),):
        doses.dose(person, day, vaccine=vaccine)
    return person


def certified(
    *days: date, vaccine: str = "ASTRAZENECA", full_name: str = "Nguyễn Thị Bảo Lộc"
) -> Certificate:
    """The certificate in force of such a person."""
    signing_key()
    person = vaccinated(*days, vaccine=vaccine, full_name=full_name)
    refresh([person.pk])
    return in_force(person.pk)


def refresh(patient_ids: Sequence[int], *, at: datetime = AT) -> None:
    refresh_certificates(patient_ids=patient_ids, by=machine("test"), at=at)


def sign_and_refresh(patient_ids: Sequence[int], *, at: datetime) -> None:
    """The same where keys are younger than the doses: their facilities sign first."""
    sign_what_was_saved(at=at)
    refresh(patient_ids, at=at)


def in_force(patient_id: int) -> Certificate:
    return Certificate.objects.in_force().get(patient_id=patient_id)


@contextmanager
def behind_the_back() -> Iterator[None]:
    """Change rows as somebody would who got hold of the database itself."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def foreign_text(*, at: datetime = AT) -> str:
    """A good certificate of a signer whom we do not know."""
    key = new_private_key(Algorithm.ES256)
    end = at + timedelta(days=730)
    root = make_csca(key, country="FR", name="CSCA France", valid_from=at, valid_until=end)
    payload = CertificatePayload(
        name=PersonName.of(family="Dupont", given="Marie"),
        birth_date="1990",
        vaccination=VaccinationEntry(
            disease="840539006",
            prophylaxis="29061000087103",
            product="EU/1/21/1529",
            maker="ORG-100001699",
            dose_number=1,
            series_doses=2,
            given_on=date(2021, 8, 12),
            country="FR",
            issuer="CNAM",
            uci=new_uci("FR"),
        ),
    )
    return issue(
        payload,
        signer=LocalSigner(key, root),
        issuer="FR",
        issued_at=at,
        expires_at=at + timedelta(days=365),
    ).text
