from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.portals.components.fields import DayField
from sotiem.portals.stock.forms import DosesField, SentOnce
from sotiem.supply.facts import Arrived, LotInStore
from sotiem.supply.models import ConsignmentItem, Lot

_USUAL_WAY: Final = timedelta(days=2)
_REASON: Final = _("Hãy ghi lý do, để người xem sổ sau này hiểu.")


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of the store, and how much of it is sent."""

    held: LotInStore
    doses: BoundField


class SendForm(SentOnce):
    """Lots that go to another store; without a decision a reason is told."""

    document = forms.CharField(label=_("Số phiếu xuất kho"), max_length=100, required=False)
    sent_on = DayField(label=_("Ngày xuất"), initial=timezone.localdate)
    expected_on = DayField(
        label=_("Dự kiến đến"), initial=lambda: timezone.localdate() + _USUAL_WAY
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Vì không theo quyết định phân bổ nào, ví dụ: điều chuyển, trả hàng thu hồi."),
        error_messages={"required": _REASON},
    )

    def __init__(
        self,
        *args: Any,
        held: Sequence[LotInStore],
        is_decided: bool,
        doses: Mapping[int, int],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.held = held
        if is_decided:
            del self.fields["reason"]
        for each in held:
            label = gettext("Số liều xuất của lô %(lot)s") % {"lot": each.lot.number}
            self.fields[_name(each.lot)] = DosesField(
                least=0, label=label, required=False, initial=doses.get(each.lot.pk)
            )

    def rows(self) -> list[LotRow]:
        return [LotRow(each, self[_name(each.lot)]) for each in self.held]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.doses():
            self.add_error(None, gettext("Hãy nhập số liều xuất của ít nhất một lô."))
        return given

    def doses(self) -> dict[Lot, int]:
        """How many doses of which lots are sent."""
        told = ((each.lot, self.cleaned_data.get(_name(each.lot))) for each in self.held)
        return {lot: doses for lot, doses in told if doses}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A lot of a consignment, and what was found of it."""

    item: ConsignmentItem
    arrived: BoundField
    lost: BoundField
    reason: BoundField


class ArrivalForm(SentOnce):
    """What a storekeeper found of each lot that is on the way."""

    moved_on = DayField(label=_("Ngày nhận"), initial=timezone.localdate)

    def __init__(self, *args: Any, items: Sequence[ConsignmentItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items
        for item in items:
            named, key = {"lot": item.lot.number}, item.lot.public_id
            self.fields[f"arrived_{key}"] = DosesField(
                least=0,
                label=gettext("Số liều nhận được của lô %(lot)s") % named,
                initial=item.on_way,
            )
            self.fields[f"lost_{key}"] = DosesField(
                least=0, label=gettext("Số liều thiếu hoặc vỡ của lô %(lot)s") % named, initial=0
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label=gettext("Lý do thiếu hoặc vỡ của lô %(lot)s") % named,
                max_length=300,
                required=False,
            )

    def rows(self) -> list[FoundRow]:
        return [
            FoundRow(item, *(self[f"{name}_{item.lot.public_id}"] for name in
                             ("arrived", "lost", "reason")))
            for item in self.items
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for each in self.found():
            if each.lost and not each.reason.strip():
                self.add_error(f"reason_{each.item.lot.public_id}", _REASON)
            if each.arrived + each.lost > each.item.on_way:
                told = gettext("Chuyến hàng này chỉ còn %(there)s liều của lô này.")
                self.add_error(
                    f"arrived_{each.item.lot.public_id}", told % {"there": each.item.on_way}
                )
        if not self.errors and not any(each.arrived or each.lost for each in self.found()):
            self.add_error(
                None, gettext("Hãy nhập số liều nhận được hoặc thiếu của ít nhất một lô.")
            )
        return given

    def found(self) -> list[Arrived]:
        """What was told of each lot."""
        return [
            Arrived(
                item,
                self.cleaned_data.get(f"arrived_{item.lot.public_id}") or 0,
                self.cleaned_data.get(f"lost_{item.lot.public_id}") or 0,
                self.cleaned_data.get(f"reason_{item.lot.public_id}") or "",
            )
            for item in self.items
        ]


class TakeBackForm(SentOnce):
    """Why what did not arrive is in the sender's store again."""

    moved_on = DayField(label=_("Ngày hàng về kho"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Lý do"), max_length=300, error_messages={"required": _REASON})


def _name(lot: Lot) -> str:
    return f"doses_{lot.public_id}"
