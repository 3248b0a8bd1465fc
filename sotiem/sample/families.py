"""The citizen whom the demonstration names has a child, and keeps its record."""

from datetime import date, datetime

from sotiem.accounts.facts import citizen
from sotiem.doses.facts import DoseFacts, DoseReason, NewDose
from sotiem.doses.operations import record_doses
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine
from sotiem.guardians.facts import Relation
from sotiem.guardians.operations import claim_child
from sotiem.matching.queries import find_exact
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.operations import register_patients
from sotiem.sample.people import Person
from sotiem.vaccines.models import Vaccine

BY = machine("sample")
CHILD = "Trần Gia Hân"
AGE = 10


def keep_a_child(parent: Person, facility: Facility, *, now: datetime) -> None:
    """A child with one dose, under her mother's phone, who agreed that her mother keeps it."""
    born = date(now.year - AGE, 1, 9).isoformat()
    child = PatientFacts(
        full_name=CHILD,
        birth_date=born,
        sex="female",
        phone=parent.phone,
        address=parent.address,
        commune_id=facility.commune_id,
    )
    ward = register_patients(people=[child], origin="sample", by=BY, at=now)[0]
    given = DoseFacts(
        vaccine_id=Vaccine.objects.get(code="COMIRNATY").pk,
        administered_on=date(now.year - 1, 11, 3),
        lot_number="PF0455",
        facility_id=facility.pk,
    )
    dose = NewDose(patient_id=ward.pk, facts=given, origin="sample")
    record_doses(doses=[dose], reason=DoseReason.RECORDED, by=BY, at=now)
    mother_id = find_exact(
        full_name=parent.full_name, birth_date=parent.birth_iso, phone=parent.phone
    )
    mother = Patient.objects.get(pk=mother_id or 0)
    claim_child(
        full_name=CHILD,
        birth_date=born,
        relation=Relation.PARENT,
        ward_agreed=True,
        by=citizen(
            phone=parent.phone, patient_id=mother.pk, patient_public_id=str(mother.public_id)
        ),
        at=now,
    )
