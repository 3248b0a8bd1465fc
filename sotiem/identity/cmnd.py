"""Numbers of the identity papers before the personal number, and of the army."""

from dataclasses import dataclass, field
from typing import Final, Self

from sotiem.identity.digits import is_digits, without_separators
from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem

_CMND_LENGTH: Final = 9
_ARMY_LENGTH: Final = 8


@dataclass(frozen=True, slots=True, repr=False)
class Cmnd(MaskedRepr):
    """The number of an old identity card (CMND): 9 digits, unique only loosely."""

    digits: str
    repaired: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.digits) != _CMND_LENGTH or not is_digits(self.digits):
            raise InvalidIdentity(Problem.CMND_FORMAT)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the number of an old card; a zero lost at its head is given back and flagged."""
        digits = without_separators(text)
        if not digits:
            raise InvalidIdentity(Problem.EMPTY)
        if len(digits) == _CMND_LENGTH - 1 and digits[0] != "0":
            return cls(f"0{digits}", repaired=True)
        return cls(digits)

    def __str__(self) -> str:
        return self.digits

    def masked(self) -> str:
        return f"{self.digits[:2]}*****{self.digits[-2:]}"


@dataclass(frozen=True, slots=True, repr=False)
class ArmyNumber(MaskedRepr):
    """The number of a soldier's identity card: 8 digits."""

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != _ARMY_LENGTH or not is_digits(self.digits):
            raise InvalidIdentity(Problem.ARMY_NUMBER_FORMAT)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a soldier's number."""
        digits = without_separators(text)
        if not digits:
            raise InvalidIdentity(Problem.EMPTY)
        return cls(digits)

    def __str__(self) -> str:
        return self.digits

    @property
    def possible_cmnd(self) -> Cmnd | None:
        """The old card's number it would be, had a spreadsheet dropped a zero at its head."""
        return None if self.digits[0] == "0" else Cmnd(f"0{self.digits}", repaired=True)

    def masked(self) -> str:
        return f"{self.digits[:2]}****{self.digits[-2:]}"
