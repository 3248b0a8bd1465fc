"""All that a file leaves open, and how its rows are read once that is settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Self

from sotiem.doses.rules import FIRST_CAMPAIGN_DAY
from sotiem.identity.legacy_text import Encoding
from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.dates import DayOrder
from sotiem.imports.rules.doses import CENTURY
from sotiem.imports.rules.fonts import AS_IT_STANDS, question_of_fonts
from sotiem.imports.rules.fonts import KEY as FONT
from sotiem.imports.rules.headers import columns_told, questions_of_headers
from sotiem.imports.rules.layout import LEAVE_OUT, missing_columns, require_columns
from sotiem.imports.rules.orders import DayEvidence, evidence_of, question_of_days
from sotiem.imports.rules.questions import (
    Question,
    Settled,
    SettledBy,
    key_in_file,
    list_of,
    settle,
)
from sotiem.imports.rules.reading import DoseFile, DoseSheet, with_columns
from sotiem.imports.rules.sexes import KEY as SEX
from sotiem.imports.rules.sexes import SexCodes, question_of_sexes
from sotiem.imports.rules.workbook import BadSheet

BIRTH_DATE: Final = "days.birth_date"
DAY: Final = "days.day."


@dataclass(frozen=True, slots=True)
class Understood:
    """A file with all there is to ask, or to tell, of it as a whole."""

    file: DoseFile
    questions: Sequence[Question]
    settled: Settled

    @property
    def manners(self) -> list["Manner"]:
        """How the rows of each list are read."""
        return [Manner.of(self.settled.of_list(place)) for place in range(len(self.file.lists))]

    def kept(self) -> list[dict[str, Any]]:
        """Each question with its answer, as it is kept with the file."""
        answers, by = self.settled.answers, self.settled.by
        open_ = {question.key for question in self.settled.open}
        return [
            {
                **question.kept(),
                "is_open": question.key in open_,
                "answer": answers.get(question.key, ""),
                "settled_by": by.get(question.key, ""),
            }
            for question in self.questions
        ]


def taken_as_it_is(file: DoseFile) -> Understood:
    """What a program sent leaves nothing open; refuses what lacks a column."""
    for listed in file.lists:
        require_columns(listed.layout)
    return Understood(file, [], Settled({}, {}, []))


def understand(
    file: DoseFile,
    *,
    today: date,
    given: Mapping[str, str],
    last_time: Sequence[Mapping[str, str]],
) -> Understood:
    """Find what each list of a file leaves open, columns first; then read its rows under the
    columns told. `last_time` are the answers to an earlier list like each.

    Refuses a list that lacks a column we cannot do without, when none is left that could be it.
    """
    lists: list[DoseSheet] = []
    questions: list[Question] = []
    settled = Settled({}, {}, [])
    for place, (listed, earlier) in enumerate(zip(file.lists, last_time, strict=True)):
        own = _given_of(given, place)
        name = listed.sheet.name if len(file.lists) > 1 else ""
        try:
            told, asked, known = _understand(listed, place, today=today, given=own, earlier=earlier)
        except BadSheet as bad:
            raise _of_list(bad, name) from bad
        named = {each.key: _in_file(each, place, name) for each in asked}
        lists.append(told)
        questions += named.values()
        settled = settled.joined(
            Settled(
                {named[key].key: answer for key, answer in known.answers.items()},
                {named[key].key: by for key, by in known.by.items()},
                [named[each.key] for each in known.open],
            )
        )
    if not settled.open and not any(each.rows for each in lists):
        raise BadSheet(FileProblem.NO_ROWS)
    return Understood(replace(file, lists=lists), questions, settled)


def _of_list(bad: BadSheet, name: str) -> BadSheet:
    """The same trouble, with the list where there are several."""
    columns = bad.details.get("columns", "")
    return BadSheet(bad.problem, columns=f"{columns} ({name})") if name and columns else bad


def _given_of(given: Mapping[str, str], place: int) -> dict[str, str]:
    begin = key_in_file("", place)
    return {key.removeprefix(begin): said for key, said in given.items() if list_of(key) == place}


def _in_file(question: Question, place: int, name: str) -> Question:
    column = f"{question.column} ({name})" if name else question.column
    return replace(question, key=key_in_file(question.key, place), column=column)


def _understand(
    listed: DoseSheet,
    place: int,
    *,
    today: date,
    given: Mapping[str, str],
    earlier: Mapping[str, str],
) -> tuple[DoseSheet, list[Question], Settled]:
    of_headers = questions_of_headers(listed.sheet, listed.layout)
    first = settle(of_headers, given=given, last_time=earlier)
    columns = columns_told(first.answers)
    if set(columns.values()) - {LEAVE_OUT}:
        listed = with_columns(listed, columns, place=place)
    if not first.open and missing_columns(listed.layout):
        first = Settled({}, {}, of_headers)
    others = _questions_of(listed, today)
    second = settle(others, given=given, last_time=earlier)
    return listed, [*of_headers, *others], first.joined(second)


def _questions_of(sheet: DoseSheet, today: date) -> list[Question]:
    people = [row.person for row in sheet.rows]
    names = (cells.get("full_name", "") for cells in people)
    header = sheet.layout.header
    found = [
        *_of_days(sheet, today),
        question_of_sexes(header("sex"), people),
        question_of_fonts(header("full_name"), names),
    ]
    return [question for question in found if question is not None]


def _of_days(sheet: DoseSheet, today: date) -> Iterator[Question | None]:
    born = evidence_of(
        (row.person.get("birth_date", "") for row in sheet.rows),
        is_possible=lambda day: day <= today,
    )
    given = {
        slot: evidence_of(
            (row.doses[slot].get("day", "") for row in sheet.rows if slot in row.doses),
            is_possible=lambda day: FIRST_CAMPAIGN_DAY <= day <= today,
            century=CENTURY,
        )
        for slot in sorted(sheet.layout.doses)
    }
    columns = [born, *given.values()]
    header = sheet.layout.header("birth_date")
    yield question_of_days(BIRTH_DATE, header, born, _others(columns, born))
    for slot, own in given.items():
        header = sheet.layout.header("day", slot)
        key, others = f"{DAY}{slot}", _others(columns, own)
        yield question_of_days(key, header, own, others, century=CENTURY)


def _others(columns: Sequence[DayEvidence], own: DayEvidence) -> list[DayEvidence]:
    return [each for each in columns if each is not own]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the rows of one file are read; what somebody said of the file is not told in its rows."""

    born: DayOrder = DayOrder.DAY_FIRST
    days: Mapping[int, DayOrder] = field(default_factory=dict)
    sex_codes: SexCodes = SexCodes.ZERO_MALE
    font: Encoding | None = None
    repairs_fonts: bool = True
    told: frozenset[str] = frozenset()
    days_told: frozenset[int] = frozenset()

    @classmethod
    def of(cls, settled: Settled) -> Self:
        answers = settled.answers
        said = {key for key, by in settled.by.items() if by != SettledBy.EVIDENCE}
        days = {
            int(key.removeprefix(DAY)): DayOrder(answer)
            for key, answer in answers.items()
            if key.startswith(DAY)
        }
        font = answers.get(FONT, AS_IT_STANDS)
        return cls(
            born=DayOrder(answers.get(BIRTH_DATE, DayOrder.DAY_FIRST)),
            days=days,
            sex_codes=SexCodes(answers.get(SEX, SexCodes.ZERO_MALE)),
            font=None if font == AS_IT_STANDS else Encoding(font),
            repairs_fonts=answers.get(FONT) != AS_IT_STANDS,
            told=frozenset({"birth_date"} & {key.removeprefix("days.") for key in said})
            | ({SEX} & said),
            days_told=frozenset(slot for slot in days if f"{DAY}{slot}" in said),
        )
