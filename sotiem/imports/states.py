"""The life of a sheet, and the fate of a row."""

from enum import StrEnum
from typing import Final


class ImportStatus(StrEnum):
    CHECKING = "checking"
    ASKING = "asking"  # waits for the clerk's word on the file as a whole
    REFUSED = "refused"  # the file as a whole cannot be read; `problem` says why
    READY = "ready"  # every row is checked; waits for the clerk
    COMMITTING = "committing"
    COMMITTED = "committed"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"  # all its doses were withdrawn


class RowOutcome(StrEnum):
    NEW = "new"  # will be recorded (person found or to be registered)
    KNOWN = "known"  # this dose is on record already
    REVIEW = "review"  # a person must say whose it is
    REFUSED = "refused"  # problems that the facility must mend
    RECORDED = "recorded"  # committed: a dose was recorded
    CHANGED = "changed"  # the person's record changed since the upload: look before it is recorded
    UNDONE = "undone"  # its dose was withdrawn with the whole sheet


class Answer(StrEnum):
    """What a person says of a row whose dose may be known."""

    SAME = "same"  # it is a dose on record
    ANOTHER = "another"  # it is none of those on record


class Decision(StrEnum):
    """What a person says of a row whose person may be on record."""

    KEEP = "keep"  # it is this person; what is on record of her stays
    USE = "use"  # it is this person; what is empty on record is filled from the row
    BOTH = "both"  # it is none of these, but someone new


class Change(StrEnum):
    """What changed on record between the upload of a sheet and its recording."""

    PERSON_AMENDED = "person_amended"
    PERSON_LINKED = "person_linked"
    DOSE_KNOWN = "dose_known"
    IN_DOUBT = "in_doubt"


class Part(StrEnum):
    """Parts of a sheet that are approved each on its own."""

    PLAIN = "plain"  # new, with nothing to note
    NOTED = "noted"  # new, with a note
    DECIDED = "decided"  # new, because somebody answered
    CHANGED = "changed"  # changed since the upload, and looked at


class BuiltUpon(StrEnum):
    """What was built on an import, so that it can no longer be undone as a whole."""

    DOSE_AMENDED = "dose_amended"
    PERSON_AMENDED = "person_amended"
    PERSON_LINKED = "person_linked"
    REPORT_OPEN = "report_open"


# Rows that wait for a person.
WAITING: Final = (RowOutcome.REVIEW, RowOutcome.CHANGED)
