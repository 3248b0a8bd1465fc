from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from sotiem.patients.facts import PatientFacts


class Verdict(StrEnum):
    """What the population registry says of a person's data."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_ANSWER = "no_answer"


FIELDS: Final = ("full_name", "birth_date", "sex", "number")


@dataclass(frozen=True, slots=True)
class Question:
    """What the population registry is asked: does it know this person so?

    `number` is the personal number, or that of the old card; without one nothing can be asked.
    """

    full_name: str
    birth_date: str
    sex: str
    number: str

    @classmethod
    def about(cls, person: PatientFacts) -> Self:
        return cls(person.full_name, person.birth_date, person.sex, person.cccd or person.cmnd)

    def __repr__(self) -> str:
        return "Question(...)"  # it is about a person, and may come to stand in a log


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """A verdict, and the fields (of `FIELDS`) in which the registry has something else."""

    verdict: Verdict
    differs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.verdict == Verdict.DIFFERS) != bool(self.differs):
            raise ValueError("an answer names fields exactly when it differs")
        if not set(self.differs) <= set(FIELDS):
            raise ValueError("an answer names an unknown field")


NO_ANSWER: Final = PopulationAnswer(Verdict.NO_ANSWER)
