"""The carrier of demos and tests: messages lie in a folder that the outbox page reads."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as the phone would show it."""

    phone: str
    text: str
    at: datetime


def carry(*, key: str, phone: str, text: str, at: datetime) -> None:
    """Put the message in the folder; the same key twice is one message."""
    folder = Path(settings.OUTBOX_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"phone": phone, "text": text, "at": at.isoformat()}, ensure_ascii=False)
    coming = folder / f".{key}"
    coming.write_text(content, encoding="utf-8")
    coming.replace(folder / f"{at:%Y%m%dT%H%M%S%f}-{key}.json")


def delivered(*, limit: int = 50) -> list[Delivered]:
    """The newest messages first."""
    folder = Path(settings.OUTBOX_FOLDER)
    names = sorted((path for path in folder.glob("*.json")), reverse=True)[:limit]
    messages = [json.loads(path.read_text(encoding="utf-8")) for path in names]
    return [Delivered(m["phone"], m["text"], datetime.fromisoformat(m["at"])) for m in messages]
