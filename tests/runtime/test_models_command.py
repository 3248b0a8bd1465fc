"""`sotiem models`: learned, drawn and computed again by command."""

from uuid import uuid4

import pytest

from sotiem.matching.models import MatchModel, MatchPair
from sotiem.matching.queries import active_judge
from sotiem.matching.replay import replay
from tests.factories import matching, verdicts
from tests.runtime.commands import Command

pytestmark = pytest.mark.django_db


def test_a_model_is_learned_and_measured_beside_the_one_that_judges(sotiem: Command) -> None:
    verdicts.decided(400, say=verdicts.never_of_a_family)
    told = sotiem("models", "learn", "--version", "2026-day", "--reason", "Sáu tháng đầu")
    assert told.exit_code == 0
    assert "2026-day is kept." in told.output
    assert f"{active_judge().version}: 0." in told.output
    assert "It does not judge yet" in told.output
    assert MatchModel.objects.get().evaluation["reason"] == "Sáu tháng đầu"
    again = sotiem("models", "learn", "--version", "2026-day", "--reason", "x")
    assert again.exit_code == 1
    assert "Another model has this version" in again.stderr


def test_too_few_verdicts_are_refused_in_one_line(sotiem: Command) -> None:
    told = sotiem("models", "learn", "--version", "2026-day", "--reason", "x")
    assert told.exit_code == 1
    assert told.stderr.startswith("Error: There are only 0 verdicts “one person” and 0")
    assert MatchModel.objects.count() == 0


def test_automatic_links_are_drawn_for_a_second_look(sotiem: Command) -> None:
    matching.linked()
    assert "1 more automatic links" in sotiem("models", "second-looks", "--share", "1").output
    assert "0 more automatic links" in sotiem("models", "second-looks", "--share", "1").output
    assert MatchPair.objects.to_look_again().count() == 1
    assert sotiem("models", "second-looks", "--share", "0").exit_code == 2


def test_an_answer_is_computed_again(sotiem: Command) -> None:
    pair = matching.waiting()
    seen = replay(pair)
    MatchPair.objects.update(probability=seen.probability, levels=dict(seen.levels))
    told = sotiem("models", "replay", str(pair.public_id))
    assert (told.exit_code, told.output.splitlines()[-1]) == (0, "The same answer.")
    MatchPair.objects.update(probability=0.5, levels={**seen.levels, "sex": 2})
    told = sotiem("models", "replay", str(pair.public_id))
    assert told.exit_code == 1
    assert "sex: kept “another sex”, now “same sex”" in told.output
    assert "Another answer than was kept." in told.output
    for secret in ("Lộc", "0901234500", "079187"):
        assert secret not in told.output


def test_a_pair_that_is_not_there_and_one_that_cannot_be_judged_are_told(sotiem: Command) -> None:
    told = sotiem("models", "replay", str(uuid4()))
    assert (told.exit_code, told.stderr.startswith("Error: There is no pair")) == (1, True)
    pair = matching.keep(matching.judged(*matching.twice()), version="khong-con")[0]
    told = sotiem("models", "replay", str(pair.public_id))
    assert told.exit_code == 1
    assert "cannot be computed again" in told.stderr
