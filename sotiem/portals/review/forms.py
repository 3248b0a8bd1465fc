from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Jurisdiction
from sotiem.portals.review.meant import Meant
from sotiem.portals.review.units import units_named
from sotiem.portals.review.words import REASONS, RULES, VERDICTS

LONGEST_NOTE = 1000
LONGEST_PAIR_NOTE = 500


class AcceptForm(forms.Form):
    """Agreeing, and on what grounds."""

    prefix = "dongy"
    rule = forms.ChoiceField(
        label=_("Dựa vào đâu?"),
        choices=[(rule.value, words) for rule, words in RULES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn điều mà quyết định dựa vào."),
            "invalid_choice": _("Hãy chọn một mục trong danh sách."),
        },
    )
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
    whose = forms.TypedChoiceField(
        label=_("Người phản ánh nói đến"),
        coerce=UUID,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn hồ sơ phù hợp, hoặc từ chối phản ánh."),
            "invalid_choice": _("Danh sách hồ sơ vừa thay đổi. Hãy xem lại rồi chọn."),
        },
    )

    def __init__(
        self, *args: Any, meant: Sequence[Meant] = (), needs_one: bool = False, **options: Any
    ) -> None:
        """`meant` are those on record whom the report may mean; of some kinds one must be named."""
        super().__init__(*args, **options)
        if not meant and not needs_one:
            del self.fields["whose"]
            return
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        nobody = [] if needs_one else [("", gettext("Không có ai trong số này"))]
        field.choices = [*((str(one.public_id), one.told) for one in meant), *nobody]
        field.required = needs_one


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


class SendOnForm(forms.Form):
    """Whose a report is, if not ours, and why."""

    prefix = "chuyen"
    unit = forms.CharField(
        label=_("Thuộc đơn vị nào?"),
        help_text=_("Ghi mã hoặc tên cơ sở tiêm, xã, phường hay tỉnh, thành phố."),
        max_length=200,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={
            "required": _("Hãy ghi đơn vị mà phản ánh này thuộc về."),
            "max_length": _("Hãy ghi gọn mã hoặc tên đơn vị."),
        },
    )
    note = forms.CharField(
        label=_("Vì sao?"),
        help_text=_("Ví dụ: Phiếu mang dấu của Trạm Y tế Tân Phú, không phải của đơn vị này."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi vì sao phản ánh thuộc đơn vị đó."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )

    def clean_unit(self) -> Jurisdiction:
        """The one unit that a code or a name means."""
        found = units_named(self.cleaned_data["unit"])
        if not found:
            raise forms.ValidationError(
                _("Không có đơn vị nào mang mã hoặc tên này. Hãy kiểm tra lại, hoặc ghi mã.")
            )
        if len(found) > 1:
            codes = "; ".join(f"{code}: {name}" for code, name, _path in found)
            raise forms.ValidationError(
                _("Nhiều đơn vị mang tên này. Hãy ghi mã của một đơn vị: %(codes)s."),
                params={"codes": codes},
            )
        return Jurisdiction(found[0][2])


class WhyForm(forms.Form):
    """Why more time is taken, a refused report is opened again, or an accepted one undone."""

    prefix = "vi-sao"
    note = forms.CharField(
        label=_("Vì sao?"),
        help_text=_("Người gửi đọc được dòng này."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi vì sao."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )


class AskForm(forms.Form):
    """What an officer wants to know of a facility, beside whether it vaccinated this person."""

    prefix = "hoi"
    words = forms.CharField(
        label=_("Cần biết thêm"),
        help_text=_("Ví dụ: Trong sổ ghi lô nào? Không ghi thông tin cá nhân ở đây."),
        required=False,
        max_length=LONGEST_PAIR_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Hãy viết gọn trong 500 ký tự.")},
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
