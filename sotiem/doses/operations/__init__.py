"""What can happen to doses, and what is refused."""

from sotiem.doses.operations.amend import NothingToAmend, amend_dose, withdraw_dose
from sotiem.doses.operations.amend_many import amend_doses
from sotiem.doses.operations.load import DosesLoaded, load_doses
from sotiem.doses.operations.record import DoseIsKnown, record_doses
from sotiem.doses.operations.withdraw_many import withdraw_doses
from sotiem.doses.rules import GivenBeforeBirth, GivenBeforeTheVaccineExisted, GivenInTheFuture
from sotiem.patients.operations import lock_patients

__all__ = [
    "DoseIsKnown",
    "DosesLoaded",
    "GivenBeforeBirth",
    "GivenBeforeTheVaccineExisted",
    "GivenInTheFuture",
    "NothingToAmend",
    "amend_dose",
    "amend_doses",
    "load_doses",
    "lock_patients",
    "record_doses",
    "withdraw_dose",
    "withdraw_doses",
]
