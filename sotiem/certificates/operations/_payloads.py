from dataclasses import dataclass

from django.conf import settings

from certificate_format import (
    CertificateError,
    CertificatePayload,
    PersonName,
    VaccinationEntry,
    new_uci,
)
from certificate_format.schema import to_fields
from certificate_format.value_sets import check_new_codes
from sotiem.certificates.facts import Statement, Subject
from sotiem.certificates.operations.keys import COUNTRY
from sotiem.patients.models import PatientVersion
from sotiem.vaccines.models import Vaccine


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate that only lacks its signature."""

    subject: Subject
    statement: Statement
    patient_version_id: int
    payload: CertificatePayload


def draft_of(
    subject: Subject, statement: Statement, person: PatientVersion, vaccine: Vaccine
) -> Draft | str:
    """Write a certificate, or say by a code why this record cannot have one."""
    try:
        payload = _payload(statement, person, vaccine)
        to_fields(payload)
        check_new_codes(payload.vaccination)
    except CertificateError as error:
        return str(error)
    return Draft(subject, statement, person.pk, payload)


def _payload(statement: Statement, person: PatientVersion, vaccine: Vaccine) -> CertificatePayload:
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
