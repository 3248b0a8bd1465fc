"""What can happen to people on record, and what is refused."""

from sotiem.patients.operations.amend import NothingToChange, amend_patient
from sotiem.patients.operations.register import register_patients

__all__ = ["NothingToChange", "amend_patient", "register_patients"]
