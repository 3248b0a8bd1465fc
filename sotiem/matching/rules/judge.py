"""A model as it judges: weights, calibration, thresholds, and how common names are."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sotiem.matching.facts import Zone
from sotiem.matching.rules.model import Scores, Weights
from sotiem.matching.rules.names import plain_of

Shares = Mapping[str, Mapping[str, float]]

# Of names and words not met so far: about one person in a million would bear it.
UNKNOWN_SHARE: Final = 1e-6
_REMEMBERED: Final = 500_000


@dataclass(frozen=True, slots=True)
class Judge:
    """`link` and `least` bound the review zone; calibration maps log-odds to log-odds."""

    version: str
    weights: Weights
    people: int
    shares: Shares
    calibration: tuple[tuple[float, float], ...]
    link: float
    least: float
    _counted: dict[str, float] = field(default_factory=dict, compare=False)

    @classmethod
    def from_json(cls, version: str, kept: Mapping[str, Any]) -> Self:
        return cls(
            version,
            Weights.from_json(kept["weights"]),
            kept["people"],
            kept["shares"],
            tuple((float(x), float(y)) for x, y in kept["calibration"]),
            kept["link"],
            kept["least"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "link": self.link,
            "least": self.least,
            "calibration": [list(point) for point in self.calibration],
            "shares": {part: dict(shares) for part, shares in self.shares.items()},
            "weights": self.weights.to_json(),
        }

    def knowing(self, people: int, shares: Shares) -> Self:
        """The same weights with the names of another registry, or of another day."""
        return replace(self, people=people, shares=shares, _counted={})

    def zone(self, probability: float, *, is_borne_out: bool = True) -> Zone:
        """What follows from a pair; what nothing bears out is not for a machine to link."""
        if probability >= self.link and is_borne_out:
            return Zone.LINK
        return Zone.REVIEW if probability >= self.least else Zone.NEW

    def calibrated(self, probability: Scores) -> Scores:
        """What a probability was worth when people looked."""
        if not self.calibration:
            return probability
        inside = np.clip(probability, 1e-9, 1 - 1e-9)
        odds = np.log(inside / (1 - inside))
        known, worth = zip(*self.calibration, strict=True)
        moved = np.interp(odds, known, worth)
        return np.asarray(1 / (1 + np.exp(-moved)))

    def namesakes(self, names: Iterable[str]) -> NDArray[np.float64]:
        """How many people on record are expected to bear each name (`marked`)."""
        counted = self._counted
        if len(counted) > _REMEMBERED:
            counted.clear()
        return np.array([counted.get(name) or self._count(name) for name in names], dtype=float)

    def _count(self, name: str) -> float:
        surname, middle, given = parts_of(name)
        share = (
            self.shares["surname"].get(surname, UNKNOWN_SHARE)
            * self.shares["middle"].get(middle, UNKNOWN_SHARE)
            * self.shares["given"].get(given, UNKNOWN_SHARE)
        )
        self._counted[name] = count = self.people * share
        return count


def parts_of(name: str) -> tuple[str, str, str]:
    """Surname, middle words, given name of a `marked` name, without marks."""
    syllables = plain_of(name).split()
    if len(syllables) < 2:
        return "", "", syllables[0] if syllables else ""
    return syllables[0], " ".join(syllables[1:-1]), syllables[-1]


@cache
def shipped_versions() -> tuple[str, ...]:
    """The models that come with the program, the best last."""
    found = files("sotiem.matching").joinpath("data").iterdir()
    names = [path.name.removesuffix(".json") for path in found if path.name.endswith(".json")]
    return tuple(sorted(names))


@cache
def shipped(version: str) -> Judge:
    text = files("sotiem.matching").joinpath("data", f"{version}.json").read_text("utf-8")
    return Judge.from_json(version, json.loads(text))
