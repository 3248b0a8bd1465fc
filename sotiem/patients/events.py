from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsRegistered(Event):
    patient_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAmended(Event):
    patient_id: int
    version: int
