"""What can happen to facilities, and what is refused."""

from sotiem.facilities.operations.publish import publish_facility
from sotiem.facilities.operations.register import (
    jurisdiction_of,
    path_of_commune,
    register_depot,
    register_facility,
)
from sotiem.facilities.operations.stop import (
    FacilityIsClosed,
    FacilityIsSuspended,
    StopEndsBeforeItBegins,
    StopHasEnded,
    StopNeedsAReason,
    close_facility,
    lift_suspension,
    require_at_work,
    suspend_facility,
)

__all__ = [
    "FacilityIsClosed",
    "FacilityIsSuspended",
    "StopEndsBeforeItBegins",
    "StopHasEnded",
    "StopNeedsAReason",
    "close_facility",
    "jurisdiction_of",
    "lift_suspension",
    "path_of_commune",
    "publish_facility",
    "register_depot",
    "register_facility",
    "require_at_work",
    "suspend_facility",
]
