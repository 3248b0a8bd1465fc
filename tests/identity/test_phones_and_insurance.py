"""Mobile numbers and health insurance numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity import Bhyt, InvalidIdentity, PhoneNumber, Problem
from sotiem.identity.phones import PREFIXES_CHANGED_IN_2018

phone_texts = st.builds(
    "{}{:07}".format,
    st.sampled_from(["032", "056", "070", "081", "084", "091", "098"]),
    st.integers(0, 9_999_999),
)


@given(
    phone_texts, st.sampled_from(["0{}", "+84{}", "84{}", "0084{}", "+84 (0) {}", "840{}", "{}"])
)
def test_every_dress_of_a_mobile_number_is_one_number(text: str, dress: str) -> None:
    number = PhoneNumber.parse(dress.format(text[1:]))
    assert str(number) == text
    assert number.repaired is (dress == "{}")
    assert PhoneNumber.parse(str(number)) == number == PhoneNumber.parse(number.international)


@pytest.mark.parametrize(
    "text",
    [
        "0912.345.678",
        "0912-345-678",
        "0912 345 678",
        "'0912345678",
        "912345678.0",
        "０９１２３４５６７８",
    ],
)
def test_separators_and_spreadsheet_habits_are_taken_off(text: str) -> None:
    assert str(PhoneNumber.parse(text)) == "0912345678"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *zip(
            ["0120", "0121", "0122", "0126", "0128"],
            ["070", "079", "077", "076", "078"],
            strict=True,
        ),
        *zip(
            ["0123", "0124", "0125", "0127", "0129"],
            ["083", "084", "085", "081", "082"],
            strict=True,
        ),
        *((f"016{digit}", f"03{digit}") for digit in range(2, 10)),
        *zip(["0186", "0188", "0199"], ["056", "058", "059"], strict=True),
    ],
)
def test_eleven_digits_became_ten_in_2018(old: str, new: str) -> None:
    number = PhoneNumber.parse(f"{old}2345678")
    assert str(number) == f"{new}2345678"
    assert PhoneNumber.parse(f"+84{old[1:]}2345678") == number
    without_zero = PhoneNumber.parse(f"{old[1:]}2345678")
    assert without_zero == number and without_zero.repaired


def test_no_other_prefix_changed_in_2018() -> None:
    assert len(PREFIXES_CHANGED_IN_2018) == 21


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        ("không có", Problem.PHONE_CHARACTER),
        ("0912345678/0987654321", Problem.PHONE_LENGTH),
        ("091234567", Problem.PHONE_LENGTH),
        ("09123456789", Problem.PHONE_LENGTH),
        ("01612345678", Problem.PHONE_LENGTH),
        ("028 3812 3456", Problem.PHONE_LANDLINE),
        ("+84 24 3812 3456", Problem.PHONE_LANDLINE),
        ("1900 8600", Problem.PHONE_HOTLINE),
        ("+1 202 555 0100", Problem.PHONE_FOREIGN),
        ("0066812345678", Problem.PHONE_FOREIGN),
        ("0312345678", Problem.PHONE_UNKNOWN_PREFIX),
        ("0612345678", Problem.PHONE_UNKNOWN_PREFIX),
        ("0000000000", Problem.PHONE_UNKNOWN_PREFIX),
    ],
)
def test_what_reaches_no_mobile_phone_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        PhoneNumber.parse(text)
    assert refusal.value.code is code


def test_a_phone_is_masked_but_for_its_last_digits() -> None:
    number = PhoneNumber.parse("0912345678")
    assert number.masked() == "09xx xxx 678"
    assert repr(number) == "PhoneNumber(09xx xxx 678)"


@pytest.mark.parametrize("text", ["DN4797912345678", "dn 4 79 79.1234.5678", "ĐN4797912345678"])
def test_old_and_new_insurance_cards_meet_in_the_last_ten(text: str) -> None:
    card = Bhyt.parse(text)
    assert str(card) == "DN4797912345678"
    assert card.last_ten == Bhyt.parse("7912345678").last_ten == "7912345678"
    assert (card.category, Bhyt.parse("7912345678").category) == ("DN", None)


@given(st.integers(0, 9_999_999_999))
def test_reading_an_insurance_number_again_changes_nothing(number: int) -> None:
    for text in (f"{number:010}", f"TE179{number:010}"):
        card = Bhyt.parse(text)
        assert Bhyt.parse(str(card)) == card and not card.repaired


def test_a_lost_zero_of_an_insurance_number_is_put_back_and_flagged() -> None:
    card = Bhyt.parse("123456789")
    assert (str(card), card.repaired) == ("0123456789", True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        ("12345678", Problem.BHYT_LENGTH),
        ("DN479791234567", Problem.BHYT_LENGTH),
        ("DN4797912345678X", Problem.BHYT_LENGTH),
        ("12345678AB", Problem.BHYT_FORMAT),
        ("D14797912345678", Problem.BHYT_FORMAT),
        ("DN479791234567A", Problem.BHYT_FORMAT),
        ("DN0797912345678", Problem.BHYT_UNKNOWN_BENEFIT),
        ("DN6797912345678", Problem.BHYT_UNKNOWN_BENEFIT),
    ],
)
def test_what_is_no_insurance_number_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(InvalidIdentity) as refusal:
        Bhyt.parse(text)
    assert refusal.value.code is code


def test_an_insurance_number_is_masked() -> None:
    assert repr(Bhyt.parse("DN4797912345678")) == "Bhyt(DN4**********78)"
    assert repr(Bhyt.parse("7912345678")) == "Bhyt(79******78)"
