from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 1000


class PlanForm(forms.Form):
    """Which doses of a session are amended, and on what grounds."""

    scope = forms.ChoiceField(
        label=_("Sửa những mũi nào?"),
        choices=[
            ("reported", _("Chỉ các mũi có phản ánh")),
            ("session", _("Cả các mũi cùng buổi chưa ai phản ánh")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn những mũi sẽ sửa."),
            "invalid_choice": _("Hãy chọn một trong hai mục."),
        },
    )
    note = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Người được tiêm đọc được dòng này. Ví dụ: Sổ xuất kho của cơ sở ghi lô này."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi căn cứ của quyết định."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )


class UndoForm(forms.Form):
    """Why a whole decision is taken back."""

    note = forms.CharField(
        label=_("Vì sao hoàn tác?"),
        help_text=_("Người gửi phản ánh đọc được dòng này."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi vì sao hoàn tác."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )
