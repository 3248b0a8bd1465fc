"""What a dose may say, without database or clock."""

from datetime import date
from typing import Final

from sotiem.doses.facts import DoseFacts
from sotiem.foundation.refusals import Refusal

FIRST_CAMPAIGN_DAY: Final = date(2021, 3, 8)


class GivenInTheFuture(Refusal):
    """A dose cannot be given after today."""


class GivenBeforeTheVaccineExisted(Refusal):
    """No dose was given before the campaign began; details: first_day."""


class GivenBeforeBirth(Refusal):
    """A dose cannot be given before the person was born."""


def require_possible(facts: DoseFacts, *, birth_date: str, today: date) -> None:
    """Refuse a dose on a day on which it cannot have been given."""
    if facts.administered_on > today:
        raise GivenInTheFuture
    if facts.administered_on < FIRST_CAMPAIGN_DAY:
        raise GivenBeforeTheVaccineExisted(first_day=FIRST_CAMPAIGN_DAY.isoformat())
    if facts.administered_on.isoformat()[: len(birth_date)] < birth_date:
        raise GivenBeforeBirth
