"""A family: a parent and a child with the parent's phone on record, invented."""

from dataclasses import replace
from datetime import UTC, datetime

from sotiem.accounts.facts import Citizen, guardian
from sotiem.guardians.facts import Relation
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations import claim_child
from sotiem.patients.models import Patient
from tests.factories import accounts, patients

AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
CHILD_NAME, CHILD_BORN = "Trần Gia Hân", "2009-05-06"
OF_AGE_ON = "2027-05-06"


def parent() -> Patient:
    return patients.patient()


def child(birth_date: str = CHILD_BORN, phone: str = "0901234567", cccd: str = "") -> Patient:
    facts = patients.facts(full_name=CHILD_NAME, birth_date=birth_date, phone=phone, cccd=cccd)
    return patients.patient(replace(facts, sex="female"))


def claimed(
    by: Citizen,
    *,
    full_name: str = CHILD_NAME,
    birth_date: str = CHILD_BORN,
    ward_agreed: bool = True,
    at: datetime = AT,
) -> Guardianship:
    """The right that a parent claims over her child."""
    return claim_child(
        full_name=full_name,
        birth_date=birth_date,
        relation=Relation.PARENT,
        ward_agreed=ward_agreed,
        by=by,
        at=at,
    )


def family() -> tuple[Patient, Patient, Guardianship]:
    """A parent, her child, and her right."""
    mother, ward = parent(), child()
    return mother, ward, claimed(accounts.citizen_of(mother))


def acting(right: Guardianship) -> Citizen:
    """The guardian, with her ward's record open."""
    return guardian(
        phone=right.phone,
        public_id=str(right.guardian.public_id),
        guardian_id=right.guardian_id,
        ward_id=right.ward_id,
    )
