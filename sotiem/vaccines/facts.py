"""The words of vaccines: what a written name may turn out to mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Meant = TypeVar("Meant")


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[Meant]):
    """A name that several vaccines share, so that the maker or the lot must decide."""

    text: str
    candidates: Sequence[Meant]
