from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.forms import DepotReceiveForm, ReceiveForm
from sotiem.portals.stock.views._found import store_of
from sotiem.portals.stock.views.ledger import to_ledger
from sotiem.supply.models import StockMovement
from sotiem.supply.operations import receive_stock, register_lot


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Take in a delivery; its lot becomes known if it was not."""
    facility = store_of(request, code)
    form = (DepotReceiveForm if facility.is_depot else ReceiveForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            return to_ledger(_receive(request, facility, form))
    facts = {"facility": facility, "form": form}
    return render(request, "stock/receive.html", facts, status=422 if form.is_bound else 200)


@transaction.atomic
def _receive(request: HttpRequest, facility: Facility, form: ReceiveForm) -> StockMovement:
    given, who, now = form.cleaned_data, acting_staff(request), timezone.now()
    lot = register_lot(
        vaccine=form.vaccines[given["vaccine"]],
        number=given["number"],
        expires_on=given["expires_on"],
        by=who,
        at=now,
    )
    return receive_stock(
        facility=facility,
        lot=lot,
        doses=given["doses"],
        document=given["document"],
        moved_on=given["moved_on"],
        submission_key=given["submission_key"],
        by=who,
        at=now,
        source=given.get("source", ""),
        giver=given.get("giver", ""),
    )
