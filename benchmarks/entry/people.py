"""Who comes to be vaccinated, as their chip cards tell of them: most are on record."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from benchmarks.people.generate import Order, generate

STRANGERS: Final = 0.3  # of those who come
FEWEST_STRANGERS: Final = 200
# A stranger for so many on record is enough for a run.
ON_RECORD_A_STRANGER: Final = 50


class Person(NamedTuple):
    """Somebody whose card was scanned."""

    full_name: str
    birth_date: str
    sex: str
    cccd: str
    phone: str


class Comers(Iterator[Person]):
    """An endless queue before many desks: everybody comes once."""

    def __init__(self, on_record: Path, *, seed: int) -> None:
        known = pl.read_parquet(on_record)
        strangers = max(FEWEST_STRANGERS, len(known) // ON_RECORD_A_STRANGER)
        new = generate(Order(strangers, 10, seed + 1)).people
        self._known, self._new = (_shuffled(people, seed) for people in (known, new))
        self._random, self._lock = random.Random(seed), threading.Lock()

    def __next__(self) -> Person:
        with self._lock:
            return next(self._new if self._random.random() < STRANGERS else self._known)


def _shuffled(people: pl.DataFrame, seed: int) -> Iterator[Person]:
    with_a_card = people.filter(
        (pl.col("cccd") != "") & (pl.col("birth_date").str.len_chars() == len("2000-01-31"))
    )
    shuffled = with_a_card.sample(fraction=1, shuffle=True, seed=seed).select(Person._fields)
    return map(Person._make, shuffled.iter_rows())
