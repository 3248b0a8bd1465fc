"""A population registry of invented people, for the demonstration and for tests.

It knows the people of `data/people.csv`. Of every other personal number it knows what the number
itself tells, the year of birth and the sex, and takes the rest for true.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

from sotiem.identity import Cccd, InvalidIdentity, PersonName
from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question, Verdict

# Numbers that end so behave so, whoever bears them.
NOBODY: Final = "0000"
SILENT: Final = "9990"
SLOW: Final = "9991"
SLOW_SECONDS: Final = 2.5


class Manner(StrEnum):
    """How the stand-in behaves when asked about a number."""

    ANSWERS = "answers"
    SILENT = "silent"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the stand-in has on its books."""

    full_name: str
    birth_date: str
    sex: str
    manner: Manner


class StandIn:
    """Answers within the process, as the served stand-in would to one who waits so long."""

    def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
        return [
            NO_ANSWER if seconds_for(question) > within else answer_to(question)
            for question in questions
        ]


def answer_to(question: Question) -> PopulationAnswer:
    """What the stand-in has to say; the same each time."""
    if _manner_of(question.number) == Manner.SILENT:
        return NO_ANSWER
    known = people().get(question.number)
    differs = _unlike(question, known) if known else _unlike_its_number(question)
    return PopulationAnswer(Verdict.DIFFERS if differs else Verdict.AGREES, differs)


def seconds_for(question: Question) -> float:
    """How long the stand-in thinks before it answers."""
    return SLOW_SECONDS if _manner_of(question.number) == Manner.SLOW else 0.0


@cache
def people() -> Mapping[str, Known]:
    """The invented people, by number."""
    file = resources.files(__package__) / "data" / "people.csv"
    with file.open(encoding="utf-8") as lines:
        return {
            row["number"]: Known(
                row["full_name"], row["birth_date"], row["sex"], Manner(row["manner"])
            )
            for row in csv.DictReader(lines)
        }


def _manner_of(number: str) -> Manner:
    known = people().get(number)
    if known is not None:
        return known.manner
    return {SILENT: Manner.SILENT, SLOW: Manner.SLOW}.get(number[-4:], Manner.ANSWERS)


def _unlike(question: Question, known: Known) -> tuple[str, ...]:
    unlike = {
        "full_name": _spelling(question.full_name) != _spelling(known.full_name),
        "birth_date": not _is_within(known.birth_date, question.birth_date),
        "sex": question.sex not in ("", known.sex),
    }
    return tuple(field for field, differs in unlike.items() if differs)


def _unlike_its_number(question: Question) -> tuple[str, ...]:
    if question.number.endswith(NOBODY):
        return ("number",)
    try:
        number = Cccd(question.number)
    except InvalidIdentity:
        # The number of an old card tells nothing; anything longer is no number at all.
        return ("number",) if len(question.number) > 9 else ()
    unlike = {
        "birth_date": question.birth_date[:4] not in ("", str(number.birth_year)),
        "sex": question.sex not in ("", number.sex),
    }
    return tuple(field for field, differs in unlike.items() if differs)


def _is_within(day: str, stated: str) -> bool:
    """Whether a day is the one that was stated, as far as it was stated."""
    return day.startswith(stated)


def _spelling(name: str) -> str:
    """A name as registries compare it: hòa is hoà, but Hoa is another."""
    try:
        return PersonName.parse(name).i_y_normal
    except InvalidIdentity:
        return name
