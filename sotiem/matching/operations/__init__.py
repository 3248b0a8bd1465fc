"""What can happen to the keys under which people are found, and to the models that judge."""

from sotiem.matching.operations.hold_newcomers import hold_newcomers
from sotiem.matching.operations.keep_keys import follow_amendment, follow_registration, keep_keys
from sotiem.matching.operations.take_name_statistics import take_name_statistics

__all__ = [
    "follow_amendment",
    "follow_registration",
    "hold_newcomers",
    "keep_keys",
    "take_name_statistics",
]
