"""What is published about a facility."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What everybody may read of a facility.

    `kind` is a code of the proposed list; `tables` counts vaccination tables; `phone` and `hours`
    are as people write them.
    """

    name: str
    address: str
    kind: str = ""
    head: str = ""
    head_title: str = ""
    tables: int | None = None
    phone: str = ""
    hours: str = ""
    licence_number: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What a row, or a version of it, says."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__})
