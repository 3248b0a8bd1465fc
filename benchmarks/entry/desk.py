"""What the entry page sends from a desk for one person, step by step."""

import json
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

from benchmarks.entry.people import Person

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
SEXES: Final = {"M": "male", "F": "female"}
HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Request(NamedTuple):
    """One question to the server; `kind` names it in the table."""

    kind: str
    path: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a clerk sits who has signed in, with her session's address and the lot in hand."""

    cookie: str
    csrf: str
    path: str
    lot: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.cookie}; csrftoken={self.csrf}",
            "X-CSRFToken": self.csrf,
        }

    def serve(self, person: Person) -> Generator[Request, dict[str, Any], None]:
        """Ask for each step in turn; the answer to one is known before the next.

        What the page asks the clerk about, she takes upon herself.
        """
        typed: dict[str, Any] = {
            **person._asdict(),
            "sex": SEXES.get(person.sex, ""),
            "client_id": str(uuid4()),
            "lot_number": self.lot,
            "given_at": f"{datetime.now(HERE):%H:%M}",
        }
        yield Request("look", f"{self.path}mui/tra/", FORM, urlencode(typed).encode())
        told = yield self._send(typed)
        (answer,) = told["answers"]
        if answer["outcome"] == "doubt" and answer["accept"]:
            yield self._send({**typed, "accepted": answer["accept"]})

    def _send(self, typed: dict[str, Any]) -> Request:
        body = json.dumps({"entries": [typed]}).encode()
        return Request("save", f"{self.path}mui/gui-bu/", JSON, body)
