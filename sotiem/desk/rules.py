"""When an error counts as one of many, and when two must agree: without database or clock."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

# So many open reports that say the same of one session are one error.
REPORTS_OF_ONE_ERROR: Final = 3
ONE_OFFICER_DECIDES: Final = 50
# A page that has not told of itself for so long is taken to be closed.
PAGE_IS_CLOSED_AFTER: Final = timedelta(seconds=75)


def needs_second(doses: int, changed: Collection[str]) -> bool:
    """Two officers must agree on many doses, and wherever another vaccine or place is recorded."""
    return doses > ONE_OFFICER_DECIDES or not {"vaccine_id", "facility_id"}.isdisjoint(changed)
