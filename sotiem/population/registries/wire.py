"""Questions and answers as JSON: the protocol of docs/api/population-registry.md, both ends."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Question, Verdict

PATH: Final = "/v1/checks"
MOST_QUESTIONS: Final = 500
LARGEST_BODY: Final = 1024 * 1024
TYPE: Final = "application/json"
_ASKED: Final = frozenset({"ref", "full_name", "birth_date", "sex", "number"})


class RegistryUnreachable(Exception):
    """The registry said nothing that can be understood; nobody knows whether it heard."""


class NotAQuestion(Exception):
    """What was sent to the stand-in is not in the protocol."""


def write_questions(questions: Sequence[Question]) -> bytes:
    """Number the questions, so that each answer finds its own."""
    asked = [{"ref": str(ref), **asdict(question)} for ref, question in enumerate(questions)]
    return json.dumps({"checks": asked}, ensure_ascii=False).encode()


def read_questions(body: bytes) -> list[tuple[str, Question]]:
    """The questions of a body with the name of each."""
    try:
        asked = json.loads(body)["checks"]
        return [_question(item) for item in asked]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAQuestion from error


def write_answers(answers: Sequence[tuple[str, PopulationAnswer]]) -> bytes:
    """The answers, each with the name of its question."""
    told = [
        {"ref": ref, "verdict": answer.verdict, "differs": list(answer.differs)}
        for ref, answer in answers
    ]
    return json.dumps({"answers": told}).encode()


def read_answers(body: bytes, *, asked: int) -> list[PopulationAnswer]:
    """The answer to each question; a question that was passed over has no answer."""
    try:
        told = {item["ref"]: _answer(item) for item in json.loads(body)["answers"]}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RegistryUnreachable("the answer is not in the protocol") from error
    return [told.get(str(ref), NO_ANSWER) for ref in range(asked)]


def _question(item: dict[str, Any]) -> tuple[str, Question]:
    if item.keys() != _ASKED or not all(isinstance(value, str) for value in item.values()):
        raise NotAQuestion
    values = dict(item)
    return values.pop("ref"), Question(**values)


def _answer(item: dict[str, Any]) -> PopulationAnswer:
    return PopulationAnswer(Verdict(item["verdict"]), tuple(item.get("differs", ())))
