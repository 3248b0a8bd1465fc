from datetime import UTC, datetime, timedelta

import pytest

from sotiem.messages import rules
from sotiem.messages.texts import PHRASES, SEVERAL, TEXTS, text_of, text_of_several

LONGEST = {
    "code": "PA-7KQ4-M2XD",
    "due": "09:30 12/10/2021",
    "day": "12/10/2021",
    "number": "30",
    "missing": "120000",
    "address": "https://sotiem.moh.gov.vn/so-tiem/tra-cuu/PA-7KQ4-M2XD",
}
EASY = {"change": "move_dose", "wanted": "slip_lacks_person"}


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2021-10-12T{clock}:00+07:00")


@pytest.mark.parametrize(
    ("clock", "night"),
    [("20:59", False), ("21:00", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_the_night_is_from_nine_to_seven(clock: str, night: bool) -> None:
    assert rules.is_night(at(clock)) == night
    assert rules.is_night(at(clock).astimezone(UTC)) == night


@pytest.mark.parametrize(("clock", "day"), [("21:00", 13), ("23:59", 13), ("00:30", 12)])
def test_what_waits_rings_on_the_next_morning_within_an_hour(clock: str, day: int) -> None:
    for number in range(20):
        rings = rules.may_ring_at(f"09012345{number:02d}", at(clock)).astimezone(rules.VIETNAM)
        assert (rings.day, rings.hour) == (day, 7)
    assert rules.may_ring_at("0901234567", at("12:00")) == at("12:00")


def test_the_mornings_messages_are_spread_and_those_of_one_phone_come_together() -> None:
    phones = [f"090{number:07d}" for number in range(1000)]
    rings = {phone: rules.may_ring_at(phone, at("22:00")) for phone in phones}
    assert len(set(rings.values())) > 700
    assert rings[phones[0]] == rules.may_ring_at(phones[0], at("23:30"))


def test_pauses_grow_and_end() -> None:
    pauses = list(rules.PAUSES)
    assert pauses == sorted(pauses)
    assert rules.try_again_at(at("12:00"), attempts=1) == at("12:01")
    assert rules.try_again_at(at("12:00"), attempts=len(pauses) + 1) is None


@pytest.mark.parametrize("purpose", sorted(TEXTS))
def test_every_text_is_two_sms_at_most_and_has_no_marks(purpose: str) -> None:
    for change in PHRASES["change"]:
        for wanted in PHRASES["wanted"]:
            said = rules.without_marks(
                text_of(purpose, {**LONGEST, "change": change, "wanted": wanted})
            )
            assert said.isascii()
            assert rules.sms_needed(said) <= 2


@pytest.mark.parametrize("purpose", ["one_time_code", "report_received", "report_moved"])
def test_what_is_sent_most_is_one_sms(purpose: str) -> None:
    assert rules.sms_needed(rules.without_marks(text_of(purpose, {**LONGEST, **EASY}))) == 1


def test_a_long_text_takes_several_sms() -> None:
    assert [rules.sms_needed("a" * length) for length in (160, 161, 306, 307)] == [1, 2, 2, 3]


def test_several_are_told_by_their_codes() -> None:
    told = [{"code": code, "address": "x"} for code in ("A", "B", "A")]
    assert text_of_several(told) == SEVERAL % {"number": "3", "codes": "A, B", "address": "x"}


def test_nothing_waits_longer_than_a_day() -> None:
    assert sum(rules.PAUSES, timedelta()) < timedelta(days=1)
