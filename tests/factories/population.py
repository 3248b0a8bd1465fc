"""What the population registry said of invented people."""

from datetime import UTC, datetime
from typing import Final

from sotiem.patients.models import Patient
from sotiem.population.facts import Verdict
from sotiem.population.models import PopulationCheck

AT: Final = datetime(2021, 10, 1, 4, tzinfo=UTC)


def checked(patient: Patient, *, differs: tuple[str, ...] = ()) -> PopulationCheck:
    """Somebody about whom it was asked: all agrees, but what differs."""
    return PopulationCheck.objects.create(
        patient=patient,
        requested_at=AT,
        requested_by="machine:test",
        version_id=patient.current_id,
        asked_at=AT,
        verdict=Verdict.DIFFERS if differs else Verdict.AGREES,
        differs=list(differs),
        tries=1,
    )
