"""What truly happened in an invented country: sessions at facilities, and what was recorded.

Nothing here reads `sotiem.triage`: what is measured must not help to make the measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from benchmarks.people.doses import NAMES
from benchmarks.people.doses import lots as make_lots
from benchmarks.people.registry import misheard

LOTS_OF_A_VACCINE: Final = 30
BUSY: Final = 500  # doses of a facility that holds a session every week; others hold one in four
WEEK: Final = 7
_MIXED_LOTS: Final = 0.15
_DAY_SLIPS: Final = (-30, -10, -7, -2, -1, 1, 2, 7, 10, 31)


class Given(NamedTuple):
    """One dose as it was given."""

    dose_id: str
    vaccine: str
    day: date
    lot: str
    facility: str


@dataclass
class Reality:
    """The doses truly given, and the mistakes of the registry that reports speak of."""

    people: pl.DataFrame
    doses: pl.DataFrame
    lots: Mapping[str, Sequence[str]]
    busy: Sequence[str]  # facilities, by their number of doses
    never_entered: set[str] = field(default_factory=set)
    entered_otherwise: dict[str, Given] = field(default_factory=dict)
    misrecorded: dict[str, dict[str, str]] = field(default_factory=dict)

    def recorded_doses(self) -> pl.DataFrame:
        """The doses on record: without those never entered, with the mistakes made."""
        kept = self.doses.filter(~pl.col("dose_id").is_in(list(self.never_entered)))
        wrong = self.entered_otherwise
        columns = {
            "vaccine": [dose.vaccine for dose in wrong.values()],
            "given_on": [dose.day.isoformat() for dose in wrong.values()],
            "lot": [dose.lot for dose in wrong.values()],
        }
        mistakes = pl.DataFrame({"dose_id": list(wrong), **columns}, schema=_texts(columns))
        return kept.update(mistakes, on="dose_id") if wrong else kept

    def recorded_people(self) -> pl.DataFrame:
        """The people on record, with the mistakes made of them."""
        names = {who: told["full_name"] for who, told in self.misrecorded.items()}
        born = {who: told["birth_date"] for who, told in self.misrecorded.items()}
        mistakes = pl.DataFrame(
            {
                "person_id": list(names),
                "full_name": [*names.values()],
                "birth_date": [*born.values()],
            },
            schema=_texts({"full_name": 0, "birth_date": 0}, key="person_id"),
        )
        return self.people.update(mistakes, on="person_id") if names else self.people

    def enter_otherwise(self, random: Random, dose: Given) -> None:
        """Let a clerk have typed another day, lot or vaccine of this dose."""
        slip = random.random()
        if slip < 0.5:
            dose = dose._replace(day=dose.day + timedelta(days=random.choice(_DAY_SLIPS)))
        elif slip < 0.8:
            dose = dose._replace(lot=random.choice(self.lots[dose.vaccine]))
        else:
            vaccine = random.choice(NAMES[:4])
            dose = dose._replace(vaccine=vaccine, lot=random.choice(self.lots[vaccine]))
        self.entered_otherwise[dose.dose_id] = dose

    def misrecord(self, random: Random, person: Mapping[str, str]) -> None:
        """Let a clerk have typed another name or birth date of this person."""
        name, born = person["full_name"], person["birth_date"]
        if random.random() < 0.6 or len(born) < len("2000-01-01"):
            name = misheard(random, name)
        else:
            day = date.fromisoformat(born) - timedelta(days=random.choice((1, 10, 30, 365, 3652)))
            born = day.isoformat()
        self.misrecorded[person["person_id"]] = {"full_name": name, "birth_date": born}


def _texts(columns: Mapping[str, object], key: str = "dose_id") -> dict[str, type[pl.DataType]]:
    return dict.fromkeys((key, *columns), pl.String)


def reality(people: pl.DataFrame, doses: pl.DataFrame, *, seed: int) -> Reality:
    """Gather invented doses into sessions: a facility's days, with a lot of each vaccine."""
    random = np.random.default_rng([seed, 11])
    numbers = make_lots(random)
    lots = {
        name: numbers[at * LOTS_OF_A_VACCINE : (at + 1) * LOTS_OF_A_VACCINE]
        for at, name in enumerate(NAMES)
    }
    places = doses.group_by("facility").len().sort("len", "facility", descending=[True, False])
    places = places.with_columns(
        pl.Series("offset", random.integers(0, WEEK, len(places))),
        pl.Series("stock", random.integers(0, LOTS_OF_A_VACCINE, len(places))),
    )
    every = pl.when(pl.col("len") >= BUSY).then(WEEK).otherwise(4 * WEEK)
    day = pl.col("given_on").str.to_date().to_physical()
    gathered = doses.join(places, on="facility", how="left").with_columns(
        day=day - (day - pl.col("offset")) % every,
        kind=pl.col("vaccine").replace_strict(NAMES, list(range(len(NAMES)))),
        turn=pl.Series(random.random(len(doses)) < _MIXED_LOTS).cast(pl.Int64),
    )
    month = pl.col("day") // (4 * WEEK)
    which = (pl.col("stock") + month + 7 * pl.col("kind") + pl.col("turn")) % LOTS_OF_A_VACCINE
    every_lot = pl.Series([lot for name in NAMES for lot in lots[name]])
    place = gathered.select(pl.col("kind") * LOTS_OF_A_VACCINE + which).to_series()
    given = gathered.with_columns(
        lot=every_lot.gather(place),
        given_on=pl.col("day").cast(pl.Int32).cast(pl.Date).cast(pl.String),
    ).select(doses.columns)
    return Reality(people, given, lots, places["facility"].to_list())
