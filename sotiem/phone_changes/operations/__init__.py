"""What can happen to the phone that opens a record, and what is refused."""

from sotiem.phone_changes.operations.decide import ChangeIsDecided, decide_change
from sotiem.phone_changes.operations.note_use import PhoneIsFrozen, note_use
from sotiem.phone_changes.operations.objecting import ObjectionIsLate, object_to_change
from sotiem.phone_changes.operations.replace import (
    ChangeIsOpen,
    PhoneIsTheSame,
    ask_new_phone,
    replace_phone,
)
from sotiem.phone_changes.operations.search import PapersAreNotEnough, find_by_papers

__all__ = [
    "ChangeIsDecided",
    "ChangeIsOpen",
    "ObjectionIsLate",
    "PapersAreNotEnough",
    "PhoneIsFrozen",
    "PhoneIsTheSame",
    "ask_new_phone",
    "decide_change",
    "find_by_papers",
    "note_use",
    "object_to_change",
    "replace_phone",
]
