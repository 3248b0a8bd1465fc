"""Reads of decisions: what was planned, and what came of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, Sum, When

from sotiem.facilities.models import Facility
from sotiem.supply.facts import DecisionStanding, LineStanding
from sotiem.supply.models import AllocationDecision, AllocationLine, ConsignmentItem, StockMovement
from sotiem.supply.states import MovementKind
from sotiem.vaccines.models import Vaccine

_BECAME = (MovementKind.ARRIVED, MovementKind.LOST_ON_WAY)


def find_decision(public_id: UUID) -> AllocationDecision | None:
    known = AllocationDecision.objects.select_related("vaccine", "amends", "withdrawal")
    return known.filter(public_id=public_id).first()


def decisions_of(path: str, *, after: int | None = None, limit: int) -> list[AllocationDecision]:
    """The decisions of a place, latest first; `after` is how many were seen already."""
    found = AllocationDecision.objects.filter(path=path).select_related("vaccine", "withdrawal")
    start = after or 0
    return list(found.newest_first()[start : start + limit])


def in_force_among(decisions: Iterable[AllocationDecision], *, on: date) -> frozenset[int]:
    """Which of these hold on a day, by their keys."""
    keys = [decision.pk for decision in decisions]
    holding = AllocationDecision.objects.in_force(on).filter(pk__in=keys)
    return frozenset(holding.values_list("pk", flat=True))


def standing_of(decision: AllocationDecision) -> DecisionStanding:
    """Each line of a decision, planned and actual; stores that got something without a line, too.

    What went under the decisions that it amends counts: an amendment takes nothing back.
    """
    return standings_of([decision])[0]


def standings_of(decisions: Collection[AllocationDecision]) -> list[DecisionStanding]:
    """The same of many decisions, in their order."""
    roots = {decision.root_id for decision in decisions}
    planned: dict[int, dict[int, int]] = {}
    stores: dict[int, Facility] = {}
    lines = AllocationLine.objects.filter(decision__in=[each.pk for each in decisions])
    for line in lines.select_related("store").order_by("store__code"):
        planned.setdefault(line.decision_id, {})[line.store_id] = line.planned
        stores[line.store_id] = line.store
    became = _became(roots)
    missing = {store for root in became.values() for store in root} - stores.keys()
    stores |= {store.pk: store for store in Facility.stores.filter(pk__in=missing)}
    return [
        DecisionStanding(
            decision, _lines(planned.get(decision.pk, {}), became.get(decision.root_id, {}), stores)
        )
        for decision in decisions
    ]


def lines_to(store: Facility, *, on: date) -> list[tuple[AllocationDecision, LineStanding]]:
    """What a store is to get by decisions in force, the latest first."""
    decisions = AllocationDecision.objects.in_force(on).filter(lines__store=store)
    found = standings_of(list(decisions.select_related("vaccine").newest_first()[:_SHOWN]))
    return [
        (each.decision, line) for each in found for line in each.lines if line.store.pk == store.pk
    ]


def to_be_sent_from(depot: Facility, *, on: date) -> list[DecisionStanding]:
    """Decisions in force that a depot carries out, oldest first, those with something to send."""
    decisions = AllocationDecision.objects.in_force(on).filter(path=depot.above.path)
    found = standings_of(list(decisions.select_related("vaccine").order_by("decided_on", "pk")))
    return [each for each in found if any(line.to_send for line in each.lines)]


def planned_by(deciders: Iterable[str], *, within: str, on: date) -> list[tuple[str, str, int]]:
    """What decisions of these places in force on a day give to stores of a place: the path of
    each store, the code of the vaccine, doses."""
    lines = AllocationLine.objects.filter(
        Q(store__path=within) | Q(store__path__startswith=f"{within}/"),
        decision__in=AllocationDecision.objects.in_force(on).filter(path__in=list(deciders)),
    )
    rows = lines.values_list("store__path", "decision__vaccine__code").order_by()
    return list(rows.annotate(doses=Sum("planned")))


def planned_in_all(path: str, vaccine: Vaccine, *, on: date) -> int:
    """Doses of a vaccine that the decisions of a place in force give away together."""
    lines = AllocationLine.objects.filter(
        decision__in=AllocationDecision.objects.in_force(on).filter(path=path, vaccine=vaccine)
    )
    return lines.aggregate(all=Sum("planned"))["all"] or 0


def arrived_under(roots: Collection[int], *, until: date) -> dict[int, int]:
    """Doses that arrived by a day under each of these first decisions."""
    arrived = StockMovement.objects.filter(
        kind=MovementKind.ARRIVED, item__consignment__under__in=roots, moved_on__lte=until
    )
    rows = arrived.with_change().values_list("item__consignment__under").order_by()
    return dict(rows.annotate(all=Sum("net")))


_SHOWN = 50


def _became(roots: Collection[int]) -> dict[int, dict[int, LineStanding]]:
    """What is on the way, arrived and was lost under each first decision, by store."""
    items = ConsignmentItem.objects.filter(consignment__under__in=roots)
    keys = ("consignment__under", "consignment__to_store")
    on_way = items.values_list(*keys).order_by().annotate(all=Sum("on_way"))
    found: dict[int, dict[int, dict[str, int]]] = {}
    for root, store, doses in on_way:
        found.setdefault(root, {}).setdefault(store, {})["on_way"] = doses
    moved = StockMovement.objects.filter(item__consignment__under__in=roots, kind__in=_BECAME)
    net = Case(When(reverses__isnull=True, then=F("doses")), default=-F("doses"))
    rows = moved.values_list("item__consignment__under", "item__consignment__to_store", "kind")
    for root, store, kind, doses in rows.order_by().annotate(all=Sum(net)):
        name = "arrived" if kind == MovementKind.ARRIVED else "lost"
        found.setdefault(root, {}).setdefault(store, {})[name] = doses
    nobody = Facility()
    return {
        root: {store: LineStanding(nobody, 0, **told) for store, told in stores.items()}
        for root, stores in found.items()
    }


def _lines(
    planned: Mapping[int, int], became: Mapping[int, LineStanding], stores: Mapping[int, Facility]
) -> tuple[LineStanding, ...]:
    keys = sorted(planned.keys() | became.keys(), key=lambda key: stores[key].code)
    lines = []
    for key in keys:
        told = became.get(key)
        got = (told.on_way, told.arrived, told.lost) if told else (0, 0, 0)
        if key in planned or any(got):
            lines.append(LineStanding(stores[key], planned.get(key, 0), *got))
    return tuple(lines)
