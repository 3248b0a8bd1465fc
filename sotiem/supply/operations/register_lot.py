from datetime import date, datetime

from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.supply.models import Lot
from sotiem.vaccines.models import Vaccine


@transaction.atomic
def register_lot(
    *, vaccine: Vaccine, number: str, expires_on: date, by: Actor, at: datetime
) -> Lot:
    """Make a lot known, so that doses may name it."""
    lot = Lot.objects.create(vaccine=vaccine, number=number.upper(), expires_on=expires_on)
    audit.record("lot.registered", lot, by=by, at=at)
    return lot
