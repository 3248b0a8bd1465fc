"""What can happen to a reading of a photo. Nothing is refused here."""

from sotiem.slips.operations.ask import ask_to_read
from sotiem.slips.operations.read import read_in_haste, read_photo

__all__ = ["ask_to_read", "read_in_haste", "read_photo"]
