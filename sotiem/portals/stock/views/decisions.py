from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import told_in
from sotiem.portals.office.scopes import names_of
from sotiem.portals.stock.decision_forms import DecisionForm
from sotiem.portals.stock.forms import ReasonForm
from sotiem.portals.stock.lines import template
from sotiem.portals.stock.tables import XLSX, table_answer
from sotiem.portals.stock.views._found import Place, decision_of, key_in, place_of
from sotiem.supply import allocations
from sotiem.supply.facts import Allocation
from sotiem.supply.models import AllocationDecision
from sotiem.supply.operations import decide_allocation, withdraw_allocation
from sotiem.supply.queries import stores_to_allocate_to
from sotiem.supply.totals import COUNTRY, supply_of

_PER_PAGE: Final = 25
_MOST_TYPED: Final = 400
_DECIDE: Final = (Role.OFFICER, Role.ADMINISTRATOR)


@staff(*_DECIDE)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions of a place, latest first: planned, on the way, arrived."""
    place, today = place_of(request), timezone.localdate()
    seen = request.GET.get("sau", "")
    after = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < _LONGEST else 0
    found = allocations.decisions_of(place.path, after=after, limit=_PER_PAGE + 1)
    shown = found[:_PER_PAGE]
    holding = allocations.in_force_among(shown, on=today)
    facts: dict[str, Any] = {
        "place": place,
        "rows": [(each, each.decision.pk in holding) for each in allocations.standings_of(shown)],
    }
    if len(found) > _PER_PAGE:
        facts["older"] = f"?{urlencode({'noi': place.path, 'sau': after + _PER_PAGE})}"
    return render(request, "stock/decisions.html", facts)


_LONGEST: Final = 7


@staff(*_DECIDE)
@require_safe
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A decision and its lines: planned beside what became of it."""
    shown, today = decision_of(request, public_id), timezone.localdate()
    facts = {
        "decision": shown,
        "place": names_of([shown.path])[shown.path],
        "standing": allocations.standing_of(shown),
        "holds": bool(allocations.in_force_among([shown], on=today)),
        "amended_by": shown.amendments.filter(withdrawal__isnull=True).first(),
        "too_much": _too_much(shown),
        "just": request.GET.get("vua", ""),
    }
    return render(request, "stock/decision.html", facts)


@staff(*_DECIDE)
@require_safe
def as_table(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """The lines of a decision for a spreadsheet."""
    shown = decision_of(request, public_id)
    head = [
        *(gettext("Số quyết định"), gettext("Ngày ký"), gettext("Vắc xin")),
        *(gettext("Mã nơi nhận"), gettext("Nơi nhận"), gettext("Kế hoạch")),
        *(gettext("Đang vận chuyển"), gettext("Đã nhận"), gettext("Thiếu hoặc vỡ")),
    ]
    lines = [
        [
            *(shown.number, f"{shown.decided_on:%d/%m/%Y}", shown.vaccine.name_vi),
            *(line.store.code, line.store.name, line.planned),
            *(line.on_way, line.arrived, line.lost),
        ]
        for line in allocations.standing_of(shown).lines
    ]
    return table_answer("quyet-dinh-phan-bo", form, [head, *lines])


@staff(*_DECIDE)
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """The sheet in which a decision's lines are sent."""
    stores = stores_to_allocate_to(place_of(request).path, limit=_MOST_LINES)
    return file_answer("phan-bo.xlsx", template(stores), XLSX)


_MOST_LINES: Final = 10_000


@staff(*_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Record a decision, or one that takes the place of another (`sua`)."""
    place, amends = place_of(request), _amended(request)
    if amends is not None and amends.path != place.path:
        raise Http404
    stores = stores_to_allocate_to(place.path, limit=_MOST_TYPED)
    initial = _before(amends) if amends else {}
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        stores=stores,
        only=amends.vaccine if amends else None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = _decide(request, place, form, amends)
            return redirect(f"{reverse('supply:decision', args=[made.public_id])}?vua=ghi")
    facts = {"place": place, "form": form, "amends": amends, "too_many": len(stores) == _MOST_TYPED}
    return render(request, "stock/decide.html", facts, status=422 if form.is_bound else 200)


@staff(*_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Withdraw a decision; it stays on record."""
    shown, form = decision_of(request, public_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            withdraw_allocation(
                decision=shown,
                reason=form.cleaned_data["reason"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("supply:decision", shown.public_id)
    facts = {"decision": shown, "form": form}
    return render(request, "stock/withdraw.html", facts, status=422 if form.is_bound else 200)


def _decide(
    request: HttpRequest, place: Place, form: DecisionForm, amends: AllocationDecision | None
) -> AllocationDecision:
    given = form.cleaned_data
    what = Allocation(
        path=place.path,
        number=given["number"],
        decided_on=given["decided_on"],
        signed_by=given["signed_by"],
        vaccine=form.chosen(),
        lines=form.lines,
        note=given["note"],
    )
    return decide_allocation(
        what=what,
        amends=amends,
        submission_key=given["submission_key"],
        by=acting_staff(request),
        at=timezone.now(),
    )


def _amended(request: HttpRequest) -> AllocationDecision | None:
    key = key_in(request, "sua")
    return decision_of(request, key) if key else None


def _before(amended: AllocationDecision) -> dict[str, object]:
    """What an amendment begins with: the lines of the decision whose place it takes."""
    lines = amended.lines.select_related("store")
    doses = {f"doses_{line.store.code}": line.planned for line in lines}
    return {"signed_by": amended.signed_by, "vaccine": amended.vaccine.code, **doses}


def _too_much(shown: AllocationDecision) -> tuple[int, int] | None:
    """What the place gives away of the vaccine and what it got, where the first is more."""
    today = timezone.localdate()
    planned = allocations.planned_in_all(shown.path, shown.vaccine, on=today)
    got = supply_of(shown.path, until=today).get(shown.vaccine.code)
    there = (got.received if shown.path == COUNTRY else got.planned) if got else 0
    return (planned, there) if planned > there else None
