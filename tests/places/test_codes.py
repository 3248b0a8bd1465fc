from datetime import date

import pytest

from sotiem.places.facts import Level, MalformedUnitCode, UnitCode, Version, version_on
from sotiem.places.rules import province_of_personal_number


@pytest.mark.parametrize(
    ("text", "level"),
    [("2025:79", Level.PROVINCE), ("2004:760", Level.DISTRICT), ("2025:00004", Level.COMMUNE)],
)
def test_a_code_is_read_and_written_with_its_version(text: str, level: Level) -> None:
    code = UnitCode.parse(text)

    assert (str(code), code.level) == (text, level)


@pytest.mark.parametrize(
    "text", ["79", ":79", "2025:", "2019:79", "2025:7", "2025:7a", "2025:²9", "2025:760", ""]
)
def test_a_code_without_version_or_digits_is_refused(text: str) -> None:
    with pytest.raises(MalformedUnitCode):
        UnitCode.parse(text)


def test_the_same_digits_in_two_versions_are_two_codes() -> None:
    assert UnitCode(Version.OLD, "15") != UnitCode(Version.NEW, "15")


def test_the_new_list_is_in_force_from_july_2025() -> None:
    assert version_on(date(2025, 6, 30)) is Version.OLD
    assert version_on(date(2025, 7, 1)) is Version.NEW


def test_a_personal_number_names_a_province_of_the_old_list() -> None:
    assert province_of_personal_number("015188000123") == UnitCode(Version.OLD, "15")


@pytest.mark.parametrize("number", ["", "01", "003188000123", "272188000123", "abc"])
def test_a_number_that_begins_with_no_province_names_none(number: str) -> None:
    assert province_of_personal_number(number) is None
