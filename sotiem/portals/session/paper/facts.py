"""What stands on a slip, a label, a list and a report."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One line of doses: which dose it is, and what was given, as text; empty while none was."""

    dose: str
    vaccine: str = ""
    lot: str = ""
    day: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A person's slip of vaccination. `code`, in the QR, names a slip and a dose, and nobody."""

    number: str
    code: str
    facility: str
    facility_address: str
    full_name: str
    birth_date: str
    sex: str
    identity: str
    phone: str
    address: str
    lines: Sequence[SlipLine]
    printed_on: str
    link: str = ""  # where its person says whether the dose is right, while that is open
    link_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label for a person's papers: who, when born, the place in the session, a code."""

    full_name: str
    birth_date: str
    place: str
    code: str
    facility: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Someone to be called for a session; `place` is theirs in its list."""

    place: str
    full_name: str
    birth_date: str
    phone: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOfReport:
    """What was done with one lot."""

    vaccine: str
    lot: str
    recorded: int
    drawn: int = 0
    put_back: int = 0
    wasted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """Who was called for sessions; why some were postponed, and how many would not."""

    called: int
    postponed: Sequence[tuple[str | Promise, int]]
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A facility's day, or its whole campaign, in figures. Without turnout nobody counted it."""

    title: str
    facility: str
    days: str
    vaccinated: int = 0
    turnout: Turnout | None = None
    lots: Sequence[LotOfReport] = ()
    printed_at: str = ""
