"""What can happen to people on record, and what is refused."""

from sotiem.patients.operations.amend import NothingToChange, amend_patient
from sotiem.patients.operations.amend_many import amend_patients
from sotiem.patients.operations.link import (
    LinkHasEnded,
    LinkNeedsTwoRecords,
    link_patients,
    unlink_patients,
)
from sotiem.patients.operations.load import load_people
from sotiem.patients.operations.lock import lock_patients
from sotiem.patients.operations.references import check_references, leave_references_unchecked
from sotiem.patients.operations.register import register_patients

__all__ = [
    "LinkHasEnded",
    "LinkNeedsTwoRecords",
    "NothingToChange",
    "amend_patient",
    "amend_patients",
    "check_references",
    "leave_references_unchecked",
    "link_patients",
    "load_people",
    "lock_patients",
    "register_patients",
    "unlink_patients",
]
