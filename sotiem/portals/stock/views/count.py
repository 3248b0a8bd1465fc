from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.forms import CountForm
from sotiem.portals.stock.views._found import store_of
from sotiem.supply.operations import count_stock
from sotiem.supply.queries import lots_in_store


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, code: str) -> HttpResponse:
    """Bring the books to what is on the shelves, all lots in one submission."""
    facility = store_of(request, code)
    held = lots_in_store(facility, on=timezone.localdate(), with_empty=True)
    held.sort(key=lambda each: each.doses == 0)
    form = CountForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            count_stock(
                facility=facility,
                counts=form.counts(),
                counted_on=form.cleaned_data["counted_on"],
                submission_key=form.cleaned_data["submission_key"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect(f"{reverse('stock:store', args=[facility.code])}?vua=kiem-ke")
    facts = {"facility": facility, "form": form}
    return render(request, "stock/count.html", facts, status=422 if form.is_bound else 200)
