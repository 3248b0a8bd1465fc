from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRead(Event):
    """A stored photo was read by machine, or could not be."""

    file_id: int
