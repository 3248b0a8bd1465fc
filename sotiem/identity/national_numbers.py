"""One column for every kind of national number, as import sheets have it."""

from sotiem.identity.cccd import Cccd
from sotiem.identity.cmnd import ArmyNumber, Cmnd
from sotiem.identity.digits import is_digits, without_separators
from sotiem.identity.problems import InvalidIdentity, Problem

NationalNumber = Cccd | Cmnd | ArmyNumber


def parse_national_number(text: str) -> NationalNumber:
    """Read a number whose kind is known only by its length.

    Old cards with 12 digits bear a personal number, so they are read as one.
    """
    digits = without_separators(text)
    if not digits:
        raise InvalidIdentity(Problem.EMPTY)
    if not is_digits(digits):
        raise InvalidIdentity(Problem.NATIONAL_NUMBER_CHARACTER)
    if len(digits) == 8:
        return ArmyNumber(digits)
    if len(digits) == 9:
        return Cmnd(digits)
    if len(digits) == 12 or (len(digits) in (10, 11) and digits[0] != "0"):
        return Cccd.parse(digits)
    raise InvalidIdentity(Problem.NATIONAL_NUMBER_LENGTH)
