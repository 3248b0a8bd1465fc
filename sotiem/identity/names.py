"""Names of people, as they are shown and as they are compared."""

import re
from dataclasses import dataclass
from typing import Final, Self

from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem
from sotiem.identity.vietnamese_text import (
    compose,
    fold_i_and_y,
    fold_tone_places,
    is_capitalised_by_hand,
    unmark,
)

_SHORTEST: Final = 2
_LONGEST: Final = 80
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_APOSTROPHES: Final = re.compile("[’‘ʼ`´]")
_HYPHENS: Final = re.compile("[‐‑–]")
# Cyrillic and Greek letters that look Latin would make two equal-looking names differ.
_LATIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ƺǄ-ɏḀ-ỿ '.\-]+")
# The same family name in the south and in the north.
_SURNAME_VARIANTS: Final = {"huỳnh": "hoàng", "võ": "vũ"}


@dataclass(frozen=True, slots=True, repr=False)
class PersonName(MaskedRepr):
    """What a person is called: surname first, given name last."""

    text: str

    def __post_init__(self) -> None:
        if not _SHORTEST <= len(self.text) <= _LONGEST:
            raise InvalidIdentity(Problem.NAME_LENGTH)
        _refuse_characters(self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a name as people and sheets write it."""
        folded = " ".join(_INVISIBLE.sub("", compose(text)).split())
        if not folded:
            raise InvalidIdentity(Problem.EMPTY)
        if not is_capitalised_by_hand(folded):
            # Lower-casing a dotted capital I leaves its dot behind as a second character.
            folded = folded.lower().replace("i\u0307", "i").title()
        return cls(_HYPHENS.sub("-", _APOSTROPHES.sub("'", folded)))

    def __str__(self) -> str:
        return self.text

    @property
    def syllables(self) -> tuple[str, ...]:
        return tuple(self.text.split())

    @property
    def surname(self) -> str:
        """The first syllable; a name of one syllable has no surname."""
        return self.syllables[0] if len(self.syllables) > 1 else ""

    @property
    def middle(self) -> str:
        return " ".join(self.syllables[1:-1])

    @property
    def given(self) -> str:
        return self.syllables[-1]

    @property
    def tone_normal(self) -> str:
        """Lower case, equal for both ways to place a tone (hòa, hoà)."""
        return fold_tone_places(self.text)

    @property
    def i_y_normal(self) -> str:
        """`tone_normal`, equal for both ways to write a lone last vowel too (lý, lí)."""
        return fold_i_and_y(self.text)

    @property
    def unmarked(self) -> str:
        """Lower case without any mark."""
        return unmark(self.text)

    @property
    def surname_family(self) -> str:
        """The surname with its regional variants taken as one (Hoàng and Huỳnh, Vũ and Võ)."""
        surname = fold_tone_places(self.surname)
        return _SURNAME_VARIANTS.get(surname, surname)

    @property
    def has_marks(self) -> bool:
        """Whether the writer used Vietnamese marks at all."""
        return self.unmarked != self.text.lower()

    def masked(self) -> str:
        initials = [f"{syllable[0]}." for syllable in self.syllables]
        if self.surname:
            initials[0] = self.surname
        return " ".join(initials)


def _refuse_characters(text: str) -> None:
    if "?" in text or "\ufffd" in text:
        raise InvalidIdentity(Problem.NAME_LOST_LETTERS)
    if any(char.isdigit() for char in text):
        raise InvalidIdentity(Problem.NAME_DIGIT)
    if not _LATIN.fullmatch(text):
        raise InvalidIdentity(Problem.NAME_CHARACTER)
    if not any(map(str.isalpha, text)):
        raise InvalidIdentity(Problem.NAME_CHARACTER)
