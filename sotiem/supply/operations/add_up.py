"""The sums of places and days: kept with each movement, put together, counted anew."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.supply.summing import ADD_ALL, ADD_UP

# Waits for whoever is moving doses, and keeps others from it until the sums are whole.
_ALONE: Final = "LOCK TABLE supply_supplyday IN SHARE ROW EXCLUSIVE MODE"


@transaction.atomic
def add_up_supply(*, at: datetime) -> None:
    """Add the rows of single movements to their totals; what a reader sums stays the same."""
    hold(Lock.ADDING_UP_SUPPLY)
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP)


@transaction.atomic
def rebuild_supply(*, by: Actor, at: datetime) -> None:
    """Sum all movements on record anew, as if nothing had been summed before."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute("DELETE FROM supply_supplyday")
        cursor.execute(ADD_ALL)
    note = audit.Note(action="supply_days.rebuilt", object_kind="supplyday", object_id=0)
    audit.record_many([note], by=by, at=at)
