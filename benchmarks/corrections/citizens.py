"""Citizens who have proved who they are, each with a browser of their own, and a photo to send.

python -m benchmarks.with_django corrections.citizens NUMBER OUT.json
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from sotiem.patients.models import Patient
from sotiem.portals.components.access import CITIZEN_SESSION

AT_ONCE: Final = 2_000
KEPT_OPEN: Final = 50 * CITIZEN_SESSION


def main(arguments: Sequence[str]) -> None:
    """Sign so many in, and write down their cookies and what they may claim."""
    number, out = int(arguments[0]), Path(arguments[1])
    out.write_text(json.dumps(list(_signed_in(number))), encoding="utf-8")


def _signed_in(number: int) -> Iterator[dict[str, str]]:
    people = Patient.objects.filter(current__phone__gt="")
    rows = people.order_by("-pk").values_list("pk", "public_id", "current__phone")[:number]
    store, sessions = SessionStore(), []
    until = timezone.now() + KEPT_OPEN
    for pk, public_id, phone in rows:
        key = secrets.token_hex(16)
        citizen = {
            "phone": phone,
            "patient_id": pk,
            "patient_public_id": str(public_id),
            "until": until.isoformat(),
        }
        data = store.encode({"citizen": citizen})
        sessions.append(Session(session_key=key, session_data=data, expire_date=until))
        yield {"cookie": key, "csrf": secrets.token_hex(16)}
    Session.objects.bulk_create(sessions, batch_size=AT_ONCE)
