"""When papers are enough, when somebody else must look, and how long one may object (proposed)."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from sotiem.phone_changes.facts import Agreed, WaitsBecause

# Beside name and birth date. Any one of these is enough.
ENOUGH: Final = (
    frozenset({Agreed.NUMBER, Agreed.DOSE_DAY, Agreed.DOSE_PLACE}),
    frozenset({Agreed.NUMBER, Agreed.DOSE_DAY, Agreed.DOSE_LOT}),
    frozenset({Agreed.NUMBER, Agreed.SLIP_NUMBER}),
    frozenset({Agreed.DOSE_DAY, Agreed.DOSE_PLACE, Agreed.DOSE_LOT}),
    frozenset({Agreed.DOSE_DAY, Agreed.DOSE_PLACE, Agreed.SLIP_NUMBER}),
)
OBJECTION_PERIOD: Final = timedelta(days=7)
DECIDED_WITHIN: Final = timedelta(days=3)
IN_USE_WITHIN: Final = timedelta(days=30)
CHANGED_WITHIN: Final = timedelta(days=30)
SEARCHES_AN_HOUR: Final = 30
CHANGES_AN_HOUR: Final = 6
CHANGES_A_DAY_ALONE: Final = 5
PEOPLE_OF_A_PHONE_ALONE: Final = 4


def is_enough(agreed: Collection[Agreed]) -> bool:
    return any(one <= set(agreed) for one in ENOUGH)


def reasons_to_wait(
    *,
    old_phones: Iterable[str],
    old_phone_in_use: bool,
    changed_lately: bool,
    changes_today: int,
    people_of_new_phone: int,
) -> tuple[WaitsBecause, ...]:
    """Why an officer must look first; nothing where the desk alone may do it.

    `changes_today` are those of this member of staff; `people_of_new_phone` are others who got
    the same new number lately.
    """
    told = (
        (old_phone_in_use, WaitsBecause.OLD_PHONE_IN_USE),
        (not any(old_phones), WaitsBecause.NOBODY_IS_TOLD),
        (changed_lately, WaitsBecause.CHANGED_LATELY),
        (changes_today >= CHANGES_A_DAY_ALONE, WaitsBecause.MANY_BY_ONE),
        (people_of_new_phone >= PEOPLE_OF_A_PHONE_ALONE, WaitsBecause.NEW_PHONE_OF_MANY),
    )
    return tuple(reason for holds, reason in told if holds)
