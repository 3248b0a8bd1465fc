"""The text in the QR code of a chip card."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from sotiem.identity.birth_dates import PartialDate, parse_day
from sotiem.identity.cccd import Cccd
from sotiem.identity.names import PersonName
from sotiem.identity.national_numbers import NationalNumber, parse_national_number
from sotiem.identity.problems import InvalidIdentity, MaskedRepr, Problem
from sotiem.identity.sex import Sex
from sotiem.identity.vietnamese_text import compose

_FEWEST_FIELDS: Final = 7
_SEX_WORDS: Final = {
    Sex.MALE: "Nam",
    Sex.FEMALE: "Nữ",
    Sex.OTHER: "Khác",
    Sex.UNKNOWN: "Chưa rõ",
}
_DDMMYYYY: Final = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class CardQr(MaskedRepr):
    """What a chip card says of its owner: unsigned text that saves typing and proves nothing."""

    cccd: Cccd
    previous_number: NationalNumber | None
    name: PersonName
    birth_date: PartialDate
    sex: Sex
    address: str
    issued_on: date | None

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """Read a scanned text; fields that newer cards add at its end are passed over."""
        fields = [part.strip() for part in compose(text).split("|")]
        if fields == [""]:
            raise InvalidIdentity(Problem.EMPTY)
        if len(fields) < _FEWEST_FIELDS:
            raise InvalidIdentity(Problem.CARD_QR_FORMAT)
        number, previous, name, born, sex, address, issued = fields[:_FEWEST_FIELDS]
        return cls(
            cccd=Cccd.parse(number),
            previous_number=parse_national_number(previous) if previous else None,
            name=PersonName.parse(name),
            birth_date=PartialDate.parse(_with_slashes(born), today=today),
            sex=Sex.parse(sex),
            address=" ".join(address.split()),
            issued_on=parse_day(_with_slashes(issued), today=today) if issued else None,
        )

    def __str__(self) -> str:
        """Write the text as a card of the first kind bears it."""
        born, issued = self.birth_date, self.issued_on
        return "|".join(
            (
                str(self.cccd),
                str(self.previous_number or ""),
                str(self.name),
                f"{born.day or 0:02}{born.month or 0:02}{born.year:04}",
                _SEX_WORDS[self.sex],
                self.address,
                f"{issued:%d%m%Y}" if issued else "",
            )
        )

    @property
    def disagreements(self) -> tuple[Problem, ...]:
        """Where the card contradicts itself, as a forged or misread one does."""
        return self.cccd.disagreements(self.birth_date, self.sex)

    def masked(self) -> str:
        return self.cccd.masked()


def _with_slashes(text: str) -> str:
    match = _DDMMYYYY.fullmatch(text)
    if match is None:
        raise InvalidIdentity(Problem.CARD_QR_FORMAT)
    return "/".join(match.groups())
