"""Who acts: a member of staff, a citizen, or the machine itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    STAFF = "staff"
    CITIZEN = "citizen"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who reads or changes something.

    `key` names the actor in the trail without personal data (a public identifier, or a
    machine's name). `label` is what the person concerned may read: a role and a unit.
    """

    kind: ActorKind
    key: str
    label: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def machine(name: str, label: str = "Hệ thống") -> Actor:
    """The machine, acting as one named part of itself."""
    return Actor(kind=ActorKind.MACHINE, key=name, label=label)
