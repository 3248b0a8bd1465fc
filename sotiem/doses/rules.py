"""What a dose may say, without database or clock."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple

from sotiem.doses.facts import DoseFacts
from sotiem.foundation.refusals import Refusal

FIRST_CAMPAIGN_DAY: Final = date(2021, 3, 8)


class Entry(NamedTuple):
    """A dose that counts, as far as telling doubles needs it."""

    dose_id: int
    whole: int  # whose: the record that stands for all of the person's
    disease_id: int
    administered_on: date
    recorded_at: datetime


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


class TakenDays:
    """On which days people have doses, and against what, while some of these are moved.

    Nobody is given two doses against one disease on one day.
    """

    def __init__(self) -> None:
        self._doses: defaultdict[tuple[int, int, date], set[int]] = defaultdict(set)

    def take(self, whole: int, disease_id: int, day: date, dose_id: int) -> None:
        self._doses[whole, disease_id, day].add(dose_id)

    def leave(self, whole: int, disease_id: int, day: date, dose_id: int) -> None:
        self._doses[whole, disease_id, day].discard(dose_id)

    def is_taken(self, whole: int, disease_id: int, day: date, *, besides: int) -> bool:
        """Whether another dose than this one stands there."""
        return bool(self._doses[whole, disease_id, day] - {besides})


def doubles(entries: Iterable[Entry]) -> dict[int, int]:
    """Doses that were entered again in another record of the person, with the dose they repeat.

    Nobody is given two doses against one disease on one day: what was recorded first counts.
    """
    first: dict[tuple[int, int, date], int] = {}
    found = {}
    for entry in sorted(entries, key=lambda entry: (entry.recorded_at, entry.dose_id)):
        day = (entry.whole, entry.disease_id, entry.administered_on)
        if first.setdefault(day, entry.dose_id) != entry.dose_id:
            found[entry.dose_id] = first[day]
    return found
