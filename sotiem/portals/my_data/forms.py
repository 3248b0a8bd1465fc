"""What somebody asks to have deleted, and what an officer answers to each point."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sotiem.data_requests.facts import BASES, NEVER_DELETED, Item, Verdict
from sotiem.foundation.identifiers import new_submission_key
from sotiem.portals.my_data import words

_OLD_PAGE: Final = _("Trang này không còn dùng được. Hãy mở lại trang rồi gửi lại.")
_DELETE: Final = "delete"


class AskForm(forms.Form):
    """Which data, and why if one wants to say."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE}
    )
    items = forms.MultipleChoiceField(
        label=_("Bạn muốn xóa dữ liệu nào?"),
        choices=list(words.ITEMS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một mục muốn xóa."),
            "invalid_choice": _("Hãy chọn ít nhất một mục muốn xóa."),
        },
    )
    words = forms.CharField(
        label=_("Vì sao bạn muốn xóa?"),
        help_text=_("Không bắt buộc phải có lý do; nói rõ giúp trả lời đúng hơn."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Hãy viết gọn trong 1.000 ký tự.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = new_submission_key


class AppealForm(forms.Form):
    """What was not considered."""

    words = forms.CharField(
        label=_("Bạn không đồng ý ở điểm nào?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Hãy ghi điểm bạn không đồng ý."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )


class ExtendForm(forms.Form):
    """Why the answer takes longer."""

    reason = forms.CharField(
        label=_("Vì sao cần thêm thời gian?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi lý do gia hạn."),
            "max_length": _("Hãy viết gọn trong 500 ký tự."),
        },
    )


class AnswerForm(forms.Form):
    """For each point: delete, or keep on a basis."""

    def __init__(self, *args: Any, items: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = [Item(each) for each in items]
        english = get_language() == "en"
        kept = [
            (each.code, f"{each.words_en if english else each.words_vi} {each.law}".strip())
            for each in BASES.values()
        ]
        for item in self.asked:
            choices = kept if item in NEVER_DELETED else [(_DELETE, _("Xóa")), *kept]
            self.fields[item.value] = forms.ChoiceField(
                label=str(words.ITEMS[item]),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Hãy chọn xóa, hoặc giữ kèm căn cứ.")},
            )
        self.fields["words"] = forms.CharField(
            label=_("Viết thêm trong công văn"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": _("Hãy viết gọn trong 2.000 ký tự.")},
        )

    def verdicts(self) -> dict[Item, Verdict]:
        said = {item: self.cleaned_data[item.value] for item in self.asked}
        return {
            item: Verdict(delete=True) if one == _DELETE else Verdict(delete=False, basis=one)
            for item, one in said.items()
        }
