from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from sotiem.population.facts import NO_ANSWER, PopulationAnswer, Verdict
from sotiem.population.models import PopulationCheck
from sotiem.portals.components.population import line_now, line_of

DIFFERS = PopulationAnswer(Verdict.DIFFERS, ("full_name", "birth_date", "sex", "number"))


def text(check: PopulationCheck | None) -> str:
    """The line as it is read."""
    page = render_to_string("components/population.html", {"population": line_of(check)})
    return " ".join(page.replace("<", " <").replace(">", "> ").split())


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "đang chờ đối chiếu"),
        ({"verdict": "agrees", "asked_at": "at"}, "khớp </strong> 12/10/2021"),
        (
            {"verdict": "differs", "differs": ["full_name"], "asked_at": "at"},
            "khác ở họ tên </strong> 12/10/2021",
        ),
        ({"asked_at": "at"}, "chưa trả lời </strong> hỏi lại lúc 09:35 12/10/2021"),
    ],
)
def test_the_last_check_is_told_in_a_line(
    known: dict[str, object], words: str, at: datetime
) -> None:
    values = {name: at if value == "at" else value for name, value in known.items()}
    waits = None if "verdict" in known else at + timedelta(minutes=5)
    assert words in text(PopulationCheck(next_try_at=waits, **values))


def test_a_record_that_was_never_checked_says_so() -> None:
    assert "chưa đối chiếu" in text(None)


def test_an_answer_at_the_desk_names_every_field() -> None:
    assert line_now(DIFFERS).words == "khác ở họ tên, ngày sinh, giới tính, số giấy tờ"
    with translation.override("en"):
        assert line_now(DIFFERS).words == "differs in name, birth date, sex, ID number"
        assert line_now(NO_ANSWER).words == "no answer yet"
