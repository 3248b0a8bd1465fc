"""What can happen to a registration, and what is refused."""

from sotiem.registrations.operations.call import (
    NoSeatsAreTimed,
    NotInvited,
    call_next,
    call_people,
    confirm_invitation,
    decline_invitation,
)
from sotiem.registrations.operations.change import (
    RegistrationIsOver,
    change_wish,
    withdraw_registration,
)
from sotiem.registrations.operations.erase import erase_registrations
from sotiem.registrations.operations.organize import (
    GroupIsHers,
    NotTheSamePerson,
    enrol_people,
    hand_over,
    register_organization,
    take_over,
)
from sotiem.registrations.operations.register import ConsentIsOld, register
from sotiem.registrations.operations.run_list import (
    FacilityIsElsewhere,
    approve_group,
    approve_organization,
    assign_group,
)

__all__ = [
    "ConsentIsOld",
    "FacilityIsElsewhere",
    "GroupIsHers",
    "NoSeatsAreTimed",
    "NotInvited",
    "NotTheSamePerson",
    "RegistrationIsOver",
    "approve_group",
    "approve_organization",
    "assign_group",
    "call_next",
    "call_people",
    "change_wish",
    "confirm_invitation",
    "decline_invitation",
    "enrol_people",
    "erase_registrations",
    "hand_over",
    "register",
    "register_organization",
    "take_over",
    "withdraw_registration",
]
