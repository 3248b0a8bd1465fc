from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.rules.doses import lot_number
from sotiem.portals.components.fields import DayField
from sotiem.portals.stock.words import SOURCES
from sotiem.supply.facts import Counted, LotInStore
from sotiem.supply.queries import lots_numbered
from sotiem.vaccines.queries import vaccines

MOST_DOSES: Final = 1_000_000
_YEARS_KEPT: Final = 10
_OLD_PAGE: Final = {
    "required": _("Trang này đã cũ. Hãy tải lại trang rồi ghi lần nữa."),
    "invalid": _("Trang này đã cũ. Hãy tải lại trang rồi ghi lần nữa."),
}


class DosesField(forms.IntegerField):
    """A number of doses, as people write it: 1.200 is twelve hundred."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        wrong = _("Hãy nhập số liều bằng chữ số, ví dụ 120.")
        super().__init__(
            min_value=least,
            max_value=MOST_DOSES,
            error_messages={
                "required": wrong,
                "invalid": wrong,
                "min_value": wrong,
                "max_value": _("Số liều quá lớn. Hãy xem lại."),
            },
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        text = "".join(str(value or "").split())
        groups = text.split(".")
        if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
            text = "".join(groups)
        return super().to_python(text if text.isdecimal() or not text else "?")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "data-width": "5"}


class SentOnce(forms.Form):
    """The key makes a double click one submission."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=new_submission_key, error_messages=_OLD_PAGE
    )


class MovementForm(SentOnce):
    doses = DosesField(label=_("Số liều"), help_text=_("Đếm theo liều, không theo lọ."))
    moved_on = DayField(label=_("Ngày"), initial=timezone.localdate)


class ReceiveForm(MovementForm):
    """A delivery of one lot; a lot that nobody knows yet is registered with it."""

    vaccine = forms.ChoiceField(
        label=_("Vắc xin"), error_messages={"required": _("Hãy chọn vắc xin.")}
    )
    number = forms.CharField(
        label=_("Số lô"),
        max_length=30,
        help_text=_("Như in trên hộp."),
        error_messages={"required": _("Hãy nhập số lô in trên hộp.")},
    )
    expires_on = DayField(
        label=_("Hạn dùng"), help_text=_("Ngày cuối cùng được dùng, ví dụ 30/06/2022.")
    )
    document = forms.CharField(
        label=_("Số phiếu xuất kho của nơi cấp"), max_length=100, required=False
    )
    other_product = forms.BooleanField(
        label=_("Tôi đã xem lại trên hộp: đúng là vắc xin đã chọn ở trên"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asks_about_product = False
        self.vaccines = {each.code: each for each in vaccines()}
        field = self.fields["vaccine"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Chọn vắc xin")),
            *((c, v.name_vi) for c, v in self.vaccines.items()),
        ]

    def clean_number(self) -> str:
        return lot_number(self.cleaned_data["number"])

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if abs(day - timezone.localdate()) > timedelta(days=366 * _YEARS_KEPT):
            raise forms.ValidationError(_("Hạn dùng quá xa. Hãy xem lại năm in trên hộp."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("vaccine") or not given.get("number"):
            return given
        known = [lot.vaccine for lot in lots_numbered(given["number"])]
        others = [vaccine for vaccine in known if vaccine.code != given["vaccine"]]
        if known and len(others) == len(known):
            self.asks_about_product = True
            if not given["other_product"]:
                names = {"lot": given["number"], "vaccine": ", ".join(map(str, others))}
                self.add_error("other_product", gettext(
                    "Số lô %(lot)s đã có, nhưng là của vắc xin %(vaccine)s. Hãy xem lại trên hộp: "
                    "chọn lại vắc xin, sửa số lô, hoặc đánh dấu vào ô này nếu đã đúng."
                ) % names)  # fmt: skip
        return given


class DepotReceiveForm(ReceiveForm):
    """Vaccine that comes into a depot from outside: who sold or gave it is told, too."""

    source = forms.ChoiceField(
        label=_("Nguồn"),
        choices=[("", _("Chọn nguồn")), *SOURCES.items()],
        error_messages={"required": _("Hãy chọn nguồn vắc xin.")},
    )
    giver = forms.CharField(
        label=_("Bên bán hoặc bên tặng"),
        max_length=100,
        required=False,
        help_text=_("Ví dụ: tên hãng, tên nước tặng."),
    )


class ReasonedForm(MovementForm):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do, ví dụ: tủ lạnh hỏng, vỡ 2 lọ.")},
    )


class ReturnForm(MovementForm):
    document = forms.CharField(label=_("Số phiếu trả"), max_length=100, required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)


class UseForm(MovementForm):
    reason = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class ReasonForm(SentOnce):
    """Why something is undone, recalled or allowed again."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        error_messages={"required": _("Hãy ghi lý do, để người xem sổ sau này hiểu.")},
    )


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One line of the grid: the lot, what the books say, and what is typed."""

    held: LotInStore
    booked: BoundField
    counted: BoundField
    reason: BoundField


class CountForm(SentOnce):
    """Every lot of the store: what was counted, beside what the books say."""

    counted_on = DayField(label=_("Ngày kiểm kê"), initial=timezone.localdate)

    def __init__(self, *args: Any, held: Sequence[LotInStore], **options: Any) -> None:
        super().__init__(*args, **options)
        self.held = held
        for each in held:
            key = each.lot.public_id
            self.fields[f"booked_{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=each.doses, required=False
            )
            label = gettext("Số liều đếm được của lô %(lot)s") % {"lot": each.lot.number}
            self.fields[f"counted_{key}"] = DosesField(least=0, label=label, required=False)
            reason = gettext("Lý do chênh lệch của lô %(lot)s") % {"lot": each.lot.number}
            self.fields[f"reason_{key}"] = forms.CharField(
                label=reason, max_length=300, required=False
            )

    def rows(self) -> list[CountedRow]:
        return [
            CountedRow(each, *(self[f"{name}_{each.lot.public_id}"] for name in
                               ("booked", "counted", "reason")))
            for each in self.held
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for each in self.counts():
            if each.counted != each.booked and not each.reason.strip():
                told = gettext(
                    "Sổ ghi %(booked)s, đếm được %(counted)s. Hãy ghi lý do chênh lệch."
                ) % {"booked": each.booked, "counted": each.counted}
                self.add_error(f"reason_{each.lot.public_id}", told)
        if not self.errors and not self.counts():
            self.add_error(None, gettext("Hãy nhập số đếm được của ít nhất một lô."))
        return given

    def counts(self) -> list[Counted]:
        """The lots of which a number was typed."""
        found = []
        for each in self.held:
            key, given = each.lot.public_id, self.cleaned_data
            counted, booked = given.get(f"counted_{key}"), given.get(f"booked_{key}")
            if counted is not None and booked is not None:
                reason = given.get(f"reason_{key}", "")
                found.append(Counted(each.lot, counted, booked, reason))
        return found
