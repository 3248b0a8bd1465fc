"""The words of reading back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """What may be wrong."""

    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    NUMBER = "number"
    PHONE = "phone"
    VACCINE = "vaccine"
    LOT = "lot"
    GIVEN_AT = "given_at"
    DOSE_NUMBER = "dose_number"
    OTHER = "other"


# As the story of a report names them: whoever reads it reads Vietnamese.
NAMES: Final[Mapping[Field, str]] = {
    Field.FULL_NAME: "họ và tên",
    Field.BIRTH_DATE: "ngày sinh",
    Field.SEX: "giới tính",
    Field.NUMBER: "số giấy tờ",
    Field.PHONE: "số điện thoại",
    Field.VACCINE: "vắc xin",
    Field.LOT: "số lô",
    Field.GIVEN_AT: "ngày, giờ tiêm",
    Field.DOSE_NUMBER: "mũi thứ mấy",
    Field.OTHER: "điều khác",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody says is wrong: each field with what is right, as typed, or with nothing."""

    fields: Mapping[Field, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """Which versions stood on the page: of the dose, and of the person."""

    dose: int
    person: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How the people of a session answered."""

    right: int = 0
    wrong: int = 0
    unanswered: int = 0

    @property
    def asked(self) -> int:
        return self.right + self.wrong + self.unanswered
