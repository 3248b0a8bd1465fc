"""Whose record somebody keeps by a decision, and until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sotiem.guardians.facts import Relation
from sotiem.portals.citizen.family_forms import RELATIONS
from sotiem.portals.citizen.forms import LookUpForm
from sotiem.portals.components.fields import DayField


class WardForm(LookUpForm):
    """Somebody on record: by name, birth date and one number, as the papers shown have them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, today=timezone.localdate(), **options)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class DecisionForm(forms.Form):
    """What the document says."""

    relation = forms.ChoiceField(
        label=_("Người này là"),
        choices=[(each.value, words) for each, words in RELATIONS.items()],
        initial=Relation.GUARDIAN,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn người này là ai đối với người được giám hộ."),
            "invalid_choice": _("Hãy chọn người này là ai đối với người được giám hộ."),
        },
    )
    document = forms.CharField(
        label=_("Giấy tờ đã xem"),
        help_text=_("Loại, số, ngày, nơi cấp. Ví dụ: Quyết định 12/QĐ-UBND ngày 03/04/2026."),
        max_length=200,
        error_messages={"required": _("Hãy ghi giấy tờ đã xem.")},
    )
    ends_on = DayField(label=_("Quyền hết từ ngày"))
    ward_agreed = forms.BooleanField(
        label=_("Người được giám hộ từ đủ 7 đến dưới 18 tuổi đã đồng ý"), required=False
    )
