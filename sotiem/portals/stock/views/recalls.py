from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.queries import people_given_lot, stores_with_lot
from sotiem.facilities.models import Facility
from sotiem.imports.rules.doses import lot_number
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.forms import ReasonForm
from sotiem.portals.stock.tables import table_answer
from sotiem.portals.stock.views._found import lot_of
from sotiem.supply.consignments import lot_on_the_way
from sotiem.supply.models import Lot
from sotiem.supply.operations import lift_recall, recall_lot
from sotiem.supply.permissions import can_recall
from sotiem.supply.queries import (
    doses_of_lot_anywhere,
    lots_numbered,
    recalled_lots,
    stock_by_level,
    stock_of_lot,
)

_PER_PAGE: Final = 50


@staff(Role.OFFICER, Role.ADMINISTRATOR)
@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """The lots under recall, and a way to find any lot."""
    _require_reach(request)
    asked = lot_number(request.GET.get("so-lo", ""))[:30]
    facts = {
        "asked": asked,
        "found": lots_numbered(asked) if asked else [],
        "recalled": recalled_lots(),
    }
    return render(request, "stock/recalls.html", facts)


@staff(Role.OFFICER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where a lot is, how many people got it; recall it, or lift its recall."""
    _require_reach(request)
    shown = lot_of(public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_lifting = request.POST.get("viec") == "bo"
        operation = lift_recall if is_lifting else recall_lot
        with told_in(form):
            reason = form.cleaned_data["reason"]
            operation(lot=shown, reason=reason, by=acting_staff(request), at=timezone.now())
            return redirect("recalls:lot", public_id=shown.public_id)
    facts = {
        "lot": shown,
        "form": form,
        **_where(shown, after=request.GET.get("sau", ""), limit=_PER_PAGE),
    }
    return render(request, "stock/recall.html", facts, status=422 if form.is_bound else 200)


@staff(Role.OFFICER, Role.ADMINISTRATOR)
@require_safe
def printable(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every store that has, had or awaits a lot, on paper."""
    _require_reach(request)
    shown = lot_of(public_id)
    facts = {"lot": shown, "now": timezone.now(), **_where(shown)}
    return render(request, "stock/recall_printable.html", facts)


@staff(Role.OFFICER, Role.ADMINISTRATOR)
@require_safe
def as_table(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """The same for a spreadsheet; how many people, and nobody's name."""
    _require_reach(request)
    shown = lot_of(public_id)
    head = [
        *(gettext("Mã kho, cơ sở"), gettext("Tên"), gettext("Địa chỉ"), gettext("Số lô")),
        *(gettext("Còn trong kho (liều)"), gettext("Đang tới (liều)"), gettext("Người đã tiêm")),
    ]
    lines = [
        [
            *(row.store.code, row.store.name, row.store.address, shown.number),
            *(row.left, row.coming, row.given),
        ]
        for row in _where(shown)["rows"]
    ]
    return table_answer("noi-giu-lo", form, [head, *lines])


@dataclass(frozen=True, slots=True)
class Holder:
    """A store, what it has of a lot, what is on the way to it, how many people it gave the lot."""

    store: Facility
    left: int
    coming: int
    given: int


def _where(of: Lot, *, after: str = "", limit: int | None = None) -> dict[str, Any]:
    """The depots and facilities that have, had or await the lot: what is where, who got it."""
    stores = stores_with_lot(of, after=after, limit=limit + 1 if limit else None)
    shown = stores[:limit]
    keys = [store.pk for store in shown]
    left, given, coming = stock_of_lot(of, keys), people_given_lot(of, keys), lot_on_the_way(of)
    return {
        "in_stores": doses_of_lot_anywhere(of),
        "on_way": sum(coming.values()),
        "levels": stock_by_level("vn", on=timezone.localdate(), only=of),
        "rows": [
            Holder(store, *(found.get(store.pk, 0) for found in (left, coming, given)))
            for store in shown
        ],
        "has_more": len(stores) > len(shown),
    }


def _require_reach(request: HttpRequest) -> None:
    """Lots are recalled by those who look after a province or the country."""
    if not can_recall(acting_staff(request)):
        raise Http404
