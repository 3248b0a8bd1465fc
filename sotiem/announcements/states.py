"""How far an announcement is, and what happened to it."""

from enum import StrEnum
from typing import Final


class AnnouncementState(StrEnum):
    RECEIVED = "received"  # waits for the health department
    ASKED = "asked"  # the health department waits for an answer
    APPROVED = "approved"  # published
    REFUSED = "refused"  # with a reason; may be mended and sent again
    WITHDRAWN = "withdrawn"  # by whoever announced


class StepKind(StrEnum):
    """One line of the history. `sent` and `sent_again` carry what was said."""

    SENT = "sent"
    SENT_AGAIN = "sent_again"
    DOCUMENT = "document"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


MOVES: Final[dict[AnnouncementState, frozenset[AnnouncementState]]] = {
    AnnouncementState.RECEIVED: frozenset(
        {
            AnnouncementState.ASKED,
            AnnouncementState.APPROVED,
            AnnouncementState.REFUSED,
            AnnouncementState.WITHDRAWN,
        }
    ),
    AnnouncementState.ASKED: frozenset(
        {
            AnnouncementState.RECEIVED,
            AnnouncementState.REFUSED,
            AnnouncementState.WITHDRAWN,
        }
    ),
    AnnouncementState.REFUSED: frozenset({AnnouncementState.RECEIVED}),
    AnnouncementState.APPROVED: frozenset(),
    AnnouncementState.WITHDRAWN: frozenset(),
}
# Who announced may still add to it, and send it again.
OPEN: Final = (AnnouncementState.RECEIVED, AnnouncementState.ASKED, AnnouncementState.REFUSED)
DECIDED: Final = (
    AnnouncementState.APPROVED,
    AnnouncementState.REFUSED,
    AnnouncementState.WITHDRAWN,
)
