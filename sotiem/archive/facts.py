"""The words of the archive: keys, and what somebody who verifies is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key (Ed25519, 32 bytes), and when it signs: the end does not count."""

    kid: str
    public: bytes
    valid_from: datetime
    valid_to: datetime

    def signs_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment < self.valid_to


@dataclass(frozen=True, slots=True)
class Previous:
    """The day before in the chain, and the SHA-256 of its manifest (hexadecimal)."""

    day: date
    manifest_sha256: str


class Trouble(StrEnum):
    """What does not hold."""

    UNREADABLE = "unreadable"  # no archive of ours, or one with parts missing
    NAME = "name"  # a file named after another day than it is of
    SIGNATURE = "signature"
    OTHER_KEY = "other_key"  # nobody whom we believe vouches for it
    KEY_NOT_IN_FORCE = "key_not_in_force"
    FILE_CHANGED = "file_changed"
    FILE_MISSING = "file_missing"
    FILE_ADDED = "file_added"
    CHAIN = "chain"  # the day before is not the one that was archived
    DAY_MISSING = "day_missing"
    DAY_TWICE = "day_twice"


@dataclass(frozen=True, slots=True)
class Finding:
    trouble: Trouble
    about: str  # the file, the key or the day that it is about


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive by itself. What could not be read has no day."""

    name: str
    day: date | None = None
    manifest_sha256: str = ""
    previous: Previous | None = None
    files: int = 0
    kid: str = ""
    names_keys: Mapping[str, PublicKey] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
