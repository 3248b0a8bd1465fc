"""Invented people."""

from datetime import UTC, datetime

from sotiem.foundation.actors import machine
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.operations import register_patients

AT = datetime(2021, 9, 1, tzinfo=UTC)


def facts(
    *,
    full_name: str = "Nguyễn Thị Bảo Lộc",
    birth_date: str = "1987-04-03",
    sex: str = "female",
    phone: str = "0901234567",
    cccd: str = "079187001234",
    cmnd: str = "",
    bhyt: str = "",
) -> PatientFacts:
    return PatientFacts(
        full_name=full_name,
        birth_date=birth_date,
        sex=sex,
        phone=phone,
        cccd=cccd,
        cmnd=cmnd,
        bhyt=bhyt,
    )


def patient(known_as: PatientFacts | None = None) -> Patient:
    """Somebody on record."""
    people = [known_as or facts()]
    return register_patients(people=people, origin="test", by=machine("test"), at=AT)[0]
