from dataclasses import dataclass

from sotiem.foundation.events import Event
from sotiem.patients.facts import PatientFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsRegistered(Event):
    """New on record; `facts` is what was said of each of them, in the same order."""

    patient_ids: tuple[int, ...]
    facts: tuple[PatientFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAmended(Event):
    patient_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsAmended(Event):
    """Many people have a next version, all at once."""

    patient_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsLinked(Event):
    """Two records are one person's: `patient_ids` are all records of the whole they now make."""

    link_id: int
    patient_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsUnlinked(Event):
    """A link has ended: `patient_ids` are all records of the whole it was a part of."""

    link_id: int
    patient_ids: tuple[int, ...]
