"""What can happen to a sheet of corrections, and what is refused."""

from sotiem.mending.operations._move import SheetHasGoneOn
from sotiem.mending.operations.cancel import cancel_corrections
from sotiem.mending.operations.check import check_corrections
from sotiem.mending.operations.commit import (
    CommitNeedsAReason,
    NothingToCorrect,
    SecondMustBeAnother,
    agree_with_corrections,
    begin_corrections,
    carry_out_corrections,
)
from sotiem.mending.operations.undo import UndoNeedsWords, begin_undo, undo_corrections
from sotiem.mending.operations.upload import SameSheetCameBefore, upload_corrections

__all__ = [
    "CommitNeedsAReason",
    "NothingToCorrect",
    "SameSheetCameBefore",
    "SecondMustBeAnother",
    "SheetHasGoneOn",
    "UndoNeedsWords",
    "agree_with_corrections",
    "begin_corrections",
    "begin_undo",
    "cancel_corrections",
    "carry_out_corrections",
    "check_corrections",
    "undo_corrections",
    "upload_corrections",
]
