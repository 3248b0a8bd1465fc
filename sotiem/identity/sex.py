"""Sex as cards, sheets and other systems write it."""

from enum import StrEnum
from typing import Final, Self

from sotiem.identity.digits import without_separators
from sotiem.identity.problems import InvalidIdentity, Problem
from sotiem.identity.vietnamese_text import compose


class Sex(StrEnum):
    """The administrative sex of a person, in the words of FHIR."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a word for a sex; codes are refused, since systems number the sexes differently."""
        word = " ".join(compose(text).lower().split())
        if not word:
            raise InvalidIdentity(Problem.EMPTY)
        if word not in _WORDS:
            raise InvalidIdentity(Problem.SEX_UNKNOWN_WORD)
        return cls(_WORDS[word])

    @classmethod
    def parse_sheet_code(cls, code: str | int) -> Self:
        """Read the code of a facility's import sheet: 0 male, 1 female."""
        return cls(_read_code(code, _SHEET_CODES))

    @classmethod
    def parse_portal_code(cls, code: str | int) -> Self:
        """Read the code of the 2021 portal's interface: 1 male, 2 female."""
        return cls(_read_code(code, _PORTAL_CODES))


_WORDS: Final = {
    "nam": "male",
    "male": "male",
    "m": "male",
    "nữ": "female",
    "nu": "female",
    "female": "female",
    "f": "female",
    "khác": "other",
    "khac": "other",
    "other": "other",
    "không rõ": "unknown",
    "chưa rõ": "unknown",
    "unknown": "unknown",
}
_SHEET_CODES: Final = {"0": "male", "1": "female"}
_PORTAL_CODES: Final = {"1": "male", "2": "female"}


def _read_code(code: str | int, codes: dict[str, str]) -> str:
    plain = without_separators(str(code))
    if not plain:
        raise InvalidIdentity(Problem.EMPTY)
    if plain not in codes:
        raise InvalidIdentity(Problem.SEX_UNKNOWN_CODE)
    return codes[plain]
