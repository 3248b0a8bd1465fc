"""Who may see, commit and undo a sheet of corrections."""

from sotiem.accounts.facts import Role, Staff
from sotiem.mending.models import MendingSheet


def can_upload(by: Staff) -> bool:
    """Officers correct what lies in their jurisdiction; each row is asked for itself."""
    return bool(by.jurisdictions(Role.OFFICER))


def can_see(by: Staff, sheet: MendingSheet) -> bool:
    """Officers see a sheet whose jurisdiction lies wholly in theirs."""
    return bool(sheet.paths) and all(by.may(Role.OFFICER, path) for path in sheet.paths)


def can_agree(by: Staff, sheet: MendingSheet) -> bool:
    """A second officer agrees: neither who uploaded the sheet nor who asked for the commit."""
    return can_see(by, sheet) and by.user_id not in (sheet.uploaded_by_id, sheet.committed_by_id)
