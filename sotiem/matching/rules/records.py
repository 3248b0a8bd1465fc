"""People as columns: what matching compares, in normal form, empty or zero where unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

SEXES: Final = {"": 0, "male": 1, "female": 2}

Texts = NDArray[np.object_]
Whole = NDArray[np.int64]


class Traits(NamedTuple):
    """One person. `born` is yyyymmdd with zeros where unknown; `place` see `places.py`."""

    name: str = ""  # `NameReading.marked`
    newborn: bool = False
    born: int = 0
    sex: int = 0
    phone: str = ""
    cccd: str = ""
    cmnd: str = ""
    bhyt: str = ""
    commune: int = 0
    province: int = 0


@dataclass(frozen=True, slots=True)
class Records:
    """Many people, one array a field."""

    name: Texts
    newborn: NDArray[np.bool_]
    born: Whole
    sex: Whole
    phone: Texts
    cccd: Texts
    cmnd: Texts
    bhyt: Texts
    commune: Whole
    province: Whole

    @classmethod
    def of(cls, people: Iterable[Traits]) -> Self:
        columns = list(zip(*people, strict=True)) or [()] * len(Traits._fields)
        return cls.of_columns(columns)

    @classmethod
    def of_columns(cls, columns: Sequence[Sequence[Any]]) -> Self:
        """The columns in the order of `Traits`."""
        return cls(*(_array(name, column) for name, column in zip(_TYPES, columns, strict=True)))

    def __len__(self) -> int:
        return len(self.name)

    def take(self, rows: NDArray[np.intp]) -> Self:
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


_TYPES: Final[dict[str, Any]] = {
    "name": object,
    "newborn": np.bool_,
    "born": np.int64,
    "sex": np.int64,
    "phone": object,
    "cccd": object,
    "cmnd": object,
    "bhyt": object,
    "commune": np.int64,
    "province": np.int64,
}


def born_of(iso: str) -> int:
    """`1950-04` as 19500400."""
    return int(iso.replace("-", "").ljust(8, "0")) if iso else 0


def _array(name: str, column: Sequence[Any]) -> NDArray[Any]:
    made: NDArray[Any] = np.empty(len(column), dtype=_TYPES[name])
    made[:] = column
    return made
