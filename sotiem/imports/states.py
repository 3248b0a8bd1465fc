"""The life of a sheet, and the fate of a row."""

from enum import StrEnum


class ImportStatus(StrEnum):
    CHECKING = "checking"
    REFUSED = "refused"  # the file as a whole cannot be read; `problem` says why
    READY = "ready"  # every row is checked; waits for the clerk
    COMMITTING = "committing"
    COMMITTED = "committed"
    CANCELLED = "cancelled"


class RowOutcome(StrEnum):
    NEW = "new"  # will be recorded (person found or to be registered)
    KNOWN = "known"  # this dose is on record already
    REVIEW = "review"  # a person must say whose it is
    REFUSED = "refused"  # problems that the facility must mend
    RECORDED = "recorded"  # committed: a dose was recorded


class Answer(StrEnum):
    """What a person says of a row whose dose may be known."""

    SAME = "same"  # it is a dose on record
    ANOTHER = "another"  # it is none of those on record
