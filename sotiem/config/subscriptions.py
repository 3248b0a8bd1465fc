"""Who follows which event. In the transaction: what must be true together. After commit: telling."""

from typing import Final

from sotiem.foundation.events import Subscriptions
from sotiem.matching.operations import follow_amendment, follow_registration
from sotiem.patients.events import PatientAmended, PatientsRegistered

IN_TRANSACTION: Final[Subscriptions] = {
    PatientsRegistered: (follow_registration,),
    PatientAmended: (follow_amendment,),
}
AFTER_COMMIT: Final[Subscriptions] = {}
