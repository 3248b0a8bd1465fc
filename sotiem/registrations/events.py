from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationsChanged(Event):
    """These came, or how far they are, their group or whom they stand behind is another now."""

    registration_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationsErased(Event):
    """These are gone, and stand nowhere any more."""

    registration_ids: tuple[int, ...]
