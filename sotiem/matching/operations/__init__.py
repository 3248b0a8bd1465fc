"""What can happen to the keys under which people are found, and to who registers new ones."""

from sotiem.matching.operations.hold_newcomers import hold_newcomers
from sotiem.matching.operations.keep_keys import follow_amendment, follow_registration, keep_keys

__all__ = ["follow_amendment", "follow_registration", "hold_newcomers", "keep_keys"]
