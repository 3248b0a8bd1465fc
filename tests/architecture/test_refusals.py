"""Whoever is refused reads a sentence, in both languages, that says what to do."""

import importlib
import pkgutil

import pytest
from django.utils import translation

import sotiem
from sotiem.foundation.refusals import Refusal
from sotiem.identity import Problem
from sotiem.portals.components import problems
from sotiem.portals.components.refusals import has_sentence, sentence_for


def refusals() -> list[type[Refusal]]:
    """Every refusal that the system knows."""
    for found in pkgutil.walk_packages(sotiem.__path__, "sotiem."):
        if ".migrations" not in found.name and ".cli.__main__" not in found.name:
            importlib.import_module(found.name)
    known, waiting = set(), [Refusal]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in known and child.__module__.startswith("sotiem."):
                known.add(child)
                waiting.append(child)
    return sorted(known, key=lambda refusal: refusal.__qualname__)


def test_every_refusal_has_a_sentence() -> None:
    assert [refusal for refusal in refusals() if not has_sentence(refusal)] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_sentence_needs_no_detail_that_is_not_given(language: str) -> None:
    with translation.override(language):
        for refusal in refusals():
            assert len(sentence_for(refusal())) > 20, refusal


def test_every_problem_has_a_sentence() -> None:
    assert set(problems.SENTENCES) == set(Problem)
