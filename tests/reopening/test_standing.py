from datetime import UTC, date, datetime

import pytest

from sotiem.reopening.facts import Standing
from sotiem.reopening.standing import standings_of
from tests.factories import certificates, rules

pytestmark = pytest.mark.django_db
BEGAN = rules.AT


def standing(text: str, *, day: date, hour: int = 3) -> Standing:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    (found,) = [each for each in standings_of(text, at=at) if each.identifier == "VN-SG-2021"]
    return found


def test_a_dose_of_yesterday_waits_and_says_until_when() -> None:
    rules.published()
    text = certificates.certified(date(2021, 8, 12), date(2021, 10, 1)).text
    now = standing(text, day=date(2021, 10, 5))
    assert now.card == "red"
    green = now.reasons[0]
    assert (green.rule, green.passed) == ("VR-VN-0001", False)
    assert (green.waits_days, green.waits_from) == (14, date(2021, 10, 1))
    assert green.turns_on == now.until == date(2021, 10, 15)
    assert (now.number, now.in_force_since) == (1, BEGAN)


def test_the_day_that_was_told_is_the_day_of_the_card() -> None:
    rules.published()
    text = certificates.certified(date(2021, 8, 12), date(2021, 10, 1)).text
    assert standing(text, day=date(2021, 10, 14)).card == "red"
    then = standing(text, day=date(2021, 10, 15))
    assert (then.card, then.since, then.until) == ("green", date(2021, 10, 15), date(2030, 1, 2))
    assert then.reasons[0].passed  # and the rule itself holds to the first day of 2030
    assert standing(text, day=date(2021, 12, 1)).since == date(2021, 10, 15)


def test_one_dose_of_two_says_why_it_is_not_green() -> None:
    rules.published()
    text = certificates.certified(date(2021, 8, 12)).text
    now = standing(text, day=date(2021, 10, 5))
    assert now.card == "yellow"
    assert [(each.rule, each.passed) for each in now.reasons] == [
        ("VR-VN-0001", False),
        ("VR-VN-0002", True),
    ]
    assert now.reasons[0].turns_on is None  # days alone will not make it green
    assert now.since == BEGAN.date()  # not earlier than the version in force


def test_another_version_gives_another_card() -> None:
    rules.published()
    text = certificates.certified(date(2021, 8, 12), date(2021, 10, 1)).text
    rules.published(rules.laxer(), at=datetime(2021, 10, 6, 2, tzinfo=UTC))
    now = standing(text, day=date(2021, 10, 9))
    assert (now.number, now.card, now.since) == (2, "green", date(2021, 10, 8))


def test_a_certificate_that_holds_for_a_time_says_when_it_ends() -> None:
    rules.published(rules.content("VN-STRICT"))
    text = certificates.certified(date(2021, 8, 12), date(2021, 9, 1)).text
    at = datetime(2021, 10, 5, 3, tzinfo=UTC)
    (now,) = standings_of(text, at=at)
    assert (now.card, now.until) == ("green", date(2022, 5, 30))
    assert standings_of(text, at=datetime(2022, 5, 30, 3, tzinfo=UTC))[0].card == "red"


def test_what_is_no_certificate_has_no_standing() -> None:
    assert standings_of("HC1:NOTHING", at=BEGAN) == []
