from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_depot
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.scopes import names_of
from sotiem.portals.stock.decision_forms import DepotForm
from sotiem.portals.stock.tables import table_answer
from sotiem.portals.stock.views._found import place_of
from sotiem.portals.stock.words import WHY_NOT
from sotiem.supply import consignments, queries
from sotiem.supply.permissions import areas_decided_by
from sotiem.supply.rules import why_unusable
from sotiem.supply.totals import COUNTRY, SupplyTotals, supply_of, supply_of_parts
from sotiem.vaccines.queries import vaccines

_SHOWN: Final = 50
_DECIDE: Final = (Role.OFFICER, Role.ADMINISTRATOR)
_KEEP: Final = (Role.CLERK, Role.HEAD, Role.KEEPER)


@staff(*_DECIDE, *_KEEP)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """How much vaccine a place got, planned, used and has; the stores of who keeps some."""
    who, today = acting_staff(request), timezone.localdate()
    kept = [each for role in _KEEP for each in who.jurisdictions(role)]
    stores = Facility.stores.filter(path__in=[each.path for each in kept]).order_by("code")
    facts: dict[str, Any] = {"stores": list(stores[:_SHOWN]), "today": today, "place": None}
    if areas_decided_by(who):
        place = place_of(request)
        coming = consignments.on_the_way_within(place.path, limit=_SHOWN)
        facts |= {
            "place": place,
            "totals": _by_vaccine(supply_of(place.path, until=today)),
            "parts": _parts(place.path) if place.path == COUNTRY else [],
            "coming": coming,
            "overdue": consignments.overdue_within(place.path, on=today),
        }
    return render(request, "stock/supply.html", facts)


@staff(*_DECIDE)
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """What is left in a place, by lot and level, and by store."""
    place, today = place_of(request), timezone.localdate()
    after = request.GET.get("sau", "")
    stores = queries.stores_within(place.path, after=after, limit=_SHOWN + 1)
    facts: dict[str, Any] = {
        "place": place,
        "today": today,
        "lots": queries.stock_by_level(place.path, on=today),
        "why_not": WHY_NOT,
        "depots": queries.depots_of(place.path),
        "stores": stores[:_SHOWN],
    }
    if len(stores) > _SHOWN:
        last, _doses = stores[_SHOWN - 1]
        facts["older"] = f"?{urlencode({'noi': place.path, 'sau': last.code})}"
    return render(request, "stock/levels.html", facts)


@staff(*_DECIDE)
@require_safe
def stock_table(request: HttpRequest, form: str) -> HttpResponse:
    """Every lot in every store of a place, for a spreadsheet."""
    place, today = place_of(request), timezone.localdate()
    head = [
        *(gettext("Mã kho, cơ sở"), gettext("Tên"), gettext("Vắc xin"), gettext("Số lô")),
        *(gettext("Hạn dùng"), gettext("Số liều"), gettext("Tình trạng")),
    ]
    lines: list[list[object]] = []
    for each in queries.balances_within(place.path):
        why_not = why_unusable(each.lot, today)
        lines.append(
            [
                *(each.facility.code, each.facility.name, each.lot.vaccine.name_vi),
                *(each.lot.number, f"{each.lot.expires_on:%d/%m/%Y}", each.doses),
                WHY_NOT[why_not] if why_not else "",
            ]
        )
    return table_answer("ton-kho", form, [head, *lines])


@staff(*_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_depot(request: HttpRequest) -> HttpResponse:
    """Make a depot of the country or of a province known."""
    place, form = place_of(request), DepotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        register_depot(
            name=given["name"].strip(),
            address=given["address"],
            commune=given["commune"],
            of=Jurisdiction(place.path),
            by=acting_staff(request),
            at=timezone.now(),
        )
        query = urlencode({"noi": place.path})
        answer = redirect("supply:stock")
        answer["Location"] += f"?{query}"
        return answer
    facts = {"place": place, "form": form}
    return render(request, "stock/open_depot.html", facts, status=422 if form.is_bound else 200)


def _by_vaccine(found: Any) -> list[tuple[str, SupplyTotals]]:
    """The vaccines of which there is anything to tell, in the order of their list."""
    return [(each.name_vi, found[each.code]) for each in vaccines() if each.code in found]


def _parts(path: str) -> list[tuple[str, str, SupplyTotals]]:
    """The provinces, each with the doses of all its vaccines together."""
    found = supply_of_parts(path, until=timezone.localdate())
    names = names_of(found)
    return [
        (part, names[part], _together(list(found[part].values())))
        for part in sorted(found, key=lambda part: names[part])
    ]


def _together(totals: list[SupplyTotals]) -> SupplyTotals:
    return SupplyTotals(
        received=sum(each.received for each in totals),
        planned=sum(each.planned for each in totals),
        allocated=sum(each.allocated for each in totals),
        used=sum(each.used for each in totals),
        wasted=sum(each.wasted for each in totals),
        in_stock=sum(each.in_stock for each in totals),
        in_transit=sum(each.in_transit for each in totals),
    )
