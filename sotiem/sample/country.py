"""The sample country: its provinces, facilities, lots, and who was vaccinated when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from sotiem.sample.people import Person

# Today's province, the three digits that begin the CCCD of those born there, and how many
# facilities and people of the sample live there.
PROVINCES: Final = (
    ("79", "079", 12, 6_400),
    ("01", "001", 9, 4_600),
    ("48", "048", 5, 2_400),
    ("92", "092", 5, 2_400),
    ("24", "024", 4, 1_900),
    ("66", "066", 3, 1_300),
    ("22", "022", 2, 1_000),
)
KINDS: Final = ("Trạm Y tế", "Trạm Y tế", "Trạm Y tế", "Trung tâm Y tế", "Bệnh viện Đa khoa")
LOTS: Final = {
    "ASTRAZENECA": ("FK0112", "FK0209", "MT0055", "MT0071"),
    "COMIRNATY": ("FD7219", "FE3811", "FG6273"),
    "SPIKEVAX": ("3005602", "3005885"),
    "VERO_CELL_BIBP": ("202107B1", "202108B2"),
}
LOTS_EXPIRE_ON: Final = date(2022, 6, 30)
INTERVALS: Final = {
    "ASTRAZENECA": 63,
    "COMIRNATY": 24,
    "SPIKEVAX": 30,
    "VERO_CELL_BIBP": 28,
}
SHARES: Final = {"ASTRAZENECA": 50, "COMIRNATY": 24, "SPIKEVAX": 12, "VERO_CELL_BIBP": 14}
FIRST_DAY: Final = date(2021, 6, 1)


@dataclass(frozen=True, slots=True)
class Given:
    """One dose as the slip has it."""

    vaccine: str
    day: date
    lot: str


@dataclass(frozen=True, slots=True)
class Vaccinated:
    """A person and the doses a facility gave them, oldest first."""

    person: Person
    doses: tuple[Given, ...]


def doses_of(random: Random) -> tuple[Given, ...]:
    """One or two doses of the same vaccine, at its interval."""
    vaccine = random.choices(list(SHARES), list(SHARES.values()))[0]
    first = FIRST_DAY + timedelta(days=random.randrange(110))
    days = [first]
    if random.random() < 0.52:
        days.append(first + timedelta(days=INTERVALS[vaccine] + random.randrange(12)))
    return tuple(Given(vaccine, day, random.choice(LOTS[vaccine])) for day in days)


def vaccinated(random: Random, people: Iterator[Person]) -> Iterator[Vaccinated]:
    for person in people:
        yield Vaccinated(person, doses_of(random))
