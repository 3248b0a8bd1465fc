from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.foundation.refusals import require
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations._right import note_right
from sotiem.guardians.queries import right_held


@transaction.atomic
def open_ward(*, public_id: str, by: Citizen, at: datetime) -> Guardianship:
    """A guardian opens her ward's record: it leaves a trace there, as a reading by staff does."""
    mine = by.guardian_id or by.patient_id
    right = right_held(public_id, guardian_id=mine, at=at) if mine is not None else None
    require(right is not None)
    assert right is not None
    note_right("guardianship.opened", right, by=by, at=at)
    return right
