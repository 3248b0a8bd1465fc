"""The proposed lists, what is missing by them, and by when an answer is due."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final

from sotiem.announcements.facts import Announced, Item, Kind, Verdict
from sotiem.announcements.states import MOVES, AnnouncementState

_SATURDAY: Final = 6


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """What a facility may be, in the order of the form."""
    return {row["code"]: Kind(**row) for row in _rows("kinds.csv")}


@lru_cache(maxsize=1)
def checklist() -> tuple[Item, ...]:
    """What is asked of every facility."""
    return tuple(
        Item(
            code=row["code"],
            part=row["part"],
            is_count=row["answer"] == "count",
            minimum=int(row["minimum"]),
            name_vi=row["name_vi"],
            name_en=row["name_en"],
        )
        for row in _rows("checklist.csv")
    )


@lru_cache(maxsize=1)
def days_to_answer() -> int:
    """In how many working days the health department answers."""
    return next(int(row["working_days"]) for row in _rows("clock.csv") if row["what"] == "answer")


def verdicts(facts: Announced) -> list[Verdict]:
    """What the checklist says of an announcement, line by line."""
    return [
        Verdict(item, given, given >= item.minimum)
        for item in checklist()
        for given in (facts.items.get(item.code, 0),)
    ]


def due_on(day: date, working_days: int) -> date:
    """The last of so many working days after a day; Monday to Friday are working days."""
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < _SATURDAY
    return day


def may_move(now: AnnouncementState, to: AnnouncementState) -> bool:
    return to in MOVES[now]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("sotiem.announcements") / "data" / name).open("r", encoding="utf-8") as file:
        yield from csv.DictReader(file)
