"""The words of places: which list of units a code belongs to, and what kind of unit it names."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self


class Version(StrEnum):
    """A national list of units, named by the year of the decision that numbered it."""

    OLD = "2004"
    NEW = "2025"


class Level(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Kind(StrEnum):
    """What a unit is called in its full name."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    URBAN_DISTRICT = "quận"
    RURAL_DISTRICT = "huyện"
    TOWN = "thị xã"
    COMMUNE = "xã"
    WARD = "phường"
    TOWNSHIP = "thị trấn"
    SPECIAL_ZONE = "đặc khu"


OLD_LIST_ENDED_ON: Final = date(2025, 6, 30)
NEW_LIST_BEGAN_ON: Final = date(2025, 7, 1)

_LEVEL_OF_LENGTH: Final = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}


class MalformedUnitCode(ValueError):
    """This text is not a unit code with its version."""


@dataclass(frozen=True, slots=True, order=True)
class UnitCode:
    """The code of a unit together with its list, since seven codes name another province now.

    Written `2025:79`: two digits are a province, three a district, five a commune.
    """

    version: Version
    code: str

    def __post_init__(self) -> None:
        if not (self.code.isascii() and self.code.isdigit()):
            raise MalformedUnitCode(self.code)
        if self.level is Level.DISTRICT and self.version is Version.NEW:
            raise MalformedUnitCode(self.code)

    def __str__(self) -> str:
        return f"{self.version}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2025:79`; a code without a version is refused."""
        version, separator, code = text.strip().partition(":")
        if not separator or version not in set(Version):
            raise MalformedUnitCode(text)
        return cls(Version(version), code)

    @property
    def level(self) -> Level:
        try:
            return _LEVEL_OF_LENGTH[len(self.code)]
        except KeyError:
            raise MalformedUnitCode(self.code) from None


def version_on(day: date) -> Version:
    """Name the list of units that was in force on a day."""
    return Version.NEW if day >= NEW_LIST_BEGAN_ON else Version.OLD
