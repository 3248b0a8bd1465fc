from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.rules.container import MOST_BYTES

LONGEST_NOTE = 500
_STALE = _("Trang này đã cũ. Hãy tải lại trang rồi chọn tệp lần nữa.")


class SheetForm(forms.Form):
    """One sheet of corrections; the key makes a double click one submission."""

    sheet = forms.FileField(
        label=_("Tệp sửa hồ sơ (.xlsx hoặc .csv)"),
        help_text=_("Một tệp, tối đa 40 MB. Mỗi dòng sửa một mũi tiêm, một người, hoặc cả hai."),
        allow_empty_file=True,
        error_messages={
            "required": _("Hãy chọn tệp."),
            "invalid": _("Hãy chọn tệp."),
            "missing": _("Hãy chọn tệp."),
        },
    )
    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _STALE, "invalid": _STALE},
    )

    def content(self) -> bytes:
        """The file's bytes; of a file that is too large only so many as show that it is."""
        return bytes(self.cleaned_data["sheet"].read(MOST_BYTES + 1))


class GroundsForm(forms.Form):
    """On what grounds the record is corrected."""

    note = forms.CharField(
        label=_("Căn cứ"),
        help_text=_("Ví dụ: đã đối chiếu với sổ tiêm giấy của trạm ngày 12/08/2021."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi căn cứ sửa hồ sơ."),
            "max_length": _("Hãy viết gọn trong 500 ký tự."),
        },
    )


class UndoSheetForm(forms.Form):
    """Why a whole sheet is taken back."""

    note = forms.CharField(
        label=_("Lý do hoàn tác"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Hãy ghi lý do hoàn tác."),
            "max_length": _("Hãy viết gọn trong 500 ký tự."),
        },
    )
