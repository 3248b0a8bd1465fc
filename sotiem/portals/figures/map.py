"""The map of tiles, coloured by the class of each province's number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from sotiem.places.facts import Version
from sotiem.portals.figures.charts import classes_of
from sotiem.portals.figures.reading import Row
from sotiem.portals.figures.tiles import GAP, ISLANDS, SIDE, TILES

# One hue from light to dark: it is read without seeing colours, and prints in grey.
COLOURS: Final = ("#eef4fa", "#c6dbef", "#8ebbdc", "#4585bb", "#0b3d75")
LIGHT_TEXT_FROM: Final = 3
NONE: Final = "#ffffff"
STEP: Final = SIDE + GAP
PER_HUNDRED: Final = 10_000  # shares are compared by the million


@dataclass(frozen=True, slots=True)
class Square:
    row: Row
    short: str
    x: int
    y: int
    number: int
    share: float | None  # of a hundred inhabitants
    colour: str
    light_text: bool
    island: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A class of the legend; `until` is empty for the highest."""

    since: float
    until: float | None
    colour: str


@dataclass(frozen=True, slots=True)
class TileMap:
    squares: tuple[Square, ...]
    bands: tuple[Band, ...]
    is_share: bool
    width: int
    height: int


def map_of(rows: Sequence[Row], measure: str, version: Version) -> TileMap:
    """Shares where we know how many people live there, numbers where we do not."""
    by_code = {row.code: row for row in rows}
    is_share = all(row.people for row in rows if row.code)
    values = {code: _value(row, measure, is_share) for code, row in by_code.items()}
    bounds = classes_of([values[tile.code] for tile in TILES[version]])
    places = [(tile.code, tile.column, tile.row, tile.short, "") for tile in TILES[version]]
    places += [(each.code, each.column, each.row, "", each.name) for each in ISLANDS[version]]
    squares = tuple(
        Square(
            row=by_code[code],
            short=short,
            x=column * STEP,
            y=line * STEP,
            number=by_code[code].numbers.get(measure, 0),
            share=by_code[code].per_hundred(measure) if is_share else None,
            colour=_colour(values[code], bounds),
            light_text=bool(values[code]) and _class(values[code], bounds) >= LIGHT_TEXT_FROM,
            island=island,
        )
        for code, column, line, short, island in places
    )
    bands = tuple(
        Band(_told(since, is_share), until and _told(until, is_share), _colour(since, bounds))
        for since, until in zip_longest(bounds, bounds[1:])
    )
    return TileMap(
        squares,
        bands,
        is_share,
        width=max(square.x for square in squares) + STEP,
        height=max(square.y for square in squares) + STEP,
    )


def _value(row: Row, measure: str, is_share: bool) -> int:
    number = row.numbers.get(measure, 0)
    return number * 100 * PER_HUNDRED // row.people if is_share and row.people else number


def _told(value: int, is_share: bool) -> float:
    return value / PER_HUNDRED if is_share else value


def _class(value: int, bounds: Sequence[int]) -> int:
    """Few classes are spread over all colours."""
    place = max(place for place, since in enumerate(bounds) if value >= since)
    return place * (len(COLOURS) - 1) // max(1, len(bounds) - 1) if len(bounds) > 1 else 2


def _colour(value: int, bounds: Sequence[int]) -> str:
    return COLOURS[_class(value, bounds)] if value else NONE
