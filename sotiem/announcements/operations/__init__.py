"""What can happen to an announcement, and what is refused."""

from sotiem.announcements.operations._move import (
    AnnouncementCannotMove,
    AnnouncementHasChanged,
    WordsAreNeeded,
)
from sotiem.announcements.operations.announce import (
    FacilityIsElsewhere,
    announce,
    send_again,
    withdraw_announcement,
)
from sotiem.announcements.operations.decide import (
    FacilityCodeDoesNotFit,
    FacilityCodeIsTaken,
    NobodyDecidesOnTheirOwn,
    approve,
    ask_for_more,
    propose_code,
    refuse,
)
from sotiem.announcements.operations.documents import (
    DocumentIsActive,
    DocumentIsBroken,
    DocumentIsEmpty,
    DocumentIsTooBig,
    DocumentKindUnknown,
    TooManyDocuments,
    add_document,
)

__all__ = [
    "AnnouncementCannotMove",
    "AnnouncementHasChanged",
    "DocumentIsActive",
    "DocumentIsBroken",
    "DocumentIsEmpty",
    "DocumentIsTooBig",
    "DocumentKindUnknown",
    "FacilityCodeDoesNotFit",
    "FacilityCodeIsTaken",
    "FacilityIsElsewhere",
    "NobodyDecidesOnTheirOwn",
    "TooManyDocuments",
    "WordsAreNeeded",
    "add_document",
    "announce",
    "approve",
    "ask_for_more",
    "propose_code",
    "refuse",
    "send_again",
    "withdraw_announcement",
]
