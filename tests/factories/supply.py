"""Depots, decisions and consignments, invented."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_depot
from sotiem.supply.facts import Allocation, ToSend
from sotiem.supply.models import AllocationDecision, Consignment, Lot, StockMovement
from sotiem.supply.operations import decide_allocation, receive_stock, send_consignment
from sotiem.supply.states import Source
from tests.factories import accounts, reference
from tests.factories.stock import AT, TODAY


def province() -> str:
    """The province in which the test country's facilities lie."""
    return "/".join(reference.facility().path.split("/")[:2])


def depot(of: str = "vn", name: str = "") -> Facility:
    """The depot of the country, or of a province."""
    return register_depot(
        name=name or f"Kho mẫu {of}",
        address="1 Đường Mẫu",
        commune=reference.commune(),
        of=Jurisdiction(of),
        by=reference.BY,
        at=AT,
    )


def keeper(*stores: Facility) -> Staff:
    return accounts.staff(*(grant_for(store) for store in stores))


def grant_for(store: Facility) -> tuple[Role, str]:
    """The role of whoever keeps a store."""
    return Role.KEEPER if store.is_depot else Role.CLERK, store.path


def officer(path: str = "vn") -> Staff:
    return accounts.staff((Role.OFFICER, path))


def come_in(
    doses: int = 1_000, *, to: Facility | None = None, lot: Lot | None = None, on: date = TODAY
) -> StockMovement:
    """Vaccine that came into the country."""
    store = to or depot()
    return receive_stock(
        facility=store,
        lot=lot or reference.lot(),
        doses=doses,
        document="HĐ 01",
        moved_on=on,
        submission_key=uuid4(),
        by=keeper(store),
        at=AT,
        source=Source.PURCHASE,
    )


def decided(
    lines: Mapping[Facility, int],
    *,
    path: str = "vn",
    number: str = "3820/QĐ-BYT",
    on: date = TODAY,
    amends: AllocationDecision | None = None,
    by: Staff | None = None,
    key: UUID | None = None,
    **more: Any,
) -> AllocationDecision:
    what = Allocation(
        path=path,
        number=number,
        decided_on=on,
        signed_by="Thứ trưởng Mẫu",
        vaccine=more.pop("vaccine", None) or reference.vaccine(),
        lines=lines,
    )
    return decide_allocation(
        what=what, amends=amends, submission_key=key or uuid4(), by=by or officer(path), at=AT
    )


def sent(
    doses: Mapping[Lot, int] | int,
    *,
    from_store: Facility,
    to_store: Facility,
    under: AllocationDecision | None = None,
    reason: str = "",
    on: date = TODAY,
    by: Staff | None = None,
    key: UUID | None = None,
) -> Consignment:
    """Vaccine that is on its way; by reason where no decision is named."""
    what = ToSend(
        from_store=from_store,
        to_store=to_store,
        doses={reference.lot(): doses} if isinstance(doses, int) else doses,
        under=under,
        reason=reason or ("" if under else "Điều phối gấp"),
        document="PXK 5",
        sent_on=on,
        expected_on=on + timedelta(days=2),
    )
    return send_consignment(
        what=what, submission_key=key or uuid4(), by=by or keeper(from_store), at=AT
    )
