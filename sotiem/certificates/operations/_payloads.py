from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from certificate_format import (
    CertificateError,
    CertificatePayload,
    PersonName,
    VaccinationEntry,
    WrittenPayload,
    new_uci,
    write,
)
from sotiem.certificates.facts import COUNTRY, Statement, Subject
from sotiem.vaccines.models import Vaccine


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate that only lacks its signature."""

    subject: Subject
    statement: Statement
    patient_version_id: int
    uci: str
    payload: WrittenPayload


class Holder(NamedTuple):
    """Whom a certificate names, by the version of her record that it tells."""

    patient_id: int
    version_id: int
    full_name: str
    birth_date: str


def draft_of(
    subject: Subject, statement: Statement, person: Holder, vaccine: Vaccine
) -> Draft | str:
    """Write a certificate, or say by a code why this record cannot have one."""
    try:
        payload = _payload(statement, person, vaccine)
        written = write(payload)
    except CertificateError as error:
        return str(error)
    return Draft(subject, statement, person.version_id, payload.vaccination.uci, written)


def _payload(statement: Statement, person: Holder, vaccine: Vaccine) -> CertificatePayload:
    return CertificatePayload(
        name=PersonName.from_full_name(person.full_name),
        birth_date=person.birth_date,
        vaccination=VaccinationEntry(
            disease=vaccine.disease.code,
            prophylaxis=vaccine.prophylaxis_code,
            product=vaccine.product_code,
            maker=vaccine.manufacturer_code,
            dose_number=statement.dose_number,
            series_doses=statement.series_doses,
            given_on=statement.administered_on,
            country=COUNTRY,
            issuer=getattr(settings, "CERTIFICATE_ISSUER", "Sổ Tiêm"),
            uci=new_uci(COUNTRY),
        ),
    )
