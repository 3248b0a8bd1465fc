"""When somebody is of age, and until when a right holds. Without database or clock."""

from datetime import date

from sotiem.guardians.facts import AGES, LONGEST_TERM
from sotiem.vaccines.schedule import birthday


def of_age_on(birth: str) -> date:
    """The first day on which somebody is of age.

    `birth` is YYYY, YYYY-MM or YYYY-MM-DD: what is not known of it is taken for the first of the
    month or of the year, as registers of civil status do. Of whom nothing is known is of age.
    """
    return birthday(birth, AGES.of_age) if birth else date.min


def is_of_age(birth: str, on: date) -> bool:
    return on >= of_age_on(birth)


def is_asked(birth: str, on: date) -> bool:
    """Whether a child is old enough to be asked herself."""
    return not is_of_age(birth, on) and on >= birthday(birth, AGES.own_agreement)


def over_from(ends_on: date, until_of_age: bool, birth: str) -> date:
    """The first day on which a right no longer holds, by the birth date that the ward has now."""
    return min(ends_on, of_age_on(birth)) if until_of_age and birth else ends_on


def last_end(birth: str, on: date) -> date:
    """The latest first day on which a right given today no longer holds."""
    return on + LONGEST_TERM if is_of_age(birth, on) else of_age_on(birth)
