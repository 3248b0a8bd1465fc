from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.queries import recalled_lots_given_at
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.stock.views._found import store_of
from sotiem.portals.stock.words import NEXT, SOON, SOON_NEXT, WHY_NOT
from sotiem.supply.allocations import lines_to
from sotiem.supply.consignments import on_the_way_to
from sotiem.supply.facts import LotInStore
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.queries import lots_in_store
from sotiem.supply.states import WhyNot

_SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ShownLot:
    """A lot as the store's page shows it: how it stands, and what to do about it."""

    held: LotInStore
    tone: str
    state: str | Promise
    next_step: str | Promise


@staff(Role.CLERK, Role.HEAD, Role.KEEPER)
@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """A facility's stock, the lots that expire first in front."""
    facility = store_of(request, code, to_look=True)
    today = timezone.localdate()
    held = lots_in_store(facility, on=today, with_empty=True)
    facts = {
        "facility": facility,
        "today": today,
        "lots": [shown(each, today) for each in held if each.doses],
        "empty": [each for each in held if not each.doses],
        "usable": sum(each.doses for each in held if each.why_not is None),
        "aside": sum(each.doses for each in held if each.why_not is not None),
        "may_move": can_move_stock(acting_staff(request), facility),
        "given_and_recalled": recalled_lots_given_at(facility),
        "coming": on_the_way_to(facility),
        "planned": [] if facility.is_depot else lines_to(facility, on=today),
        "counted": request.GET.get("vua") == "kiem-ke",
    }
    return render(request, "stock/store.html", facts)


def shown(held: LotInStore, today: date) -> ShownLot:
    if held.why_not is not None:
        tone = "problem" if held.why_not == WhyNot.RECALLED else "neutral"
        return ShownLot(held, tone, WHY_NOT[held.why_not], NEXT[held.why_not])
    if held.lot.expires_on - today <= _SOON:
        return ShownLot(held, "waiting", SOON, SOON_NEXT)
    return ShownLot(held, "", "", "")
