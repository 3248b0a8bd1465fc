"""What can happen to reactions, and what is refused."""

from sotiem.reactions.operations.follow import OutcomeIsNeeded, follow_reaction
from sotiem.reactions.operations.report import (
    DoseIsTooLongAgo,
    NoSignIsSaid,
    OnsetDoesNotFit,
    report_reaction,
)

__all__ = [
    "DoseIsTooLongAgo",
    "NoSignIsSaid",
    "OnsetDoesNotFit",
    "OutcomeIsNeeded",
    "follow_reaction",
    "report_reaction",
]
