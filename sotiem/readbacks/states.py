"""How far a dose that is read back to its person has come."""

from enum import StrEnum
from typing import Final


class ReadbackState(StrEnum):
    WAITING = "waiting"  # nobody has answered
    RIGHT = "right"
    WRONG = "wrong"  # the session's team looks at it
    MENDED = "mended"  # asked again
    KEPT = "kept"  # the team says why it stays so; asked again
    HANDED_OVER = "handed_over"  # a correction report, with its clock


ASKING: Final = frozenset({ReadbackState.WAITING, ReadbackState.MENDED, ReadbackState.KEPT})
CALLED_WRONG: Final = frozenset({ReadbackState.WRONG, ReadbackState.HANDED_OVER})
