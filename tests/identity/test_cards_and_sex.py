"""What a chip card says, how sex is coded, and what a refusal tells."""

import pickle
from datetime import date

import pytest

from sotiem.identity import (
    CardQr,
    Cccd,
    Cmnd,
    InvalidIdentity,
    PartialDate,
    PersonName,
    PhoneNumber,
    Problem,
    Sex,
)

TODAY = date(2026, 3, 15)
CARD = "079185012345|023456789|Nguyễn Thị Hòa|30041985|Nữ|12 Lê Lợi, Bến Nghé|15062021"


def test_a_card_is_read_without_typing() -> None:
    card = CardQr.parse(CARD, today=TODAY)
    assert card.cccd == Cccd("079185012345")
    assert card.previous_number == Cmnd("023456789")
    assert card.name == PersonName("Nguyễn Thị Hòa")
    assert card.birth_date == PartialDate(1985, 4, 30)
    assert card.sex is Sex.FEMALE
    assert card.address == "12 Lê Lợi, Bến Nghé"
    assert card.issued_on == date(2021, 6, 15)
    assert str(card) == CARD
    assert card.disagreements == ()


def test_a_card_may_lack_the_old_number_and_bear_more_fields() -> None:
    card = CardQr.parse("079085012345||Lê Văn An|01011985|Nam|Huế||cha|mẹ\n", today=TODAY)
    assert (card.previous_number, card.issued_on) == (None, None)
    assert CardQr.parse(str(card), today=TODAY) == card


def test_a_card_that_contradicts_itself_says_so() -> None:
    card = CardQr.parse(CARD.replace("Nữ", "Nam").replace("1985|", "1958|"), today=TODAY)
    assert card.disagreements == (Problem.CCCD_BIRTH_YEAR_DIFFERS, Problem.CCCD_SEX_DIFFERS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", Problem.EMPTY),
        ("https://example.org", Problem.CARD_QR_FORMAT),
        (CARD.rpartition("|")[0], Problem.CARD_QR_FORMAT),
        (CARD.replace("30041985", "1985-04-30"), Problem.CARD_QR_FORMAT),
        (CARD.replace("30041985", "30021985"), Problem.BIRTH_DATE_NOT_A_DAY),
        (CARD.replace("15062021", "16032026"), Problem.DAY_IN_FUTURE),
        (CARD.replace("079185", "078185"), Problem.CCCD_UNKNOWN_PROVINCE),
    ],
)
def test_a_text_that_is_no_card_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        CardQr.parse(text, today=TODAY)
    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("word", "sex"),
    [
        *((word, Sex.MALE) for word in ("Nam", " NAM ", "male", "M")),
        *((word, Sex.FEMALE) for word in ("Nữ", "NU", "Nu\u031b\u0303", "Female", "f")),
        ("Khác", Sex.OTHER),
        ("không rõ", Sex.UNKNOWN),
    ],
)
def test_words_for_a_sex_are_understood(word: str, sex: Sex) -> None:
    assert Sex.parse(word) is sex
    assert Sex.parse(str(sex)) is sex


def test_one_is_a_woman_in_the_sheet_and_a_man_in_the_portal() -> None:
    assert [Sex.parse_sheet_code(code) for code in ("0", 1, "1.0")] == [
        Sex.MALE,
        Sex.FEMALE,
        Sex.FEMALE,
    ]
    assert [Sex.parse_portal_code(code) for code in (1, "2")] == [Sex.MALE, Sex.FEMALE]


def test_a_code_is_never_taken_for_a_word_or_for_another_systems_code() -> None:
    for read, text, code in (
        (Sex.parse, "1", Problem.SEX_UNKNOWN_WORD),
        (Sex.parse, "năm", Problem.SEX_UNKNOWN_WORD),
        (Sex.parse, "", Problem.EMPTY),
        (Sex.parse_sheet_code, "2", Problem.SEX_UNKNOWN_CODE),
        (Sex.parse_sheet_code, "", Problem.EMPTY),
        (Sex.parse_portal_code, "0", Problem.SEX_UNKNOWN_CODE),
    ):
        with pytest.raises(InvalidIdentity) as refusal:
            read(text)
        assert refusal.value.code is code


def test_a_refusal_never_carries_the_value() -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        PhoneNumber.parse("02838123456")
    assert str(refusal.value) == "phone_landline"
    assert refusal.value.__cause__ is None and refusal.value.__context__ is None
    assert pickle.loads(pickle.dumps(refusal.value)).code is Problem.PHONE_LANDLINE


def test_a_card_never_shows_its_owner_in_a_log() -> None:
    shown = f"{CardQr.parse(CARD, today=TODAY)!r}"
    assert shown == "CardQr(0791******45)"


def test_values_are_frozen_and_can_be_keys() -> None:
    number = Cccd.parse("079185012345")
    with pytest.raises(AttributeError):
        number.digits = "x"  # type: ignore[misc]
    assert {number, Cccd.parse("79185012345")} == {number}
