from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.supply.models import Lot
from sotiem.supply.queries import find_lot


def lot_of(public_id: UUID) -> Lot:
    """The lot that an address names."""
    lot = find_lot(public_id)
    if lot is None:
        raise Http404
    return lot


def key_in(request: HttpRequest, name: str) -> UUID | None:
    """A public key in the address, if it is one."""
    try:
        return UUID(request.GET[name])
    except (KeyError, ValueError):
        return None
