"""Doses that invented people have received, and how others remember them."""

from random import Random
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from benchmarks.people.registry import ids, take
from benchmarks.people.world import TODAY, Ints

VACCINES: Final = {
    "COVID-19 Vaccine AstraZeneca": (36, ["AstraZeneca", "AZ", "Astra Zeneca", "Astrazeneca",
                                          "Vaxzevria", "ASTRA", "Astra-Zeneca"]),
    "Comirnaty (Pfizer/BioNTech)": (30, ["Pfizer", "Comirnaty", "PFIZER", "Phizer", "BNT162b2",
                                         "Pfizer-BioNTech", "pfizer"]),
    "Vero Cell (Sinopharm)": (22, ["Vero Cell", "Verocell", "VeroCell", "Sinopharm", "VERO CELL",
                                   "Vero-Cell"]),
    "Spikevax (Moderna)": (8, ["Moderna", "Spikevax", "MODERNA", "Mordena"]),
    "Abdala": (2, ["ABDALA", "Abdalla"]),
    "Hayat-Vax": (1, ["Hayat Vax", "Hayatvax"]),
    "COVID-19 Vaccine Janssen": (0.5, ["Janssen", "J&J", "Jansen"]),
    "Gam-COVID-Vac (Sputnik V)": (0.5, ["Sputnik V", "Sputnik", "SputnikV"]),
}  # fmt: skip
NAMES: Final = list(VACCINES)
_FIRST_DAY: Final = int(np.datetime64("2021-03-08").astype("datetime64[D]").astype(np.int64))
_LETTERS: Final = "ABCDEFGHKLMNPRSTUVWX"


class Dose(NamedTuple):
    """One dose as somebody writes it."""

    vaccine: str
    number: int
    day: int
    lot: str
    facility: str


def lots(random: np.random.Generator) -> list[str]:
    """Make up thirty lots of each vaccine."""
    return [
        "".join(_LETTERS[i] for i in random.integers(0, len(_LETTERS), 2))
        + str(random.integers(1000, 9999))
        for _ in range(30 * len(NAMES))
    ]


def give(
    random: np.random.Generator, communes: Ints, facilities: list[str], count: int
) -> tuple[pl.DataFrame, Ints]:
    """Give one to three doses to the people whose communes are given.

    Answers the doses, and for each dose the place of its person in the list.
    """
    people = len(communes)
    doses = random.choice(4, people, p=[0.06, 0.14, 0.5, 0.3])
    doses = np.minimum(doses, 3)
    owner = np.repeat(np.arange(people), doses)
    start = np.cumsum(doses) - doses
    number = np.arange(len(owner)) - start[owner]
    shares = np.array([share for share, _ in VACCINES.values()])
    vaccine = random.choice(len(NAMES), people, p=shares / shares.sum())[owner]
    boosted = (number == 2) & (random.random(len(owner)) < 0.6)
    vaccine = np.where(boosted, NAMES.index("Comirnaty (Pfizer/BioNTech)"), vaccine)
    first = _FIRST_DAY + random.triangular(0, 170, 290, people).astype(np.int64)
    wait = np.where(number == 0, 0, np.where(number == 1, 28, 120))
    wait = wait + np.where(number > 0, random.integers(0, 40, len(owner)), 0)
    total = np.cumsum(wait)
    day = first[owner] + total - total[start[owner]]
    lot = vaccine * 30 + random.integers(0, 30, len(owner))
    facility = np.where(
        random.random(len(owner)) < 0.85,
        communes[owner],
        random.integers(0, len(facilities), len(owner)),
    )
    dates = pl.Series(day.astype("datetime64[D]").astype("datetime64[ms]")).cast(pl.Date)
    frame = pl.DataFrame(
        {
            "dose_id": ids("D", len(owner), 8),
            "vaccine": take(NAMES, vaccine),
            "dose_number": pl.Series(number + 1),
            "given_on": dates.cast(pl.String),
            "lot": take(lots(random), lot),
            "facility": take(facilities, facility),
        }
    )
    return frame, owner


def remember(random: Random, dose: Dose, facilities: list[str]) -> tuple[Dose, list[str]]:
    """Write a known dose as the next person writes it, and say what became different."""
    errors = []
    vaccine, number, day, lot, facility = dose
    if random.random() < 0.45:
        vaccine = random.choice(VACCINES[vaccine][1])
        errors.append("dose_other_product_name")
    chance = random.random()
    if chance < 0.07:
        day += random.choice((-1, 1))
        errors.append("dose_day_near")
    elif chance < 0.09:
        day += random.choice((-31, -30, -10, 10, 30, 31))
        errors.append("dose_day_wrong")
    if random.random() < 0.03:
        number = random.choice([n for n in (1, 2, 3) if n != number])
        errors.append("dose_number_wrong")
    chance = random.random()
    if chance < 0.15:
        lot = ""
    elif chance < 0.2:
        lot = lot[:-1] + str(random.randrange(10))
        errors.append("dose_lot_typo")
    if random.random() < 0.1:
        facility = random.choice(facilities)
        errors.append("dose_other_facility")
    return Dose(vaccine, number, min(day, TODAY + 300), lot, facility), errors
