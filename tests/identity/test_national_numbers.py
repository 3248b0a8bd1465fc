"""Personal numbers, old cards' numbers and soldiers' numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity import (
    PROVINCES,
    ArmyNumber,
    Cccd,
    Cmnd,
    InvalidIdentity,
    PartialDate,
    Problem,
    Sex,
    parse_national_number,
)

cccd_texts = st.builds(
    "{}{}{:02}{:06}".format,
    st.sampled_from([*PROVINCES, "101", "334"]),
    st.integers(0, 3),
    st.integers(0, 99),
    st.integers(0, 999_999),
)


def code_of(read: object, text: str) -> Problem:
    assert callable(read)
    with pytest.raises(InvalidIdentity) as refusal:
        read(text)
    return refusal.value.code


@given(cccd_texts)
def test_reading_a_number_again_changes_nothing(text: str) -> None:
    number = Cccd.parse(text)
    assert str(number) == text
    assert Cccd.parse(str(number)) == number == parse_national_number(text)


@given(cccd_texts)
def test_zeros_dropped_by_a_spreadsheet_are_put_back_and_flagged(text: str) -> None:
    stripped = text.lstrip("0")
    number = parse_national_number(stripped)
    assert isinstance(number, Cccd)
    assert number == Cccd.parse(text)
    assert number.repaired is (stripped != text)


def test_the_number_tells_province_century_sex_and_year() -> None:
    number = Cccd.parse("079 185.012-345")
    assert (number.province_code, number.province_name) == ("079", "Hồ Chí Minh")
    assert (number.birth_year, number.sex) == (1985, Sex.FEMALE)
    assert not number.repaired


@pytest.mark.parametrize(
    ("digit", "year", "sex"),
    [
        ("0", 1912, Sex.MALE),
        ("1", 1912, Sex.FEMALE),
        ("2", 2012, Sex.MALE),
        ("3", 2012, Sex.FEMALE),
    ],
)
def test_one_digit_tells_century_and_sex(digit: str, year: int, sex: Sex) -> None:
    number = Cccd.parse(f"001{digit}12000001")
    assert (number.birth_year, number.sex) == (year, sex)


def test_a_birth_abroad_carries_a_country_instead_of_a_province() -> None:
    number = Cccd.parse("150085000001")
    assert (number.province_code, number.province_name) == ("150", None)


def test_there_are_63_provinces_of_old() -> None:
    assert len(PROVINCES) == 63
    assert all(len(code) == 3 and code.isdigit() for code in PROVINCES)
    # Yên Bái keeps its code, though 15 means Lào Cai among the units since 1 July 2025.
    assert PROVINCES["015"] == "Yên Bái"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        ("07918501234", Problem.CCCD_LENGTH),
        ("0791850123456", Problem.CCCD_LENGTH),
        ("07918501234O", Problem.CCCD_CHARACTER),
        ("7.9185E+10", Problem.CCCD_CHARACTER),
        ("003185012345", Problem.CCCD_UNKNOWN_PROVINCE),
        ("000185012345", Problem.CCCD_UNKNOWN_PROVINCE),
        ("097185012345", Problem.CCCD_UNKNOWN_PROVINCE),
        ("100185012345", Problem.CCCD_UNKNOWN_PROVINCE),
        ("079485012345", Problem.CCCD_BIRTH_YEAR_IN_FUTURE),
        ("079985012345", Problem.CCCD_BIRTH_YEAR_IN_FUTURE),
    ],
)
def test_what_cannot_be_a_personal_number_is_refused(text: str, code: Problem) -> None:
    assert code_of(Cccd.parse, text) is code


def test_a_number_that_is_not_its_owners_disagrees_with_the_rest() -> None:
    number = Cccd.parse("079185012345")
    assert number.disagreements(PartialDate(1985, 4, 30), Sex.FEMALE) == ()
    assert number.disagreements(PartialDate(1985), Sex.UNKNOWN) == ()
    assert number.disagreements(None, Sex.OTHER) == number.disagreements(None, None) == ()
    assert number.disagreements(PartialDate(1958), Sex.MALE) == (
        Problem.CCCD_BIRTH_YEAR_DIFFERS,
        Problem.CCCD_SEX_DIFFERS,
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("012 345 678", Cmnd),
        ("123456789.0", Cmnd),
        ("12345678", ArmyNumber),
        ("079185012345", Cccd),
        ("79185012345", Cccd),
        ("'001085012345", Cccd),
        ("1085012345", Cccd),
    ],
)
def test_the_length_tells_the_kind_of_number(text: str, kind: type) -> None:
    number = parse_national_number(text)
    assert type(number) is kind
    assert parse_national_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        ("1234567", Problem.NATIONAL_NUMBER_LENGTH),
        ("0912345678", Problem.NATIONAL_NUMBER_LENGTH),
        ("01681234567", Problem.NATIONAL_NUMBER_LENGTH),
        ("1234567890123", Problem.NATIONAL_NUMBER_LENGTH),
        ("B1234567", Problem.NATIONAL_NUMBER_CHARACTER),
        ("999999999999", Problem.CCCD_BIRTH_YEAR_IN_FUTURE),
        ("099912345678", Problem.CCCD_UNKNOWN_PROVINCE),
    ],
)
def test_what_is_no_national_number_is_refused(text: str, code: Problem) -> None:
    assert code_of(parse_national_number, text) is code


def test_eight_digits_may_be_an_old_card_without_its_zero() -> None:
    soldier = ArmyNumber.parse("12345678")
    assert soldier.possible_cmnd == Cmnd("012345678")
    assert ArmyNumber.parse("01234567").possible_cmnd is None
    repaired = Cmnd.parse("12345678")
    assert repaired.repaired and repaired == soldier.possible_cmnd


@pytest.mark.parametrize("text", ["1234567", "1234567890", "12345678A", "01234567"])
def test_an_old_card_has_nine_digits(text: str) -> None:
    assert code_of(Cmnd.parse, text) is Problem.CMND_FORMAT


@pytest.mark.parametrize("text", ["1234567", "123456789", "1234567A"])
def test_a_soldiers_card_has_eight_digits(text: str) -> None:
    assert code_of(ArmyNumber.parse, text) is Problem.ARMY_NUMBER_FORMAT


def test_numbers_are_masked_in_lists_and_logs() -> None:
    number = Cccd.parse("079185012334")
    assert number.masked() == "0791******34"
    assert repr(number) == f"{[number]}"[1:-1] == "Cccd(0791******34)"
    assert repr(Cmnd("012345678")) == "Cmnd(01*****78)"
    assert repr(ArmyNumber("12345678")) == "ArmyNumber(12****78)"
