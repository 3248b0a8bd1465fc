"""Invented people in families, who share a phone and an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from sotiem.identity import Cccd, Sex
from sotiem.sample.names import full_name, surname

# Any of these numbers may be somebody's: messages of a demonstration never leave its outbox.
PREFIXES: Final = ("032", "033", "070", "076", "081", "090", "091", "093", "097", "098")
STREETS: Final = (
    "Hoa Sen", "Bình Minh", "Thống Nhất", "Mùa Xuân", "Cây Đa", "Bến Nước", "Hòa Bình", "Hàng Dừa",
    "Sông Xanh", "Đồng Lúa", "Bưởi Ngọt", "Mẫu Đơn",
)  # fmt: skip
GROUPS: Final = (1, 7, 8, 8, 9, 9, 10, 13, 13, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody invented, as a facility would write them down."""

    full_name: str
    born_on: date
    knows_day_of_birth: bool
    sex: Sex
    phone: str
    cccd: str
    address: str
    priority_group: int

    @property
    def birth_date(self) -> str:
        return f"{self.born_on:%d/%m/%Y}" if self.knows_day_of_birth else f"{self.born_on.year}"

    @property
    def birth_iso(self) -> str:
        return self.born_on.isoformat() if self.knows_day_of_birth else f"{self.born_on.year}"


def families(random: Random, *, people: int, cccd_province: str) -> Iterator[Person]:
    """So many people, one family after another, whose numbers begin with that old province."""
    made = 0
    while made < people:
        for person in _family(random, cccd_province):
            yield person
            made += 1
            if made == people:
                return


def _family(random: Random, cccd_province: str) -> Iterator[Person]:
    father_name, mother_name = surname(random), surname(random)
    phone = random.choice(PREFIXES) + f"{random.randrange(10_000_000):07d}"
    address = f"{random.randrange(1, 300)} Đường {random.choice(STREETS)}"
    parents_year = random.randrange(1938, 1996)
    yield _person(random, Sex.MALE, father_name, parents_year, phone, address, cccd_province)
    if random.random() < 0.85:
        year = parents_year + random.randrange(-3, 5)
        yield _person(random, Sex.FEMALE, mother_name, year, phone, address, cccd_province)
    for _ in range(random.choices([0, 1, 2, 3], [2, 3, 4, 1])[0]):
        year = parents_year + random.randrange(20, 38)
        if year <= 2005:
            sex = random.choice([Sex.MALE, Sex.FEMALE])
            yield _person(random, sex, father_name, year, phone, address, cccd_province)


def _person(
    random: Random,
    sex: Sex,
    family: str,
    year: int,
    phone: str,
    address: str,
    cccd_province: str,
) -> Person:
    own_phone = random.choice(PREFIXES) + f"{random.randrange(10_000_000):07d}"
    born_on = date(year, 1, 1) + timedelta(days=random.randrange(365))
    return Person(
        full_name=full_name(random, sex, family),
        born_on=born_on,
        knows_day_of_birth=year > 1950 or random.random() < 0.7,
        sex=sex,
        phone=own_phone if random.random() < 0.6 else phone,
        cccd=_cccd(random, cccd_province, sex, year) if random.random() < 0.93 else "",
        address=address,
        priority_group=random.choice(GROUPS),
    )


def _cccd(random: Random, province: str, sex: Sex, year: int) -> str:
    century = 2 * ((year - 1900) // 100) + (1 if sex == Sex.FEMALE else 0)
    digits = f"{province}{century}{year % 100:02d}{random.randrange(1_000_000):06d}"
    return Cccd.parse(digits).digits
