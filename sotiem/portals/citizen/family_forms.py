"""Adding a child to those whose record one keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.guardians.facts import Relation
from sotiem.portals.citizen.forms import PersonForm

RELATIONS = {
    Relation.PARENT: _("Cha hoặc mẹ"),
    Relation.GUARDIAN: _("Người giám hộ"),
}


class ChildForm(PersonForm):
    """A child, as its record has it."""

    relation = forms.ChoiceField(
        label=_("Bạn là"),
        choices=[(each.value, words) for each, words in RELATIONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn bạn là ai đối với trẻ."),
            "invalid_choice": _("Hãy chọn bạn là ai đối với trẻ."),
        },
    )
    ward_agreed = forms.BooleanField(
        label=_("Trẻ từ đủ 7 tuổi: tôi đã hỏi và trẻ đồng ý"),
        required=False,
    )
