from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.forms import MovementForm, ReasonedForm, ReturnForm, UseForm
from sotiem.portals.stock.views._found import lot_of, store_of
from sotiem.portals.stock.views.ledger import to_ledger
from sotiem.supply.models import StockMovement
from sotiem.supply.operations import lose_stock, return_stock, use_stock
from sotiem.supply.queries import stock_of_lot


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which doses leave a store."""

    title: Promise
    lead: Promise
    form: type[MovementForm]
    operation: Callable[..., StockMovement]


WAYS: Final = {
    "tra": Way(
        _("Trả nơi cấp"),
        _("Số liều này rời kho và về nơi đã cấp."),
        ReturnForm,
        return_stock,
    ),
    "hao-hut": Way(
        _("Ghi hao hụt"),
        _("Dùng khi vắc xin trong kho bị vỡ, hỏng, hết hạn phải hủy hoặc mất."),
        ReasonedForm,
        lose_stock,
    ),
    "da-dung": Way(
        _("Ghi số đã dùng"),
        _("Chỉ dùng cho ngày tiêm không mở buổi tiêm trên hệ thống."),
        UseForm,
        use_stock,
    ),
}


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str, public_id: UUID, way: str) -> HttpResponse:
    """Write down doses of a lot that left the store."""
    facility, lot, chosen = store_of(request, code), lot_of(public_id), WAYS.get(way)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        with told_in(form, "doses"):
            return to_ledger(
                chosen.operation(
                    facility=facility, lot=lot, by=acting_staff(request), at=timezone.now(), **given
                )
            )
    facts = {
        "facility": facility,
        "lot": lot,
        "way": chosen,
        "form": form,
        "doses": stock_of_lot(lot, [facility.pk]).get(facility.pk, 0),
    }
    return render(request, "stock/take.html", facts, status=422 if form.is_bound else 200)
