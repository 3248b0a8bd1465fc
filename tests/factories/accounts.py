"""Members of staff and citizens, invented."""

from datetime import UTC, datetime
from itertools import count

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff, citizen
from sotiem.accounts.models import User
from sotiem.accounts.operations import grant_role, register_user
from sotiem.accounts.queries import staff_of
from sotiem.foundation.actors import machine
from sotiem.patients.models import Patient

AT = datetime(2021, 9, 1, tzinfo=UTC)
_numbers = count(1)


def user(*grants: tuple[Role, str], unit_name: str = "Trạm Y tế Bình Minh") -> User:
    """An account with these roles, each over a path."""
    made = register_user(
        username=f"canbo{next(_numbers)}",
        full_name="Trần Văn Mẫu",
        unit_name=unit_name,
        password="mật khẩu thử 1",
        by=machine("test"),
        at=AT,
    )
    for role, path in grants:
        grant_role(user=made, role=role, jurisdiction=Jurisdiction(path), by=machine("test"), at=AT)
    return made


def staff(*grants: tuple[Role, str]) -> Staff:
    """A member of staff who acts."""
    return staff_of(user(*grants), at=datetime.now(UTC))


def citizen_of(patient: Patient, phone: str = "0901234567") -> Citizen:
    """The person on record, acting herself."""
    return citizen(phone=phone, patient_id=patient.pk, patient_public_id=str(patient.public_id))
