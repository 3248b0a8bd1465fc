"""Who follows which event. In the transaction: what must be true together. After commit: telling."""

from typing import Final

from sotiem.foundation.events import Subscriptions

IN_TRANSACTION: Final[Subscriptions] = {}
AFTER_COMMIT: Final[Subscriptions] = {}
