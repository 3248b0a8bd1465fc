from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DosesRecorded(Event):
    """Doses are on record; those of another system may be so without certificates.

    Whoever tells of them holds their people, with all records of theirs.
    """

    dose_ids: tuple[int, ...]
    patient_ids: tuple[int, ...]
    with_certificates: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseAmended(Event):
    """A dose has a next version; a withdrawn dose too."""

    dose_id: int
    patient_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DosesAmended(Event):
    """Many doses have a next version, all at once."""

    dose_ids: tuple[int, ...]
    patient_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DosesWithdrawn(Event):
    """Many doses no longer count, all at once."""

    dose_ids: tuple[int, ...]
    patient_ids: tuple[int, ...]
