from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.portals.review.words import REASONS, VERDICTS

LONGEST_NOTE = 1000
LONGEST_PAIR_NOTE = 500


class AcceptForm(forms.Form):
    """Agreeing, and on what grounds."""

    prefix = "dongy"
    note = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Người được tiêm đọc được dòng này. Ví dụ: Khớp với phiếu xác nhận đã tiêm."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi căn cứ của quyết định."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )


class RefuseForm(forms.Form):
    """Saying no, for one of the coded reasons."""

    prefix = "tuchoi"
    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=[(reason.value, told.words) for reason, told in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một lý do."),
            "invalid_choice": _("Hãy chọn một lý do trong danh sách."),
        },
    )
    note = forms.CharField(
        label=_("Nói thêm với người gửi"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Hãy viết gọn trong 1.000 ký tự.")},
    )


class PairForm(forms.Form):
    """Whether two records are one person's."""

    known = forms.CharField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Bạn kết luận thế nào?"),
        choices=[(verdict.value, words) for verdict, words in VERDICTS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một kết luận."),
            "invalid_choice": _("Hãy chọn một kết luận trong danh sách."),
        },
    )
    note = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Ví dụ: gọi điện cho người nhà; so với sổ giấy của trạm."),
        required=False,
        max_length=LONGEST_PAIR_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Hãy viết gọn trong 500 ký tự.")},
    )
