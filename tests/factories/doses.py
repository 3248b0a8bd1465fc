"""Doses of invented people."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sotiem.doses.facts import DoseFacts, DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import record_doses
from sotiem.foundation.actors import Actor, machine
from sotiem.patients.models import Patient
from tests.factories import reference

AT = datetime(2021, 10, 1, 3, tzinfo=UTC)


def facts(day: date = date(2021, 8, 12), *, vaccine: str = "ASTRAZENECA") -> DoseFacts:
    return DoseFacts(
        vaccine_id=reference.vaccine(vaccine).pk,
        administered_on=day,
        lot_number="FK0112",
        facility_id=reference.facility().pk,
    )


def dose(
    patient: Patient,
    day: date = date(2021, 8, 12),
    *,
    vaccine: str = "ASTRAZENECA",
    lot_number: str = "FK0112",
    by: Actor | None = None,
) -> Dose:
    """A dose on record."""
    what = replace(facts(day, vaccine=vaccine), lot_number=lot_number)
    new = NewDose(patient_id=patient.pk, facts=what, origin="test")
    return record_doses(doses=[new], reason=DoseReason.RECORDED, by=by or machine("test"), at=AT)[0]
