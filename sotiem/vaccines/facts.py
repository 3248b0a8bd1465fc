"""The words of vaccines: what a written name may turn out to mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Meant = TypeVar("Meant")

# The vaccine of a dose of which only a name is known that is in no list. No certificate has a code
# for it, and no form offers it.
UNSPECIFIED: Final = "UNSPECIFIED"


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[Meant]):
    """A name that several vaccines share, so that the maker or the lot must decide."""

    text: str
    candidates: Sequence[Meant]
