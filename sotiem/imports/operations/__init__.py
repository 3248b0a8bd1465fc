"""What can happen to a facility's sheet, and what is refused."""

from sotiem.imports.operations.answer import (
    RowAsksSomethingElse,
    SomethingChangedMeanwhile,
    TooLateToTakeBack,
    answer_row,
    take_back_answer,
)
from sotiem.imports.operations.cancel import cancel_import
from sotiem.imports.operations.check import check_import
from sotiem.imports.operations.commit import begin_commit, commit_import, finish_commit
from sotiem.imports.operations.move import NotWaitingForThis
from sotiem.imports.operations.upload import upload_sheet
from sotiem.imports.rules.container import (
    FileIsEmpty,
    FileIsTooLarge,
    NotAWorkbook,
    OldWorkbook,
    WorkbookHasMacros,
    WorkbookHasPassword,
    WorkbookIsBroken,
)

__all__ = [
    "FileIsEmpty",
    "FileIsTooLarge",
    "NotAWorkbook",
    "NotWaitingForThis",
    "OldWorkbook",
    "RowAsksSomethingElse",
    "SomethingChangedMeanwhile",
    "TooLateToTakeBack",
    "WorkbookHasMacros",
    "WorkbookHasPassword",
    "WorkbookIsBroken",
    "answer_row",
    "begin_commit",
    "cancel_import",
    "check_import",
    "commit_import",
    "finish_commit",
    "take_back_answer",
    "upload_sheet",
]
