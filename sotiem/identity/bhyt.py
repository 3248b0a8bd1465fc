"""Numbers of health insurance cards (BHYT)."""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from sotiem.identity.digits import is_digits, without_separators
from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem
from sotiem.identity.vietnamese_text import unmark

_FULL: Final = 15
_BARE: Final = 10
_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{13}")


@dataclass(frozen=True, slots=True, repr=False)
class Bhyt(MaskedRepr):
    """An insurance number: 15 characters on old cards, the last 10 of them on new ones."""

    text: str
    repaired: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.text) not in (_FULL, _BARE):
            raise InvalidIdentity(Problem.BHYT_LENGTH)
        if len(self.text) == _BARE:
            if not is_digits(self.text):
                raise InvalidIdentity(Problem.BHYT_FORMAT)
            return
        if not _SHAPE.fullmatch(self.text):
            raise InvalidIdentity(Problem.BHYT_FORMAT)
        if self.text[2] not in "12345":
            raise InvalidIdentity(Problem.BHYT_UNKNOWN_BENEFIT)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an insurance number; a zero lost at its head is restored and flagged."""
        plain = unmark(without_separators(text)).upper()
        if not plain:
            raise InvalidIdentity(Problem.EMPTY)
        if len(plain) == _BARE - 1 and is_digits(plain) and plain[0] != "0":
            return cls(f"0{plain}", repaired=True)
        return cls(plain)

    def __str__(self) -> str:
        return self.text

    @property
    def last_ten(self) -> str:
        """The social insurance number, by which both kinds of card are compared."""
        return self.text[-_BARE:]

    @property
    def category(self) -> str | None:
        """The two letters of the insured group, where the card shows them."""
        return self.text[:2] if len(self.text) == _FULL else None

    def masked(self) -> str:
        shown = self.text[:3] if len(self.text) == _FULL else self.text[:2]
        return shown + "*" * (len(self.text) - len(shown) - 2) + self.text[-2:]
