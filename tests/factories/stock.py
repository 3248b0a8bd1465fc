"""Stock of invented deliveries."""

from datetime import UTC, date, datetime
from uuid import uuid4

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility
from sotiem.supply.models import Lot, StockBalance, StockMovement
from sotiem.supply.operations import receive_stock
from tests.factories import accounts, reference

AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
TODAY = date(2021, 10, 12)


def clerk(facility: Facility | None = None) -> Staff:
    return accounts.staff((Role.CLERK, (facility or reference.facility()).path))


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def received(
    doses: int = 100,
    *,
    lot: Lot | None = None,
    by: Staff | None = None,
    facility: Facility | None = None,
    moved_on: date = TODAY,
) -> StockMovement:
    """Doses that were delivered to the facility."""
    return receive_stock(
        facility=facility or reference.facility(),
        lot=lot or reference.lot(),
        doses=doses,
        document="PXK 118",
        moved_on=moved_on,
        submission_key=uuid4(),
        by=by or clerk(facility),
        at=AT,
    )


def left_of(lot: Lot | None = None) -> int:
    """What the books say is in the facility's store."""
    return StockBalance.objects.get(facility=reference.facility(), lot=lot or reference.lot()).doses
