"""What can happen on the desk, and what is refused."""

from sotiem.desk.operations._member import DoseChangedSince, ReportWasPlaced
from sotiem.desk.operations._move import BulkHasGoneOn
from sotiem.desk.operations.one_key import ProposalIsGone, agree_with_proposal
from sotiem.desk.operations.plan import (
    BulkNeedsANote,
    ErrorIsBeingDecided,
    NothingToDecide,
    cancel_bulk_decision,
    leave_out,
    plan_bulk_decision,
)
from sotiem.desk.operations.presence import (
    choose_keys,
    forget_closed_pages,
    note_closed_page,
    note_open_page,
)
from sotiem.desk.operations.refresh import refresh_shared_errors
from sotiem.desk.operations.run import (
    NobodyAgreesTwice,
    NothingIsLeft,
    agree_bulk_decision,
    begin_bulk_decision,
    run_bulk_decision,
)
from sotiem.desk.operations.try_out import try_out_bulk_decision
from sotiem.desk.operations.undo import UndoNeedsANote, begin_undo, undo_bulk_decision

__all__ = [
    "BulkHasGoneOn",
    "BulkNeedsANote",
    "DoseChangedSince",
    "ErrorIsBeingDecided",
    "NobodyAgreesTwice",
    "NothingIsLeft",
    "NothingToDecide",
    "ProposalIsGone",
    "ReportWasPlaced",
    "UndoNeedsANote",
    "agree_bulk_decision",
    "agree_with_proposal",
    "begin_bulk_decision",
    "begin_undo",
    "cancel_bulk_decision",
    "choose_keys",
    "forget_closed_pages",
    "leave_out",
    "note_closed_page",
    "note_open_page",
    "plan_bulk_decision",
    "refresh_shared_errors",
    "run_bulk_decision",
    "try_out_bulk_decision",
    "undo_bulk_decision",
]
