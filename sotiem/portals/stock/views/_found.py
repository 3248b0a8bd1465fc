from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities.models import Facility
from sotiem.facilities.permissions import is_country_or_province
from sotiem.portals.components.access import acting_staff
from sotiem.portals.office.scopes import names_of
from sotiem.supply.allocations import find_decision
from sotiem.supply.consignments import find_consignment
from sotiem.supply.models import AllocationDecision, Consignment, Lot
from sotiem.supply.permissions import (
    areas_decided_by,
    can_decide,
    can_move_stock,
    can_see_consignment,
    keeps_store,
)
from sotiem.supply.queries import find_lot


@dataclass(frozen=True, slots=True)
class Place:
    """The country or a province that somebody looks at, and the areas that are hers."""

    path: str
    name: str
    areas: list[tuple[str, str]]
    above: tuple[str, str] | None


def place_of(request: HttpRequest) -> Place:
    """The place asked for by `noi`, else her first area; others are as if there were none."""
    areas = areas_decided_by(acting_staff(request))
    asked = request.POST.get("noi") or request.GET.get("noi") or (areas[0] if areas else "")
    is_hers = any(Jurisdiction(area).covers(asked) for area in areas)
    names = names_of([*areas, asked, "vn"])
    if not is_hers or not is_country_or_province(asked) or names[asked] == asked:
        raise Http404
    above = ("vn", names["vn"]) if "vn" in areas and asked != "vn" else None
    return Place(asked, names[asked], [(area, names[area]) for area in areas], above)


def store_of(request: HttpRequest, code: str, *, to_look: bool = False) -> Facility:
    """The facility or depot with this code, for who moves its stock, or may look at it.

    Of others it is as if it did not exist.
    """
    store = Facility.stores.filter(code=code).first()
    allowed = keeps_store if to_look else can_move_stock
    if store is None or not allowed(acting_staff(request), store):
        raise Http404
    return store


def lot_of(public_id: UUID) -> Lot:
    """The lot that an address names."""
    lot = find_lot(public_id)
    if lot is None:
        raise Http404
    return lot


def consignment_of(request: HttpRequest, public_id: UUID) -> Consignment:
    """The consignment that an address names, for who may see one of its ends."""
    found = find_consignment(public_id)
    who = acting_staff(request)
    if found is None or not can_see_consignment(who, found.from_store, found.to_store):
        raise Http404
    return found


def decision_of(request: HttpRequest, public_id: UUID) -> AllocationDecision:
    """The decision that an address names, for who decides there."""
    found = find_decision(public_id)
    if found is None or not can_decide(acting_staff(request), found.path):
        raise Http404
    return found


def key_in(request: HttpRequest, name: str) -> UUID | None:
    """A public key in the address, if it is one."""
    try:
        return UUID(request.GET[name])
    except (KeyError, ValueError):
        return None
