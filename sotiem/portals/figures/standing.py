"""What is published beside doses: read as it was published, laid out for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from django.utils.functional import Promise

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities.models import Facility
from sotiem.indicators.facts import CLASSES_OF_DELAY, FIRST_DAY, Numbers, Standing, Told
from sotiem.indicators.models import PublicStanding
from sotiem.portals.figures import words
from sotiem.portals.figures.columns import per_hundred_thousand
from sotiem.portals.registering.words import group_name
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import priority_groups

COUNTRY: Final = Jurisdiction.country().path
WIDTH: Final = 700  # of the bar of delays


def on(day: date, path: str = COUNTRY) -> Standing | None:
    """What was published for a day; nothing was before the first."""
    figures = (
        PublicStanding.objects.filter(path=path, day=day).values_list("figures", flat=True).first()
    )
    return cast(Standing, figures)


def latest(path: str = COUNTRY, day: date | None = None) -> PublicStanding | None:
    """The last one that was published, or that of a day."""
    found = PublicStanding.objects.filter(path=path)
    return (found if day is None else found.filter(day=day)).order_by("-day").first()


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a table with the name that people read."""

    name: str | Promise
    numbers: Told


@dataclass(frozen=True, slots=True)
class Decision:
    number: str
    day: date
    vaccine: str
    planned: int | None
    arrived: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A class of the bar of delays."""

    label: str | Promise
    number: int
    x: int
    width: int
    colour: str


def supply_of(standing: Standing) -> list[Named]:
    """Supply by vaccine, in the order of the vaccines' list."""
    rows = standing["supply"]
    return [Named(name, rows[code]) for code, name in _names(rows).items()]


def reactions_of(standing: Standing) -> list[tuple[Named, float | None]]:
    """Reactions by vaccine, with how many there were after 100,000 doses of it."""
    rows, supply = standing["reactions"], standing["supply"]
    return [
        (
            Named(name, rows[code]),
            per_hundred_thousand(rows[code]["reactions"], supply.get(code, {}).get("recorded")),
        )
        for code, name in _names(rows).items()
    ]


def _names(rows: Mapping[str, Told]) -> dict[str, str | Promise]:
    """By code, in the order of the list; last what names no vaccine."""
    known = Vaccine.objects.filter(code__in=rows).order_by("position")
    names: dict[str, str | Promise] = dict(known.values_list("code", "name_vi"))
    return names | {code: words.NO_VACCINE for code in rows if code not in names}


def decisions_of(standing: Standing) -> list[Decision]:
    """The latest first."""
    names = dict(Vaccine.objects.values_list("code", "name_vi"))
    found = []
    for row, numbers in standing["decisions"].items():
        number, _, code = row.rpartition(" ")
        day = FIRST_DAY + timedelta(days=numbers["decided_on"] or 0)
        found.append(
            Decision(number, day, names.get(code, code), numbers["planned"], numbers["arrived"])
        )
    return sorted(found, key=lambda each: (each.day, each.number), reverse=True)


def registrations_of(standing: Standing) -> list[Named]:
    """By priority group."""
    rows = standing["registrations"]
    return [
        Named(group_name(group), rows[str(group.code)])
        for group in priority_groups()
        if str(group.code) in rows
    ]


def facilities_of(standing: Standing) -> list[tuple[str, Told, int]]:
    """Names of facilities, what they used and entered, and what is missing; most missing first."""
    rows = standing["facilities"]
    names = dict(Facility.objects.filter(code__in=rows).values_list("code", "name"))
    found = [
        (
            names.get(code, code),
            numbers,
            max(0, (numbers["used"] or 0) - (numbers["recorded"] or 0)),
        )
        for code, numbers in rows.items()
    ]
    return sorted(found, key=lambda each: (-each[2], each[0]))


def delays_of(told: Told) -> Sequence[Piece] | None:
    """The bar of how late doses were entered; None where it is not told, or there is none."""
    numbers = {name: told.get(name) for name in CLASSES_OF_DELAY}
    known: Numbers = {name: each for name, each in numbers.items() if each is not None}
    whole = sum(known.values())
    if len(known) < len(numbers) or not whole:
        return None
    pieces, seen = [], 0
    for (name, number), colour in zip(known.items(), COLOURS, strict=True):
        x = seen * WIDTH // whole
        seen += number
        width = seen * WIDTH // whole - x
        pieces.append(Piece(words.DELAYS[name], number, x, width, colour))
    return pieces


COLOURS: Final = ("#0b3d75", "#4585bb", "#8ebbdc", "#eef4fa")
