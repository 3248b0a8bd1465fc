"""The carrier of demos and tests: messages lie in a folder that the outbox page reads."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sotiem.messages.facts import Letter


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as the phone would show it, or the mailbox."""

    phone: str
    text: str
    at: datetime


def carry(letter: Letter) -> None:
    """Put the message in the folder; the same key twice is one message."""
    folder = Path(settings.OUTBOX_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    told = {"phone": letter.email or letter.phone, "text": letter.text, "at": letter.at.isoformat()}
    coming = folder / f".{letter.key}"
    coming.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    coming.replace(folder / f"{letter.at:%Y%m%dT%H%M%S%f}-{letter.key}.json")


def delivered(*, limit: int = 50) -> list[Delivered]:
    """The newest messages first."""
    folder = Path(settings.OUTBOX_FOLDER)
    names = sorted((path for path in folder.glob("*.json")), reverse=True)[:limit]
    messages = [json.loads(path.read_text(encoding="utf-8")) for path in names]
    return [Delivered(m["phone"], m["text"], datetime.fromisoformat(m["at"])) for m in messages]
