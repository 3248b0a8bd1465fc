"""What a facility says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from sotiem.facilities.facts import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """All that an announcement says.

    `commune_id` is a unit of today's list; `licence_on` YYYY-MM-DD; `days` numbers of days of the
    week, Monday is 1; `items` the answers to the checklist: how many, or 1 for yes.
    """

    name: str
    kind: str
    address: str
    commune_id: int
    licence_number: str
    licence_on: str
    licence_issuer: str
    phone: str
    days: tuple[int, ...]
    hours: str
    head: str
    head_title: str
    tables: int
    trained_by: str
    items: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def kept(cls, facts: Mapping[str, Any]) -> Self:
        """As a row keeps it."""
        return cls(**{**facts, "days": tuple(facts["days"])})

    def plain(self) -> dict[str, Any]:
        """As a row keeps it, and a session."""
        return {**asdict(self), "days": list(self.days), "items": dict(self.items)}

    def published(self) -> Published:
        """What of it everybody may read."""
        return Published(
            name=self.name,
            address=self.address,
            kind=self.kind,
            head=self.head,
            head_title=self.head_title,
            tables=self.tables,
            phone=self.phone,
            hours=f"{spoken_days(self.days)}: {self.hours}",
            licence_number=self.licence_number,
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """What a facility is, by the proposed list."""

    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist. `minimum` is how many are expected."""

    code: str
    part: str
    is_count: bool
    minimum: int
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was answered to a line of the checklist, and whether it is as expected."""

    item: Item
    given: int
    is_met: bool


def spoken_days(days: tuple[int, ...]) -> str:
    """Days of the week as a plate on a door has them: "T2-T6, CN"."""
    names = {day: "CN" if day == 7 else f"T{day + 1}" for day in range(1, 8)}
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        names[run[0]] if len(run) == 1 else f"{names[run[0]]}-{names[run[-1]]}" for run in runs
    )
