from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.stock.sending_forms import SendForm
from sotiem.portals.stock.views._found import key_in, store_of
from sotiem.supply.allocations import find_decision, standing_of, to_be_sent_from
from sotiem.supply.facts import LotInStore, ToSend
from sotiem.supply.models import AllocationDecision
from sotiem.supply.operations import send_consignment
from sotiem.supply.queries import find_store, lots_in_store
from sotiem.supply.rules import leads_up


@staff(Role.CLERK, Role.KEEPER)
@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """What decisions say is to be sent, and a way to send something else."""
    store, asked = store_of(request, code), request.GET.get("noi", "").strip().upper()
    goal = find_store(asked) if asked else None
    if goal is not None and goal.pk != store.pk:
        return redirect("stock:send", store.code, goal.code)
    today = timezone.localdate()
    facts = {
        "facility": store,
        "asked": asked,
        "standings": to_be_sent_from(store, on=today) if store.is_depot else [],
        "has_stock": bool(lots_in_store(store, on=today)),
    }
    return render(request, "stock/sending.html", facts)


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, code: str, to: str) -> HttpResponse:
    """Send lots to another store, under the decision named in the address or for a reason."""
    store, goal, today = store_of(request, code), find_store(to), timezone.localdate()
    decision = _decision(request, store)
    if goal is None or goal.pk == store.pk:
        raise Http404
    held = _lots(store, goal, decision)
    form = SendForm(
        request.POST or None,
        held=held,
        is_decided=decision is not None,
        doses=_first_out(held, _to_send(decision, goal)),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            what = _told(form, store, goal, decision)
            sent = send_consignment(
                what=what,
                submission_key=form.cleaned_data["submission_key"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect(f"{reverse('supply:consignment', args=[sent.public_id])}?vua=xuat")
    facts: dict[str, Any] = {"facility": store, "goal": goal, "decision": decision, "form": form}
    facts |= {"today": today, "to_send": _to_send(decision, goal)}
    return render(request, "stock/send.html", facts, status=422 if form.is_bound else 200)


def _decision(request: HttpRequest, store: Facility) -> AllocationDecision | None:
    key = key_in(request, "quyet-dinh")
    if key is None:
        return None
    decision = find_decision(key)
    if decision is None or decision.path != store.above.path:
        raise Http404
    return decision


def _lots(store: Facility, goal: Facility, decision: AllocationDecision | None) -> list[LotInStore]:
    """The lots that may go there: what must not be given goes up only."""
    held = lots_in_store(store, on=timezone.localdate())
    if decision is not None:
        held = [each for each in held if each.lot.vaccine_id == decision.vaccine_id]
    if goal.is_depot and leads_up(store.path, goal.path):
        return held
    return [each for each in held if each.why_not is None]


def _to_send(decision: AllocationDecision | None, goal: Facility) -> int:
    if decision is None:
        return 0
    lines = standing_of(decision).lines
    return sum(line.to_send for line in lines if line.store.pk == goal.pk)


def _first_out(held: Sequence[LotInStore], doses: int) -> dict[int, int]:
    """How many doses of each lot make so many, those that expire first in front."""
    found: dict[int, int] = {}
    for each in held:
        if taken := min(each.doses, doses - sum(found.values())):
            found[each.lot.pk] = taken
    return found


def _told(
    form: SendForm, store: Facility, goal: Facility, decision: AllocationDecision | None
) -> ToSend:
    given = form.cleaned_data
    return ToSend(
        from_store=store,
        to_store=goal,
        doses=form.doses(),
        under=decision,
        reason=given.get("reason", ""),
        document=given["document"],
        sent_on=given["sent_on"],
        expected_on=given["expected_on"],
    )
