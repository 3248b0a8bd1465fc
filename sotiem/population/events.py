from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAnsweredFor(Event):
    """The population registry said something of these people."""

    patient_ids: tuple[int, ...]
