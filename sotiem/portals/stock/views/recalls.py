from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.queries import stores_with_lot, people_given_lot
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.imports.rules.doses import lot_number
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.stock.forms import ReasonForm
from sotiem.portals.stock.views._found import lot_of
from sotiem.supply.models import Lot
from sotiem.supply.operations import lift_recall, recall_lot
from sotiem.supply.permissions import can_recall
from sotiem.supply.queries import (
    doses_of_lot_anywhere,
    lots_numbered,
    recalled_lots,
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
        try:
            reason = form.cleaned_data["reason"]
            operation(lot=shown, reason=reason, by=acting_staff(request), at=timezone.now())
            return redirect("recalls:lot", public_id=shown.public_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
    facts = {"lot": shown, "form": form, **_where(shown, after=request.GET.get("sau", ""))}
    return render(request, "stock/recall.html", facts, status=422 if form.is_bound else 200)


def _where(of: Lot, *, after: str) -> dict[str, Any]:
    """The facilities that have or gave the lot: what is left there, how many people got it."""
    facilities = stores_with_lot(of, after=after, limit=_PER_PAGE + 1)
    keys = [facility.pk for facility in facilities[:_PER_PAGE]]
    left, given = stock_of_lot(of, keys), people_given_lot(of, keys)
    return {
        "in_stores": doses_of_lot_anywhere(of),
        "rows": [
            (facility, left.get(facility.pk, 0), given.get(facility.pk, 0))
            for facility in facilities[:_PER_PAGE]
        ],
        "has_more": len(facilities) > _PER_PAGE,
    }


def _require_reach(request: HttpRequest) -> None:
    """Lots are recalled by those who look after a province or the country."""
    if not can_recall(acting_staff(request)):
        raise Http404
