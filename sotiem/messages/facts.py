"""The words of messages: how one reaches somebody, and what a carrier is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How a message reaches who holds the phone."""

    SMS = "sms"
    PUSH = "push"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody is to be told; two with the same `once` are one message."""

    phone: str
    purpose: str
    once: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser that may be told, and the keys that only it can read with."""

    pk: int
    endpoint: str
    key: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it is handed to a carrier.

    `key` stays the same when a letter is handed over again: a carrier that has it does nothing.
    """

    key: str
    phone: str
    text: str
    at: datetime
    link: str = ""
    email: str = ""
    device: Device | None = None


class NotNow(Exception):
    """The carrier does not take the letter now; it may later."""


class NeverThere(Exception):
    """Nobody can be reached at this address any more."""
