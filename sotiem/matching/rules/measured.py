"""How often the machine was wrong, as far as second looks tell."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

BANDS: Final = (0.9999, 0.999, 0.99)
_Z: Final = 1.959964  # 95 of 100 intervals hold the true share


@dataclass(frozen=True, slots=True)
class Looked:
    """Automatic links of one model in one band of probability, drawn for a second look.

    `looked_at` counts those that somebody judged; who did not know counts as `unclear`.
    """

    model_version: str
    band: float
    drawn: int
    looked_at: int
    wrong: int
    unclear: int

    @property
    def error(self) -> float | None:
        return self.wrong / self.looked_at if self.looked_at else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.wrong, self.looked_at) if self.looked_at else None


def wilson(wrong: int, looked_at: int) -> tuple[float, float]:
    """Between which shares the true one lies, after Wilson (1927): right for few and for none."""
    share, weight = wrong / looked_at, _Z**2 / looked_at
    middle = (share + weight / 2) / (1 + weight)
    half = _Z * sqrt(share * (1 - share) / looked_at + weight / (4 * looked_at)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
