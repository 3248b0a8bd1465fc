"""What can happen to an organization's file, and what is refused."""

from sotiem.rosters.operations.add import IsListed, RowIsWrong, add_person
from sotiem.rosters.operations.check import check_roster
from sotiem.rosters.operations.move import RosterHasGoneOn, lay_aside
from sotiem.rosters.operations.send import NobodyToSend, begin_sending, send_roster
from sotiem.rosters.operations.upload import SameRosterCameBefore, upload_roster

__all__ = [
    "IsListed",
    "NobodyToSend",
    "RosterHasGoneOn",
    "RowIsWrong",
    "SameRosterCameBefore",
    "add_person",
    "begin_sending",
    "check_roster",
    "lay_aside",
    "send_roster",
    "upload_roster",
]
