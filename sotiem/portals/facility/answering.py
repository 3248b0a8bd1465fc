"""A facility's answers about reports: one row of the page, and the sheet that goes both ways."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sotiem.corrections.facts import Answer, FacilityAnswer
from sotiem.corrections.operations import require_answer
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.foundation.refusals import Refusal
from sotiem.foundation.spreadsheets import harmless
from sotiem.imports.rules.container import require_workbook
from sotiem.imports.rules.dates import parts_of
from sotiem.imports.rules.table import is_table, read_table
from sotiem.imports.rules.workbook import read_sheets
from sotiem.imports.rules.writing import written
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.components.templatetags.sotiem import day

LONGEST_NOTE: Final = 500
ANSWERS: Final[dict[Answer, Promise]] = {
    Answer.YES: gettext_lazy("Có tiêm"),
    Answer.NO: gettext_lazy("Không tiêm cho người này"),
    Answer.YES_BUT: gettext_lazy("Có tiêm, nhưng khác ngày hoặc khác lô"),
}
_KEY: Final = "Mã câu hỏi"
_ASKED: Final = ("Họ và tên", "Ngày sinh", "Vắc xin", "Ngày tiêm", "Số lô", "Cần biết thêm")
_FILLED: Final = (
    "Trả lời (có / không / có nhưng khác)",
    "Ngày tiêm đúng",
    "Số lô đúng",
    "Ghi chú",
)
_SAID: Final = {
    "co": Answer.YES,
    "co tiem": Answer.YES,
    "yes": Answer.YES,
    "khong": Answer.NO,
    "khong tiem": Answer.NO,
    "no": Answer.NO,
    "co nhung khac": Answer.YES_BUT,
    "yes but": Answer.YES_BUT,
}


class AnswerForm(forms.Form):
    """What a clerk says about one person; nothing where she leaves the row for later."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Cơ sở có tiêm cho người này không?"),
        choices=[(answer.value, words) for answer, words in ANSWERS.items()],
        widget=forms.RadioSelect,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Hãy chọn một câu trả lời trong danh sách.")
        },
    )
    actual_on = DayField(label=gettext_lazy("Ngày tiêm đúng"), required=False)
    actual_lot = forms.CharField(label=gettext_lazy("Số lô đúng"), max_length=50, required=False)
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def answered(self, question: UUID, *, rest: str, at: datetime) -> FacilityAnswer | None:
        """The answer, if the row has one; `rest` is said of rows that have none."""
        given = self.cleaned_data
        said = given["answer"] or rest
        if not said:
            return None
        answer = FacilityAnswer(
            question=question,
            answer=Answer(said),
            actual_on=given["actual_on"],
            actual_lot=given["actual_lot"],
            note=given["note"],
        )
        try:
            require_answer(answer, at=at)
        except Refusal as refusal:
            self.add_error("answer", sentence_for(refusal))
            return None
        return answer


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a sheet that cannot be taken, and what to do about it."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What a sheet says, and which of its rows could not be taken."""

    answers: dict[UUID, tuple[int, FacilityAnswer]]
    bad: list[BadRow]


def person_of(question: FacilityQuestion) -> tuple[str, str]:
    """Name and birth date of the person asked about: on record, or as the sender gave them."""
    report = question.report
    if report.patient is not None:
        return report.patient.current.full_name, report.patient.current.birth_date
    claim = report.said.person
    return (claim.full_name, claim.birth_date) if claim else ("", "")


def sheet_of(questions: Sequence[FacilityQuestion]) -> bytes:
    """The list to be filled in, one question a row."""
    rows = [[_KEY, *_ASKED, *_FILLED], *map(_row, questions)]
    return written([(_("Câu hỏi"), rows)])


def _row(question: FacilityQuestion) -> list[str]:
    name, birth_date = person_of(question)
    asked = (
        str(question.public_id),
        name,
        _day_of(birth_date),
        question.vaccine.name_vi if question.vaccine else "",
        day(question.administered_on) if question.administered_on else "",
        question.lot_number,
        question.words,
    )
    return [*map(harmless, asked), "", "", "", ""]


def _day_of(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def read_answers(content: bytes, *, at: datetime) -> AnswerSheet | None:
    """The answers of a sheet that we handed out; None where its first column is not there.

    A row without an answer is left for later; of a question twice, the last one counts.
    """
    if is_table(content):
        sheets = [read_table(content)]
    else:
        require_workbook(content)
        sheets = read_sheets(content)
    rows = sheets[0].rows if sheets else []
    header = next((place for place, row in enumerate(rows) if row and row[0].strip() == _KEY), None)
    if header is None:
        return None
    read = AnswerSheet({}, [])
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        _read_row(read, number, row, at=at)
    return read


def _read_row(read: AnswerSheet, number: int, row: Sequence[str], *, at: datetime) -> None:
    cells = [cell.strip().lstrip("'") for cell in (*row, *[""] * 11)]
    key, said, on, lot, note = cells[0], *cells[7:11]
    if not said:
        return
    try:
        answer = _answer(key, said, on, lot, note)
        require_answer(answer, at=at)
    except ValueError as wrong:
        read.bad.append(BadRow(number, str(wrong)))
    except Refusal as refusal:
        read.bad.append(BadRow(number, sentence_for(refusal)))
    else:
        read.answers[answer.question] = (number, answer)


def _answer(key: str, said: str, on: str, lot: str, note: str) -> FacilityAnswer:
    answer = _SAID.get(" ".join(_plain(said)))
    if answer is None:
        raise ValueError(_("Cột trả lời chỉ nhận: có, không, có nhưng khác."))
    try:
        question = UUID(key)
    except ValueError as wrong:
        raise ValueError(_("Mã câu hỏi bị sửa. Hãy tải lại danh sách.")) from wrong
    try:
        actual_on = _written_day(on)
    except ValueError as wrong:
        raise ValueError(_("Ngày tiêm đúng phải theo thứ tự ngày/tháng/năm.")) from wrong
    if len(lot) > 50 or len(note) > LONGEST_NOTE:
        raise ValueError(_("Số lô hoặc ghi chú quá dài. Hãy viết gọn lại."))
    return FacilityAnswer(
        question=question, answer=answer, actual_on=actual_on, actual_lot=lot, note=note
    )


def _written_day(text: str) -> date | None:
    if not text:
        return None
    day_of_month, month, year = parts_of(text) or (0, 0, 0)
    return date(year, month, day_of_month)


def _plain(text: str) -> Iterator[str]:
    """The words of a text in small letters, without marks."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(each for each in bare if not unicodedata.combining(each))
    yield from "".join(each if each.isalnum() else " " for each in letters).split()


def rows_of(questions: Sequence[FacilityQuestion], typed: Any = None) -> list[dict[str, Any]]:
    """The questions of a page, each with its person and its form."""
    return [
        {
            "question": question,
            "name": person_of(question)[0],
            "birth_date": _day_of(person_of(question)[1]),
            "form": AnswerForm(typed, prefix=str(question.public_id)),
        }
        for question in questions
    ]
