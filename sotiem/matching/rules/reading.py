"""From what was written of a person to the traits that are compared. Refuses nothing."""

from typing import Protocol

from sotiem.identity.readings import (
    read_birth_date,
    read_insurance,
    read_name,
    read_numbers,
    read_phone,
    read_sex,
)
from sotiem.matching.rules.places import WRITTEN, Home, PlaceReader
from sotiem.matching.rules.records import SEXES, Traits, born_of


class Written(Protocol):
    """Whatever says of a person what `PersonClue` says: a clue, or the facts on record."""

    @property
    def full_name(self) -> str: ...
    @property
    def birth_date(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def cccd(self) -> str: ...
    @property
    def cmnd(self) -> str: ...
    @property
    def bhyt(self) -> str: ...
    @property
    def commune_id(self) -> int | None: ...
    @property
    def address(self) -> str: ...


def read_traits(clue: Written, places: PlaceReader) -> Traits:
    """Read what was written of a person."""
    home = places.home_of(clue.commune_id)
    if not home[0] and clue.address:
        home = _better(home, home_in(clue.address, places))
    return traits_of(
        full_name=clue.full_name,
        birth_date=clue.birth_date,
        sex=read_sex(clue.sex),
        phone=clue.phone,
        cccd=clue.cccd,
        cmnd=clue.cmnd,
        bhyt=clue.bhyt,
        home=home,
    )


def traits_of(
    *,
    full_name: str,
    birth_date: str,
    sex: str,
    phone: str,
    cccd: str,
    cmnd: str,
    home: Home,
    bhyt: str = "",
) -> Traits:
    """Read each field; `sex` must be in words of ours already, since codes need their column."""
    name = read_name(full_name)
    number, old_number = read_numbers(cccd, cmnd)
    return Traits(
        name=name.marked[:80],
        newborn=name.newborn,
        born=born_of(read_birth_date(birth_date)),
        sex=SEXES.get(sex, 0),
        phone=read_phone(phone)[:15],
        cccd=number[:15],
        cmnd=old_number[:15],
        bhyt=read_insurance(bhyt),
        commune=home[0],
        province=home[1],
    )


def home_in(address: str, places: PlaceReader) -> Home:
    """The place that the last parts of an address mean: "..., ward, district, province"."""
    parts = [part.strip() for part in address.split(",")]
    parts = ["", "", *parts][-3:]
    ward, district, province = parts
    found = places.read(province, district, ward)
    if _is_known(found) or not district:
        return found
    # Since July 2025 there are no districts: a street may come before the ward.
    other = places.read(province, "", district)
    return other if _is_known(other) or not found[0] else found


def _is_known(home: Home) -> bool:
    """Whether the commune is one of the national lists."""
    return 0 < home[0] < WRITTEN


def _better(one: Home, other: Home) -> Home:
    return other if other[0] or not one[1] else one
