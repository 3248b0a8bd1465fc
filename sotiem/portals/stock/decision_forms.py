from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal
from sotiem.imports.rules.workbook import BadSheet
from sotiem.places.facts import UnitCode, Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import find_unit
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.facility.refusals import FILE_PROBLEMS
from sotiem.portals.stock.forms import DosesField, SentOnce
from sotiem.portals.stock.lines import MOST_BYTES, BadLines, read_lines
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import vaccines

_COMMUNE_DIGITS: Final = 5


class DecisionForm(SentOnce):
    """A decision: how many doses of one vaccine each store gets, typed or in a sheet."""

    number = forms.CharField(
        label=_("Số quyết định"),
        max_length=60,
        help_text=_("Ví dụ: 3820/QĐ-BYT."),
        error_messages={"required": _("Hãy ghi số quyết định.")},
    )
    decided_on = DayField(label=_("Ngày ký"), initial=timezone.localdate)
    signed_by = forms.CharField(
        label=_("Người ký"),
        max_length=120,
        help_text=_("Chức vụ, họ và tên."),
        error_messages={"required": _("Hãy ghi người ký quyết định.")},
    )
    vaccine = forms.ChoiceField(
        label=_("Vắc xin"), error_messages={"required": _("Hãy chọn vắc xin.")}
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    sheet = forms.FileField(
        label=_("Tệp phân bổ (.xlsx hoặc .csv)"),
        required=False,
        allow_empty_file=True,
        help_text=_("Thay cho việc điền vào bảng. Cột “Mã nơi nhận” và cột “Số liều”."),
    )

    def __init__(
        self, *args: Any, stores: Sequence[Facility], only: Vaccine | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.stores, self.vaccines = stores, {each.code: each for each in vaccines()}
        field = self.fields["vaccine"]
        assert isinstance(field, forms.ChoiceField)
        offered = [only] if only else list(self.vaccines.values())
        named = [(each.code, each.name_vi) for each in offered]
        field.choices = named if only else [("", _("Chọn vắc xin")), *named]
        for store in stores:
            label = gettext("Số liều cho %(store)s") % {"store": store.name}
            self.fields[_name(store)] = DosesField(least=0, label=label, required=False)

    def rows(self) -> list[tuple[Facility, BoundField]]:
        return [(store, self[_name(store)]) for store in self.stores]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.lines = {store: doses for store in self.stores if (doses := given.get(_name(store)))}
        if given.get("sheet"):
            self._take_sheet(given["sheet"].read(MOST_BYTES + 1))
        if not self.errors and not self.lines:
            self.add_error(None, gettext("Hãy nhập số liều cho ít nhất một nơi, hoặc chọn tệp."))
        return given

    def chosen(self) -> Vaccine:
        return self.vaccines[self.cleaned_data["vaccine"]]

    def _take_sheet(self, content: bytes) -> None:
        if self.lines:
            self.add_error("sheet", gettext("Hãy chọn một cách: điền vào bảng, hoặc gửi tệp."))
            return
        try:
            self.lines = read_lines(content)
        except BadLines as bad:
            self.add_error("sheet", bad.sentences)
        except BadSheet as bad:
            self.add_error("sheet", str(FILE_PROBLEMS[bad.problem]) % bad.details)
        except Refusal as refusal:
            self.add_error("sheet", sentence_for(refusal))


class DepotForm(SentOnce):
    """A depot of the country or of a province."""

    name = forms.CharField(
        label=_("Tên kho"),
        max_length=200,
        help_text=_("Ví dụ: Kho vắc xin Trung tâm Kiểm soát bệnh tật tỉnh."),
        error_messages={"required": _("Hãy ghi tên kho.")},
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    commune = forms.CharField(
        label=_("Mã xã, phường nơi đặt kho"),
        max_length=_COMMUNE_DIGITS,
        help_text=_("Năm chữ số, theo danh mục đơn vị hành chính hiện nay."),
        error_messages={"required": _("Hãy ghi mã xã, phường.")},
    )

    def clean_commune(self) -> AdministrativeUnit:
        code = self.cleaned_data["commune"].strip()
        is_code = len(code) == _COMMUNE_DIGITS and code.isascii() and code.isdecimal()
        unit = find_unit(UnitCode(Version.NEW, code)) if is_code else None
        if unit is None:
            raise forms.ValidationError(_("Không có xã, phường nào mang mã này. Hãy xem lại mã."))
        return unit


def _name(store: Facility) -> str:
    return f"doses_{store.code}"
