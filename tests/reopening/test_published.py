"""Which versions verifiers are told of, and which of them holds."""

from datetime import datetime, timedelta

import pytest

from sotiem.reopening import queries
from sotiem.reopening.published import rules_told
from tests.factories import rules

pytestmark = pytest.mark.django_db
AT = rules.AT
DAY = timedelta(days=1)


def told(at: datetime) -> list[tuple[str, int]]:
    return [(each["rules"]["Identifier"], each["number"]) for each in rules_told(at=at)["sets"]]


def offered(at: datetime) -> list[tuple[str, int | None]]:
    return [(each.identifier, each.number) for each in queries.offered(at)]


def test_until_anything_is_published_the_proposals_are_offered() -> None:
    rules.draft()
    assert [number for _, number in offered(AT)] == [None] * 3
    assert rules_told(at=AT)["sets"] == []


def test_the_version_before_is_told_for_an_hour_to_clocks_that_are_behind() -> None:
    rules.published()
    rules.published(rules.laxer(), at=AT + DAY)
    assert told(AT + DAY + timedelta(minutes=59)) == [("VN-SG-2021", 1), ("VN-SG-2021", 2)]
    assert told(AT + DAY + timedelta(hours=1)) == [("VN-SG-2021", 2)]
    assert offered(AT + DAY) == [("VN-SG-2021", 2)]


def test_a_version_to_come_is_told_and_not_offered_yet() -> None:
    rules.published()
    rules.published(rules.laxer(), valid_from=AT + 5 * DAY)
    assert told(AT + DAY) == [("VN-SG-2021", 1), ("VN-SG-2021", 2)]
    assert offered(AT + DAY) == [("VN-SG-2021", 1)]
    assert offered(AT + 5 * DAY) == [("VN-SG-2021", 2)]


def test_what_a_higher_number_overtook_never_begins() -> None:
    rules.published(valid_from=AT + 5 * DAY)
    rules.published(rules.laxer())
    assert told(AT + DAY) == [("VN-SG-2021", 2)]
    assert offered(AT + 6 * DAY) == [("VN-SG-2021", 2)]


def test_a_set_that_has_ended_is_not_offered_and_no_earlier_version_comes_back() -> None:
    rules.published()
    rules.published(rules.laxer(), valid_to=AT + 2 * DAY, at=AT + DAY)
    rules.published(rules.content("VN-LAX"))
    assert offered(AT + DAY) == [("VN-LAX", 1), ("VN-SG-2021", 2)]
    assert offered(AT + 2 * DAY) == [("VN-LAX", 1)]
