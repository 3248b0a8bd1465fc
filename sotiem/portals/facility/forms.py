from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.rules.container import MOST_BYTES
from sotiem.portals.facility.words import ANSWERS


class UploadForm(forms.Form):
    """One sheet; the key makes a double click one submission."""

    sheet = forms.FileField(
        label=_("Tệp danh sách (.xlsx)"),
        help_text=_("Một tệp Excel, tối đa 40 MB."),
        allow_empty_file=True,
        error_messages={
            "required": _("Hãy chọn tệp danh sách."),
            "invalid": _("Hãy chọn tệp danh sách."),
            "missing": _("Hãy chọn tệp danh sách."),
        },
    )
    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={
            "required": _("Trang này đã cũ. Hãy tải lại trang rồi chọn tệp lần nữa."),
            "invalid": _("Trang này đã cũ. Hãy tải lại trang rồi chọn tệp lần nữa."),
        },
    )

    def content(self) -> bytes:
        """The file's bytes; of a file that is too large only so many as show that it is."""
        return bytes(self.cleaned_data["sheet"].read(MOST_BYTES + 1))


class AnswerForm(forms.Form):
    """Whether the dose of a row is one on record."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Mũi trong tệp là mũi nào?"),
        choices=[(answer.value, words) for answer, words in ANSWERS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một câu trả lời."),
            "invalid_choice": _("Hãy chọn một câu trả lời trong danh sách."),
        },
    )


class PersonForm(forms.Form):
    """Whose a row is: one of the people shown, or someone new."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Người trong tệp là ai?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một câu trả lời."),
            "invalid_choice": _("Hãy chọn một câu trả lời trong danh sách."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Sequence[tuple[str, str]],
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = choices
