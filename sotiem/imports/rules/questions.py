"""What a file leaves open is asked once, for the file as a whole."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

MOST_EXAMPLES: Final = 5


class QuestionKind(StrEnum):
    DAYS = "days"  # the order of day and month in a column
    SEX = "sex"  # what the numbers of the sexes mean
    FONT = "font"  # in which old font the names were typed
    COLUMN = "column"  # what a column holds whose header we do not know


class SettledBy(StrEnum):
    """How a question about a file was settled."""

    CLERK = "clerk"
    LAST_TIME = "last_time"  # an earlier file of the facility with the same headers
    EVIDENCE = "evidence"  # its own cells


@dataclass(frozen=True, slots=True)
class Example:
    """A cell as it stands, and how each answer would read it; empty where it makes no sense so."""

    cell: str
    reads: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing about a file that is read in one of some ways.

    Open: its own cells do not decide it. Doubted: answers that some of its cells contradict.
    """

    key: str
    kind: QuestionKind
    column: str
    choices: tuple[str, ...]
    proposed: str = ""
    is_open: bool = False
    doubted: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    needed: tuple[str, ...] = ()  # of a column: what the sheet cannot do without

    def kept(self) -> dict[str, Any]:
        """The question as it is kept with its file."""
        return {**asdict(self), "kind": str(self.kind)}


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of a file: an answer to each question, who gave it, and what stays open."""

    answers: Mapping[str, str]
    by: Mapping[str, str]
    open: Sequence[Question]

    def joined(self, other: "Settled") -> "Settled":
        answers, by = {**self.answers, **other.answers}, {**self.by, **other.by}
        return Settled(answers, by, [*self.open, *other.open])

    def of_list(self, place: int) -> "Settled":
        """What is known of one list of the file, by keys as if it were the only one."""
        begin = key_in_file("", place)
        mine = {key: key.removeprefix(begin) for key in self.answers if list_of(key) == place}
        return Settled(
            {own: self.answers[key] for key, own in mine.items()},
            {own: self.by[key] for key, own in mine.items()},
            [one for one in self.open if list_of(one.key) == place],
        )


def key_in_file(key: str, place: int) -> str:
    """The key of a question about one list of a file; the first list's stay as they are."""
    return f"{place + 1}:{key}" if place else key


def list_of(key: str) -> int:
    """The place of the list that a question is about."""
    number, colon, _ = key.partition(":")
    return int(number) - 1 if colon else 0


def settle(
    questions: Sequence[Question], *, given: Mapping[str, str], last_time: Mapping[str, str]
) -> Settled:
    """Answer each question: by the clerk's word, else as last time where nothing speaks against
    it, else by the file's own evidence; what is left must be asked."""
    answers: dict[str, str] = {}
    by: dict[str, str] = {}
    still_open = []
    for question in questions:
        key, earlier = question.key, last_time.get(question.key)
        if given.get(key) in question.choices:
            answers[key], by[key] = given[key], str(SettledBy.CLERK)
        elif earlier in question.choices and earlier not in question.doubted:
            answers[key], by[key] = str(earlier), str(SettledBy.LAST_TIME)
        elif question.is_open or earlier in question.doubted:
            still_open.append(question)
        else:
            answers[key], by[key] = question.proposed, str(SettledBy.EVIDENCE)
    return Settled(answers, by, still_open)


def signature_of(headers: Sequence[str]) -> str:
    """What two sheets with the same header row have in common."""
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()
