from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.foundation.identifiers import new_submission_key
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.components.refusals import told_in
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.stock.forms import SentOnce
from sotiem.portals.stock.sending_forms import ArrivalForm, TakeBackForm
from sotiem.portals.stock.views._found import consignment_of, key_in, store_of
from sotiem.portals.stock.views.ledger import names_of_staff
from sotiem.portals.stock.words import MOVED
from sotiem.supply import consignments
from sotiem.supply.models import Consignment, ConsignmentItem, StockMovement
from sotiem.supply.operations import receive_consignment, receive_whole, take_back_consignment
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.states import MovementKind

_PER_PAGE: Final = 50
_KEEPERS: Final = (Role.CLERK, Role.HEAD, Role.KEEPER)
_ANYBODY: Final = (*_KEEPERS, Role.OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A lot of a consignment, and what became of its doses."""

    item: ConsignmentItem
    sent: int
    arrived: int
    lost: int
    came_back: int


@dataclass(frozen=True, slots=True)
class Step:
    """One movement of a consignment, as it is told."""

    movement: StockMovement
    kind: str | Promise
    who: str
    may_be_undone: bool


@staff(*_KEEPERS)
@require_safe
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """What is on its way to a store and from it, and all that ever was."""
    store = store_of(request, code, to_look=True)
    rows = consignments.consignments_of(store, before=key_in(request, "truoc"), limit=_PER_PAGE + 1)
    facts = {
        "facility": store,
        "today": timezone.localdate(),
        "coming": consignments.on_the_way_to(store),
        "going": consignments.on_the_way_from(store),
        "rows": rows_of(rows[:_PER_PAGE]),
        "has_more": len(rows) > _PER_PAGE,
    }
    return render(request, "stock/consignments.html", facts)


@staff(*_KEEPERS)
@require_safe
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """All consignments of a store, a line for each lot."""
    store = store_of(request, code, to_look=True)
    head = [
        *(gettext("Ngày xuất"), gettext("Dự kiến đến"), gettext("Nơi gửi"), gettext("Nơi nhận")),
        *(gettext("Căn cứ"), gettext("Số phiếu xuất kho"), gettext("Vắc xin"), gettext("Số lô")),
        *(gettext("Đã xuất"), gettext("Đã nhận"), gettext("Thiếu hoặc vỡ"), gettext("Trở về")),
        gettext("Đang vận chuyển"),
    ]
    lines = [
        [
            *(day(each.sent_on), day(each.expected_on), each.from_store.name, each.to_store.name),
            *(each.under.number if each.under else each.reason, each.document),
            *(row.item.lot.vaccine.name_vi, row.item.lot.number, row.sent, row.arrived),
            *(row.lost, row.came_back, row.item.on_way),
        ]
        for each, rows in rows_of(consignments.consignments_of(store, limit=_MOST_LINES))
        for row in rows
    ]
    return csv_answer(f"hang-den-hang-di-{store.code}.csv", [head, *lines])


_MOST_LINES: Final = 20_000


@staff(*_ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A consignment and all that became of it; received whole by one touch."""
    consignment = consignment_of(request, public_id)
    form = SentOnce(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            receive_whole(
                consignment=consignment,
                moved_on=timezone.localdate(),
                submission_key=form.cleaned_data["submission_key"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return _to(consignment)
    status = 422 if form.is_bound else 200
    return render(
        request, "stock/consignment.html", _facts(request, consignment, form), status=status
    )


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Receive a consignment of which not all is right, lot by lot."""
    consignment = consignment_of(request, public_id)
    store_of(request, consignment.to_store.code)
    items = [item for item in consignment.items.all() if item.on_way]
    form = ArrivalForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            receive_consignment(
                consignment=consignment,
                found=form.found(),
                moved_on=form.cleaned_data["moved_on"],
                submission_key=form.cleaned_data["submission_key"],
                by=acting_staff(request),
                at=timezone.now(),
            )
            return _to(consignment)
    facts = {"consignment": consignment, "form": form}
    return render(request, "stock/arrival.html", facts, status=422 if form.is_bound else 200)


@staff(Role.CLERK, Role.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What did not arrive is in the sender's store again."""
    consignment = consignment_of(request, public_id)
    store_of(request, consignment.from_store.code)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            take_back_consignment(
                consignment=consignment,
                by=acting_staff(request),
                at=timezone.now(),
                **form.cleaned_data,
            )
            return _to(consignment)
    facts = {"consignment": consignment, "form": form, "left": _left(consignment)}
    return render(request, "stock/take_back.html", facts, status=422 if form.is_bound else 200)


def rows_of(shown: Sequence[Consignment]) -> list[tuple[Consignment, list[ItemRow]]]:
    """The lots of each consignment, and what became of each."""
    became: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for movement in consignments.movements_in(shown):
        doses = -movement.doses if movement.reverses_id else movement.doses
        became[movement.item_id][movement.kind] += doses
    return [
        (each, [
            ItemRow(
                item,
                sent=became[item.pk][MovementKind.SENT],
                arrived=became[item.pk][MovementKind.ARRIVED],
                lost=became[item.pk][MovementKind.LOST_ON_WAY],
                came_back=became[item.pk][MovementKind.CAME_BACK],
            )
            for item in each.items.all()
        ])
        for each in shown
    ]  # fmt: skip


def _facts(request: HttpRequest, consignment: Consignment, form: SentOnce) -> dict[str, Any]:
    who = acting_staff(request)
    receives = can_move_stock(who, consignment.to_store)
    sends = can_move_stock(who, consignment.from_store)
    home = consignment.to_store if receives else consignment.from_store if sends else None
    return {
        "consignment": consignment,
        "form": form,
        "today": timezone.localdate(),
        "rows": rows_of([consignment])[0][1],
        "left": _left(consignment),
        "steps": _steps(request, consignment),
        "may_receive": receives,
        "may_take_back": sends,
        "home": home,
        "just": request.GET.get("vua", ""),
        "key": new_submission_key(),
    }


def _steps(request: HttpRequest, consignment: Consignment) -> list[Step]:
    who = acting_staff(request)
    moved = consignments.movements_in([consignment])
    names = names_of_staff(movement.moved_by for movement in moved)
    return [
        Step(
            movement,
            gettext("Hoàn tác: %(kind)s") % {"kind": MOVED[movement.kind]}
            if movement.reverses_id
            else MOVED[movement.kind],
            names.get(movement.moved_by, ""),
            may_be_undone=not (movement.reverses_id or hasattr(movement, "reversal"))
            and can_move_stock(who, movement.facility),
        )
        for movement in moved
    ]


def _left(consignment: Consignment) -> int:
    return sum(item.on_way for item in consignment.items.all())


def _to(consignment: Consignment) -> HttpResponse:
    return redirect(f"{reverse('supply:consignment', args=[consignment.public_id])}?vua=nhan")
