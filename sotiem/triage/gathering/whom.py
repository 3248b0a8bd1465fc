"""Whether two reports, or two records, tell of one person: families share a telephone, and often
a day and a lot."""

from typing import Final

from sotiem.corrections.facts import PersonClaim
from sotiem.identity import fold_tone_places, unmark
from sotiem.patients.facts import PatientFacts

NEVER_TWO: Final = ("cccd", "cmnd", "sex")  # nobody has two of these
TOLD: Final = ("birth_date", "phone", "cccd", "cmnd")
ENOUGH: Final = 2


def tell_of_one(one: PersonClaim | None, other: PersonClaim | None) -> bool:
    """Who names nobody says nothing else."""
    return other is None or (one is not None and is_one_person(one, other))


def is_one_person(one: PersonClaim, other: PersonClaim) -> bool:
    """Name and birth date agree, sex and numbers do not differ."""
    return (
        _is_one_name(one.full_name, other.full_name)
        and one.birth_date == other.birth_date
        and not _are_two(one, other)
    )


def are_alike(one: PatientFacts, other: PatientFacts) -> bool:
    """Whether two records may well be one person's: two of name, birth date, telephone and numbers
    agree, and nothing differs of which nobody has two."""
    told = [(getattr(one, name), getattr(other, name)) for name in TOLD]
    agree = sum(mine != "" and mine == its for mine, its in told)
    agree += unmark(one.full_name) == unmark(other.full_name)
    return agree >= ENOUGH and not _are_two(one, other)


def _are_two(one: PersonClaim | PatientFacts, other: PersonClaim | PatientFacts) -> bool:
    """Both tell of what nobody has twice, and it differs."""
    pairs = ((getattr(one, name), getattr(other, name)) for name in NEVER_TWO)
    return any(mine != its and "" not in (mine, its) for mine, its in pairs)


def _is_one_name(one: str, other: str) -> bool:
    """Marks may be left out, never be others: Ánh is not Anh."""
    marked = [fold_tone_places(name) for name in (one, other)]
    plain = [unmark(name) for name in (one, other)]
    is_left_out = plain[0] == plain[1] and plain[0] in marked
    return marked[0] == marked[1] or is_left_out
