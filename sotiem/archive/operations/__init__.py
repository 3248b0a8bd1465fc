"""What can happen to the archive, and what is refused."""

from sotiem.archive.operations.archive import archive_published_days
from sotiem.archive.operations.keys import KeyCannotBeOpened, KeyNeedsAReason, change_key

__all__ = ["KeyCannotBeOpened", "KeyNeedsAReason", "archive_published_days", "change_key"]
