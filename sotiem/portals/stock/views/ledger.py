from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.components.templatetags.sotiem import day, moment
from sotiem.portals.stock.views._found import key_in, lot_of, store_of
from sotiem.portals.stock.views.home import shown
from sotiem.portals.stock.words import MOVED, SOURCES
from sotiem.supply.facts import LotInStore
from sotiem.supply.models import Lot, StockMovement
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.queries import movements_of, stock_of_lot
from sotiem.supply.rules import why_unusable

_PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    movement: StockMovement
    kind: str | Promise
    change: int
    held: int
    who: str

    @property
    def source(self) -> str | Promise:
        return SOURCES.get(self.movement.source, "")

    @property
    def is_undone(self) -> bool:
        return hasattr(self.movement, "reversal")

    @property
    def may_be_undone(self) -> bool:
        """A session's movements are put right at the session."""
        return not (self.is_undone or self.movement.reverses_id or self.movement.session)


@staff(Role.CLERK, Role.HEAD, Role.KEEPER)
@require_safe
def ledger(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Every movement of a lot in a store, newest first, with what the books then held."""
    facility, lot = store_of(request, code, to_look=True), lot_of(public_id)
    lines = lines_of(facility, lot, before=key_in(request, "truoc"), limit=_PER_PAGE + 1)
    doses = stock_of_lot(lot, [facility.pk]).get(facility.pk, 0)
    today, just = timezone.localdate(), key_in(request, "vua")
    facts = {
        "facility": facility,
        "lot": lot,
        "doses": doses,
        "state": shown(LotInStore(lot, doses, why_unusable(lot, today)), today),
        "lines": lines[:_PER_PAGE],
        "has_more": len(lines) > _PER_PAGE,
        "just": next((each for each in lines if each.movement.public_id == just), None),
        "may_move": can_move_stock(acting_staff(request), facility),
    }
    return render(request, "stock/ledger.html", facts)


@staff(Role.CLERK, Role.HEAD, Role.KEEPER)
@require_safe
def as_csv(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The ledger of a lot, oldest first, for a spreadsheet."""
    facility, lot = store_of(request, code, to_look=True), lot_of(public_id)
    head = [
        *(gettext("Ngày"), gettext("Việc"), gettext("Thay đổi"), gettext("Tồn")),
        *(gettext("Chứng từ"), gettext("Lý do"), gettext("Người ghi"), gettext("Ghi lúc")),
    ]
    lines = [
        [
            *(day(each.movement.moved_on), each.kind, each.change, each.held),
            *(each.movement.document, each.movement.reason),
            *(each.who, moment(each.movement.moved_at)),
        ]
        for each in reversed(lines_of(facility, lot))
    ]
    return csv_answer(f"so-kho-{facility.code}.csv", [head, *lines])


def lines_of(
    facility: Facility, lot: Lot, *, before: UUID | None = None, limit: int | None = None
) -> list[Line]:
    found = movements_of(facility, lot, before=before, limit=limit)
    names = names_of_staff(movement.moved_by for movement, _held in found)
    return [
        Line(
            movement=movement,
            kind=_kind(movement),
            change=movement.changes_store_by,
            held=held,
            who=names.get(movement.moved_by, ""),
        )
        for movement, held in found
    ]


def _kind(movement: StockMovement) -> str | Promise:
    kind = MOVED[movement.kind]
    if movement.reverses_id is None:
        return kind
    return gettext("Hoàn tác: %(kind)s") % {"kind": kind}


def names_of_staff(actors: Iterable[str]) -> dict[str, str]:
    """Full names of the staff who moved something, by how the movement names them."""
    keys = {actor.partition(":")[2]: actor for actor in actors if actor.startswith("staff:")}
    users = User.objects.filter(public_id__in=keys)
    return {keys[str(user.public_id)]: user.first_name for user in users}


def to_ledger(movement: StockMovement) -> HttpResponse:
    """Show what was just written, where it can be undone."""
    address = reverse("stock:ledger", args=[movement.facility.code, movement.lot.public_id])
    return redirect(f"{address}?vua={movement.public_id}")
