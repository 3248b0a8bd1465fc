"""What can happen to rules of reopening, and what is refused."""

from sotiem.reopening.operations.draft import (
    DraftIsClosed,
    EndsBeforeItBegins,
    IdentifierIsFixed,
    RulesHaveFaults,
    drop_draft,
    save_draft,
    start_draft,
)
from sotiem.reopening.operations.publish import (
    AnotherWasPublished,
    DrafterMayNotPublish,
    DraftHasChanged,
    publish_version,
)

__all__ = [
    "AnotherWasPublished",
    "DraftHasChanged",
    "DraftIsClosed",
    "DrafterMayNotPublish",
    "EndsBeforeItBegins",
    "IdentifierIsFixed",
    "RulesHaveFaults",
    "drop_draft",
    "publish_version",
    "save_draft",
    "start_draft",
]
