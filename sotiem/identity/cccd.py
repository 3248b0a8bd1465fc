"""The personal number of a citizen (CCCD): 12 digits that tell where, when and as what."""

from dataclasses import dataclass, field
from typing import Final, Self

from sotiem.identity.birth_dates import PartialDate
from sotiem.identity.cccd_provinces import PROVINCES, is_birth_place
from sotiem.identity.digits import is_digits, without_separators
from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem
from sotiem.identity.sex import Sex

_LENGTH: Final = 12
# Province codes begin with up to two zeros, which spreadsheets drop.
_LENGTHS_WITHOUT_ZEROS: Final = (10, 11)
# The decree numbers centuries up to digit 9, but nobody is born after 2099 yet.
_CENTURY_AND_SEX: Final = {
    "0": (1900, Sex.MALE),
    "1": (1900, Sex.FEMALE),
    "2": (2000, Sex.MALE),
    "3": (2000, Sex.FEMALE),
}


@dataclass(frozen=True, slots=True, repr=False)
class Cccd(MaskedRepr):
    """A personal number. It has no check digit: its last six digits may be mistyped unseen."""

    digits: str
    repaired: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if not is_digits(self.digits):
            raise InvalidIdentity(Problem.CCCD_CHARACTER)
        if len(self.digits) != _LENGTH:
            raise InvalidIdentity(Problem.CCCD_LENGTH)
        if not is_birth_place(self.digits[:3]):
            raise InvalidIdentity(Problem.CCCD_UNKNOWN_PROVINCE)
        if self.digits[3] not in _CENTURY_AND_SEX:
            raise InvalidIdentity(Problem.CCCD_BIRTH_YEAR_IN_FUTURE)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a personal number; zeros lost at its head are given back and flagged."""
        digits = without_separators(text)
        if not digits:
            raise InvalidIdentity(Problem.EMPTY)
        if len(digits) in _LENGTHS_WITHOUT_ZEROS and digits[0] != "0":
            return cls(digits.zfill(_LENGTH), repaired=True)
        return cls(digits)

    def __str__(self) -> str:
        return self.digits

    @property
    def province_code(self) -> str:
        """The three digits of the old province, or of the country, of birth registration."""
        return self.digits[:3]

    @property
    def province_name(self) -> str | None:
        """The old province's name; nothing for a birth abroad."""
        return PROVINCES.get(self.province_code)

    @property
    def birth_year(self) -> int:
        return _CENTURY_AND_SEX[self.digits[3]][0] + int(self.digits[4:6])

    @property
    def sex(self) -> Sex:
        return _CENTURY_AND_SEX[self.digits[3]][1]

    def disagreements(self, birth_date: PartialDate | None, sex: Sex | None) -> tuple[Problem, ...]:
        """Tell where the number contradicts what is said of its owner."""
        found: list[Problem] = []
        if birth_date is not None and birth_date.year != self.birth_year:
            found.append(Problem.CCCD_BIRTH_YEAR_DIFFERS)
        if sex in (Sex.MALE, Sex.FEMALE) and sex != self.sex:
            found.append(Problem.CCCD_SEX_DIFFERS)
        return tuple(found)

    def masked(self) -> str:
        return f"{self.digits[:4]}******{self.digits[-2:]}"
