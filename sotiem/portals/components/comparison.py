"""Two or more accounts of the same thing, laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

UNKNOWN: Final = "–"


@dataclass(frozen=True)
class Piece:
    """Some words of a value, and whether the other value lacks them."""

    text: str
    differs: bool


def contradicts(value: str, against: str) -> bool:
    """Tell whether two values disagree; a source that does not know contradicts nobody."""
    return value != against and UNKNOWN not in (value, against)


@dataclass(frozen=True)
class Row:
    """What each source says about one thing; the first is the one the others are held against."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return any(contradicts(value, self.baseline) for value in self.others)

    @property
    def baseline(self) -> str:
        return self.values[0]

    @property
    def others(self) -> tuple[str, ...]:
        return self.values[1:]


@dataclass(frozen=True)
class Comparison:
    """A table of what differs, with one column per source."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str | None]]]) -> Comparison:
    """Lay values side by side; an unknown value is shown as a dash."""
    laid = tuple(
        Row(str(label), tuple(str(v or UNKNOWN) for v in values)) for label, values in rows
    )
    return Comparison(tuple(str(column) for column in columns), laid)


def pieces(value: str, against: str) -> list[Piece]:
    """Split a value into runs of words that agree with the other value or differ from it."""
    if not contradicts(value, against):
        return [Piece(value, differs=False)]
    mine, theirs = value.split(), against.split()
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    return [
        Piece(" ".join(mine[start:end]), differs=kind != "equal")
        for kind, _, _, start, end in matcher.get_opcodes()
        if start != end
    ]
