"""Every text of a clerk's pages has its English, and every finding its sentence."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from sotiem.identity import Problem
from sotiem.imports.facts import FileProblem, RowProblem
from sotiem.imports.rules.columns import template_columns
from sotiem.portals import facility
from sotiem.portals.facility import refusals
from sotiem.portals.facility.views._columns import EXPLANATIONS

LOCALE = Path(facility.__file__).parent / "locale/en/LC_MESSAGES"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_has_a_sentence_that_says_what_to_do(language: str) -> None:
    with translation.override(language):
        for code in (*Problem, *RowProblem):
            assert len(refusals.sentence_of_row(code, "3")) > 20, code
        for problem in FileProblem:
            told = refusals.sentence_of_file(problem, {"columns": "A", "sheets": "B"})
            assert len(told) > 20, problem


def test_every_column_is_explained() -> None:
    assert {column.key for column, _ in template_columns()} == set(EXPLANATIONS)


def test_every_text_has_its_english_and_the_compiled_file_is_fresh() -> None:
    with (LOCALE / "django.po").open("rb") as source:
        catalog = read_po(source)
    assert all(message.string for message in catalog if message.id)
    with translation.override("en"):
        assert refusals.result_of.__module__ == "sotiem.portals.facility.refusals"
        for message in catalog:
            if message.id:
                assert translation.gettext(str(message.id)) != str(message.id), message.id
