"""What can happen to the keys under which people are found."""

from sotiem.matching.operations.keep_keys import follow_amendment, follow_registration, keep_keys

__all__ = ["follow_amendment", "follow_registration", "keep_keys"]
