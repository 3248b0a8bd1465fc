"""What stands on a slip, asked to find out why a dose is not in the book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.facilities.models import Facility
from sotiem.identity import InvalidIdentity, PhoneNumber
from sotiem.portals.citizen.report_forms import DoseForm
from sotiem.portals.citizen.why import Slip
from sotiem.portals.components.facilities import find_facility


class SlipForm(DoseForm):
    """A dose as on the slip, and a number on it that may be another than one's own now."""

    number = forms.CharField(
        label=_("Số giấy tờ hoặc số điện thoại ghi trên phiếu"),
        help_text=_("Ghi nếu khác với số bạn đang dùng, ví dụ số CMND cũ."),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    order = ("vaccine", "administered_on", "lot_number", "place", "number")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, needs_photo=False, **options)
        for name in ("submission_key", "photos", "story"):
            del self.fields[name]

    def clean_number(self) -> str:
        """Digits only; a phone in its present form."""
        text: str = self.cleaned_data["number"]
        try:
            return str(PhoneNumber.parse(text)) if text else ""
        except InvalidIdentity:
            return "".join(each for each in text if each.isdigit())

    def slip(self) -> Slip:
        """What was read off the slip, once the form is valid."""
        found = find_facility(self.cleaned_data["place"])
        return Slip(
            vaccine=self.vaccines[self.cleaned_data["vaccine"]],
            on=self.cleaned_data["administered_on"],
            lot=self.cleaned_data["lot_number"],
            facility=Facility.objects.get(pk=found) if found else None,
            place=self.cleaned_data["place"],
            number=self.cleaned_data["number"],
        )
