from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.forms import ReasonForm
from sotiem.portals.stock.views._found import store_of
from sotiem.portals.stock.views.ledger import to_ledger
from sotiem.portals.stock.words import MOVED
from sotiem.supply.models import StockMovement
from sotiem.supply.operations import reverse_movement


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Undo a mistaken movement. Those of a session are put right at the session."""
    facility = store_of(request, code)
    movements = StockMovement.objects.select_related("facility", "lot__vaccine")
    movement = movements.filter(
        public_id=public_id, facility=facility, session__isnull=True, reverses__isnull=True
    ).first()
    if movement is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            return to_ledger(
                reverse_movement(
                    movement=movement,
                    by=acting_staff(request),
                    at=timezone.now(),
                    **form.cleaned_data,
                )
            )
    facts = {
        "facility": facility,
        "movement": movement,
        "kind": MOVED[movement.kind],
        "form": form,
    }
    return render(request, "stock/undo.html", facts, status=422 if form.is_bound else 200)
