"""Whether two reports tell of one person: families share a telephone, and often a day and a lot."""

from typing import Final

from sotiem.corrections.facts import PersonClaim
from sotiem.identity import fold_tone_places, unmark

NEVER_TWO: Final = ("cccd", "cmnd", "sex")  # nobody has two of these


def tell_of_one(one: PersonClaim | None, other: PersonClaim | None) -> bool:
    """Who names nobody says nothing else."""
    return other is None or (one is not None and is_one_person(one, other))


def is_one_person(one: PersonClaim, other: PersonClaim) -> bool:
    """Name and birth date agree, sex and numbers do not differ."""
    return (
        _is_one_name(one.full_name, other.full_name)
        and one.birth_date == other.birth_date
        and not any(_differ(getattr(one, name), getattr(other, name)) for name in NEVER_TWO)
    )


def _is_one_name(one: str, other: str) -> bool:
    """Marks may be left out, never be others: Ánh is not Anh."""
    marked = [fold_tone_places(name) for name in (one, other)]
    plain = [unmark(name) for name in (one, other)]
    is_left_out = plain[0] == plain[1] and plain[0] in marked
    return marked[0] == marked[1] or is_left_out


def _differ(one: str, other: str) -> bool:
    return one != "" and other != "" and one != other
