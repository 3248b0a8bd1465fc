import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.rules.container import MOST_BYTES
from sotiem.imports.rules.lists import number_of
from sotiem.imports.rules.questions import QuestionKind
from sotiem.portals.facility.file_words import answer_in_words, title_of
from sotiem.portals.facility.words import ANSWERS, VERDICTS

MOST_ROWS: Final = 200_000
_ROWS: Final = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", re.ASCII)
# A number may be typed as it is shown: 12.000 or 12,000.
_GROUPING: Final = str.maketrans("", "", " .,\u00a0")
_STALE: Final = _("Trang này đã cũ. Hãy tải lại trang rồi thử lần nữa.")


class UploadForm(forms.Form):
    """One sheet; the key makes a double click one submission."""

    sheet = forms.FileField(
        label=_("Tệp danh sách (.xlsx, .csv hoặc FHIR Bundle)"),
        help_text=_("Một tệp, tối đa 40 MB."),
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


class AgainForm(forms.Form):
    """A file that came before is taken once more; the key makes a double click one."""

    submission_key = forms.UUIDField()


class FileForm(forms.Form):
    """The questions about a file as a whole, each a field."""

    def __init__(
        self, data: QueryDict | None = None, *, questions: Sequence[Mapping[str, Any]]
    ) -> None:
        super().__init__(data)
        self.asked = {f"q{place}": one for place, one in enumerate(questions, 1)}
        for name, one in self.asked.items():
            is_column = one["kind"] == QuestionKind.COLUMN
            choices = [(answer, answer_in_words(answer)) for answer in one["choices"]]
            self.fields[name] = forms.ChoiceField(
                label=title_of(one),
                choices=[("", _("Hãy chọn")), *choices] if is_column else choices,
                widget=forms.Select if is_column else forms.RadioSelect,
                initial=one["answer"] or one["proposed"],
                error_messages={
                    "required": _("Hãy chọn một câu trả lời."),
                    "invalid_choice": _("Hãy chọn một câu trả lời trong danh sách."),
                },
            )

    def answers(self) -> dict[str, str]:
        """What was chosen, by the questions' keys."""
        return {one["key"]: self.cleaned_data[name] for name, one in self.asked.items()}


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


class RowNumbers(forms.CharField):
    """Numbers of rows as people write them: 2, 5, 10-20."""

    def clean(self, value: str) -> list[int]:
        text = str(super().clean(value))
        numbers: set[int] = set()
        for part in text.replace(";", ",").split(","):
            written = _ROWS.fullmatch(part.strip())
            if not part.strip():
                continue
            if written is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            first, last = int(written[1]), int(written[2] or written[1])
            if not first <= last < first + MOST_ROWS:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            numbers.update(range(first, last + 1))
        return sorted(numbers)


class DuplicateForm(forms.Form):
    """Whether two people of a facility are one."""

    known = forms.CharField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Hai hồ sơ này có phải của một người?"),
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
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Hãy viết gọn trong 500 ký tự.")},
    )


class PartForm(forms.Form):
    """Which part of a sheet is recorded now."""

    parts = forms.MultipleChoiceField(
        label=_("Ghi phần nào?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một phần."),
            "invalid_choice": _("Phần này không còn chờ ghi. Hãy tải lại trang."),
        },
    )
    rows = RowNumbers(
        label=_("Chỉ các dòng"),
        help_text=_("Ví dụ 2, 5, 10-20. Để trống là mọi dòng của phần đã chọn."),
        required=False,
        error_messages={
            "invalid": _("Hãy ghi số dòng, cách nhau bằng dấu phẩy, ví dụ 2, 5, 10-20.")
        },
    )
    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _STALE, "invalid": _STALE},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Sequence[tuple[str, str]],
        sheets: Sequence[str] = (),
        chosen: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial={"parts": list(chosen)})
        if sheets:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Các dòng đó ở trang tính"),
                choices=[("", _("Chọn trang tính")), *enumerate(sheets)],
                required=False,
                error_messages={"invalid_choice": _("Hãy chọn một trang tính trong danh sách.")},
            )
        parts = self.fields["parts"]
        assert isinstance(parts, forms.MultipleChoiceField)
        parts.choices = choices

    def clean(self) -> dict[str, Any]:
        """The numbers of the rows in the sheet that was chosen."""
        cleaned = super().clean() or {}
        rows, sheet = cleaned.get("rows"), cleaned.get("sheet")
        if rows and sheet == "":
            self.add_error("sheet", _("Hãy chọn trang tính của các dòng đã ghi."))
        elif rows and sheet:
            cleaned["rows"] = [number_of(int(sheet), row) for row in rows]
        return cleaned


class UndoForm(forms.Form):
    """Why a whole sheet is undone; how many doses it is must be typed."""

    reason = forms.CharField(
        label=_("Vì sao hoàn tác?"),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": _("Hãy ghi lý do.")},
    )
    recorded = forms.CharField(
        label=_("Gõ số mũi tiêm sẽ hoàn tác"),
        help_text=_("Gõ đúng số mũi ghi ở trên, để chắc rằng bạn muốn hoàn tác cả tệp."),
        error_messages={"required": _("Hãy gõ số mũi tiêm.")},
    )

    def __init__(self, data: QueryDict | None = None, *, recorded: int) -> None:
        super().__init__(data)
        self._expected = recorded

    def clean_recorded(self) -> int:
        typed = str(self.cleaned_data["recorded"]).translate(_GROUPING)
        if typed != str(self._expected):
            raise forms.ValidationError(_("Số này khác số mũi tiêm của tệp. Hãy xem lại."))
        return self._expected
