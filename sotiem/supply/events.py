from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecalled(Event):
    """From now on nobody may be given a lot."""

    lot_id: int
