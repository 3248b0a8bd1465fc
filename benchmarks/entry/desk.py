"""What is sent from a desk for one person, step by step.

So far that is the search, by a program with an officer's key; the page of a session, with its
search and its saving by a clerk's cookie, is to take its place.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks.entry.people import Person


class Request(NamedTuple):
    """One question to the server; `kind` names it in the table."""

    kind: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody sits who has signed in."""

    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}

    def serve(self, person: Person) -> Generator[Request, dict[str, Any], None]:
        """Ask for each step in turn; the answer to one is known before the next."""
        yield Request("look", "/api/v1/match", person._asdict())
