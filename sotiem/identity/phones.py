"""Mobile phone numbers: a way to reach people, never who they are."""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from sotiem.identity.digits import is_digits, without_separators
from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem

# Numbers of 11 digits became 10 on 15 September 2018; the old ones are still on paper.
PREFIXES_CHANGED_IN_2018: Final[dict[str, str]] = {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0162": "032",
    "0163": "033",
    "0164": "034",
    "0165": "035",
    "0166": "036",
    "0167": "037",
    "0168": "038",
    "0169": "039",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
MOBILE_PREFIX: Final = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])")
_DRESS: Final = re.compile(r"[()/]")


@dataclass(frozen=True, slots=True, repr=False)
class PhoneNumber(MaskedRepr):
    """A Vietnamese mobile number of 10 digits, first digit 0."""

    digits: str
    repaired: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if not is_digits(self.digits):
            raise InvalidIdentity(Problem.PHONE_CHARACTER)
        if len(self.digits) != 10:
            raise InvalidIdentity(Problem.PHONE_LENGTH)
        if not MOBILE_PREFIX.match(self.digits):
            raise InvalidIdentity(Problem.PHONE_UNKNOWN_PREFIX)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a mobile number in any dress; a zero lost at its head is restored and flagged."""
        plain = without_separators(_DRESS.sub("", text))
        if not plain:
            raise InvalidIdentity(Problem.EMPTY)
        if not is_digits(plain.removeprefix("+")):
            raise InvalidIdentity(Problem.PHONE_CHARACTER)
        national, repaired = _national_form(plain)
        _refuse_other_services(national)
        old_prefix = national[:4]
        if len(national) == 11 and old_prefix in PREFIXES_CHANGED_IN_2018:
            national = PREFIXES_CHANGED_IN_2018[old_prefix] + national[4:]
        return cls(national, repaired=repaired)

    def __str__(self) -> str:
        return self.digits

    @property
    def international(self) -> str:
        return f"+84{self.digits[1:]}"

    def masked(self) -> str:
        return f"{self.digits[:2]}xx xxx {self.digits[-3:]}"


def _national_form(plain: str) -> tuple[str, bool]:
    """Write a number with its leading 0, and say whether that 0 was missing."""
    # A row of zeros stands for "no telephone", it does not lead abroad.
    if plain.startswith("+") or (plain.startswith("00") and not plain.startswith("000")):
        abroad = plain.removeprefix("+").removeprefix("00")
        if not abroad.startswith("84"):
            raise InvalidIdentity(Problem.PHONE_FOREIGN)
        return f"0{abroad[2:].removeprefix('0')}", False
    # Nine digits that begin with 84 are a VinaPhone number without its zero.
    if plain.startswith("84") and len(plain) > 10:
        return f"0{plain[2:].removeprefix('0')}", False
    if plain.startswith("0"):
        return plain, False
    is_old_without_zero = len(plain) == 10 and f"0{plain[:3]}" in PREFIXES_CHANGED_IN_2018
    if len(plain) == 9 or is_old_without_zero:
        return f"0{plain}", True
    return plain, False


def _refuse_other_services(national: str) -> None:
    if national.startswith("02") and len(national) in (10, 11):
        raise InvalidIdentity(Problem.PHONE_LANDLINE)
    if national.startswith(("1800", "1900")):
        raise InvalidIdentity(Problem.PHONE_HOTLINE)
