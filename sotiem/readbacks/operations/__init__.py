"""What can happen to a dose that is read back, and what is refused."""

from sotiem.readbacks.operations.answer import (
    EntryHasChanged,
    EntryIsWithdrawn,
    LinkHasEnded,
    say_right,
    say_wrong,
)
from sotiem.readbacks.operations.hand_over import hand_over_due, hand_over_session
from sotiem.readbacks.operations.mend import NobodySaysWrong, keep_entry, mend_entry
from sotiem.readbacks.operations.read_back import read_back

__all__ = [
    "EntryHasChanged",
    "EntryIsWithdrawn",
    "LinkHasEnded",
    "NobodySaysWrong",
    "hand_over_due",
    "hand_over_session",
    "keep_entry",
    "mend_entry",
    "read_back",
    "say_right",
    "say_wrong",
]
