"""What can happen to a registration, and what is refused."""

from sotiem.registrations.operations.change import (
    RegistrationIsOver,
    change_wish,
    withdraw_registration,
)
from sotiem.registrations.operations.register import ConsentIsOld, register
from sotiem.registrations.operations.run_list import (
    FacilityIsElsewhere,
    approve_group,
    assign_group,
)

__all__ = [
    "ConsentIsOld",
    "FacilityIsElsewhere",
    "RegistrationIsOver",
    "approve_group",
    "assign_group",
    "change_wish",
    "register",
    "withdraw_registration",
]
