"""What can happen to a facility's sheet, and what is refused."""

from sotiem.imports.operations._held import TooLateToTakeBack
from sotiem.imports.operations.answer import (
    RowAsksSomethingElse,
    SomethingChangedMeanwhile,
    answer_row,
    take_back_answer,
)
from sotiem.imports.operations.answer_file import (
    AnswerIsUnknown,
    ColumnIsPointedAtTwice,
    answer_about_file,
)
from sotiem.imports.operations.approve import (
    NothingToRecord,
    approve_part,
    finish_approval,
    record_approval,
)
from sotiem.imports.operations.cancel import PartlyRecorded, cancel_import
from sotiem.imports.operations.check import check_import
from sotiem.imports.operations.commit import begin_commit, commit_import, finish_commit
from sotiem.imports.operations.commit_checked import (
    commit_when_checked,
    finish_commit_when_checked,
)
from sotiem.imports.operations.decide import (
    BirthDateIsToBeCorrected,
    decide_row,
    take_back_decision,
)
from sotiem.imports.operations.move import NotWaitingForThis
from sotiem.imports.operations.place import place_waiting_rows
from sotiem.imports.operations.undo import (
    SomethingWasBuiltOnIt,
    UndoNeedsAReason,
    begin_undo,
    finish_undo,
    undo_import,
)
from sotiem.imports.operations.upload import SameFileCameBefore, upload_again, upload_sheet
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
    "AnswerIsUnknown",
    "BirthDateIsToBeCorrected",
    "ColumnIsPointedAtTwice",
    "FileIsEmpty",
    "FileIsTooLarge",
    "NotAWorkbook",
    "NotWaitingForThis",
    "NothingToRecord",
    "OldWorkbook",
    "PartlyRecorded",
    "RowAsksSomethingElse",
    "SameFileCameBefore",
    "SomethingChangedMeanwhile",
    "SomethingWasBuiltOnIt",
    "TooLateToTakeBack",
    "UndoNeedsAReason",
    "WorkbookHasMacros",
    "WorkbookHasPassword",
    "WorkbookIsBroken",
    "answer_about_file",
    "answer_row",
    "approve_part",
    "begin_commit",
    "begin_undo",
    "cancel_import",
    "check_import",
    "commit_import",
    "commit_when_checked",
    "decide_row",
    "finish_approval",
    "finish_commit",
    "finish_commit_when_checked",
    "finish_undo",
    "place_waiting_rows",
    "record_approval",
    "take_back_answer",
    "take_back_decision",
    "undo_import",
    "upload_again",
    "upload_sheet",
]
