from datetime import date, datetime

from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.supply.models import Lot
from sotiem.vaccines.models import Vaccine


class LotHasAnotherExpiry(Refusal):
    """The lot is known, with another last day; details: lot, expires_on."""


@transaction.atomic
def register_lot(
    *, vaccine: Vaccine, number: str, expires_on: date, by: Actor, at: datetime
) -> Lot:
    """Make a lot known, so that doses may name it. Whoever tells of it again gets the same."""
    lot, is_new = Lot.objects.get_or_create(
        vaccine=vaccine, number=number.strip().upper(), defaults={"expires_on": expires_on}
    )
    if is_new:
        audit.record("lot.registered", lot, by=by, at=at)
    elif lot.expires_on != expires_on:
        raise LotHasAnotherExpiry(lot=lot.number, expires_on=f"{lot.expires_on:%d/%m/%Y}")
    return lot
