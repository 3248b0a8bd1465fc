from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecorded(Event):
    """The dose of an entry is on record."""

    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Event):
    """Nothing more is entered at a session, unless it is opened again."""

    session_id: int
