"""Roles, jurisdictions, and the actors that sign in."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from sotiem.foundation.actors import Actor, ActorKind

GUARDIAN: Final = "Người giám hộ"  # the label of whoever acts for another


class Role(StrEnum):
    """What a member of staff may do, within a jurisdiction."""

    CLERK = "clerk"  # enters doses and imports sheets, of a facility
    HEAD = "head"  # heads a facility: confirms its days
    KEEPER = "keeper"  # keeps the vaccine of a depot
    OFFICER = "officer"  # decides correction reports
    REGULATOR = "regulator"  # drafts and publishes the rules of reopening
    AUDITOR = "auditor"  # reads the trail and its proofs
    ADMINISTRATOR = "administrator"  # grants and withdraws rights


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place in the tree country > province > commune > facility, as a path.

    `vn`, `vn/2025:79`, `vn/2025:79/2025:27193`, `vn/2025:79/2025:27193/79101`. A unit's code
    stands with its version, because the same code meant another province before July 2025.
    """

    path: str

    @classmethod
    def country(cls) -> Self:
        return cls("vn")

    def within(self, code: str) -> Self:
        """The jurisdiction one step down."""
        return type(self)(f"{self.path}/{code}")

    def covers(self, path: str) -> bool:
        """Whether something at `path` lies in this jurisdiction."""
        return path == self.path or path.startswith(f"{self.path}/")

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one jurisdiction."""

    role: Role
    jurisdiction: Jurisdiction


@dataclass(frozen=True, slots=True)
class Staff(Actor):
    """A signed-in member of staff with the grants in force now."""

    user_id: int
    grants: tuple[Grant, ...]

    def has(self, role: Role) -> bool:
        return any(grant.role == role for grant in self.grants)

    def may(self, role: Role, path: str) -> bool:
        """Whether some grant gives this role over what lies at `path`."""
        return any(grant.role == role and grant.jurisdiction.covers(path) for grant in self.grants)

    def jurisdictions(self, role: Role) -> tuple[Jurisdiction, ...]:
        return tuple(grant.jurisdiction for grant in self.grants if grant.role == role)


@dataclass(frozen=True, slots=True)
class Citizen(Actor):
    """Someone who proved to hold a phone (normal form), and perhaps to be a person on record.

    Who acts for a ward has the ward's `patient_id`, and her own record's as `guardian_id`.
    """

    phone: str
    patient_id: int | None
    guardian_id: int | None = None


def guardian(*, phone: str, public_id: str, guardian_id: int, ward_id: int) -> Citizen:
    """Someone who acts for a person whose record she keeps; the trail names her own record."""
    return Citizen(
        kind=ActorKind.CITIZEN,
        key=public_id,
        label=GUARDIAN,
        phone=phone,
        patient_id=ward_id,
        guardian_id=guardian_id,
    )


def citizen(*, phone: str, patient_id: int | None, patient_public_id: str = "") -> Citizen:
    return Citizen(
        kind=ActorKind.CITIZEN,
        key=patient_public_id or "unknown",
        label="Chính người được tiêm",
        phone=phone,
        patient_id=patient_id,
    )


def paths_within(jurisdictions: Iterable[Jurisdiction]) -> tuple[str, ...]:
    """The paths, without those that another of them covers already."""
    paths = sorted({jurisdiction.path for jurisdiction in jurisdictions})
    return tuple(
        path
        for path in paths
        if not any(path != other and Jurisdiction(other).covers(path) for other in paths)
    )
