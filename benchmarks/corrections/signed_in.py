"""Who has signed in before a run: citizens with their browsers, officers at their desks.

python -m benchmarks.with_django corrections.signed_in citizens NUMBER OUT.json
python -m benchmarks.with_django corrections.signed_in officers NUMBER OUT.json
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Count
from django.db.models.functions import Substr
from django.utils import timezone

from benchmarks.corrections.filling import user_of
from benchmarks.entry.world import sign_in
from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN
from sotiem.facilities.models import Facility
from sotiem.patients.models import Patient
from sotiem.portals.components.access import CITIZEN_SESSION

AT_ONCE: Final = 2_000
KEPT_OPEN: Final = 50 * CITIZEN_SESSION
CASES: Final = 100
PROVINCE: Final = len("vn/2025:79")


def main(arguments: Sequence[str]) -> None:
    who, number, out = arguments
    ways: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
        "citizens": citizens,
        "officers": officers,
    }
    told = list(islice(ways[who](), int(number)))
    Path(out).write_text(json.dumps(told), encoding="utf-8")


def citizens() -> Iterator[dict[str, Any]]:
    """People on record who proved who they are, each with a browser of her own."""
    people = Patient.objects.filter(current__phone__gt="")
    rows = people.order_by("pk").values_list("pk", "public_id", "current__phone")
    places = list(Facility.objects.order_by("pk").values_list("name", flat=True)[:200])
    store, until = SessionStore(), timezone.now() + KEPT_OPEN
    for number, (pk, public_id, phone) in enumerate(rows.iterator(AT_ONCE)):
        key = secrets.token_hex(16)
        citizen = {
            "phone": phone,
            "patient_id": pk,
            "patient_public_id": str(public_id),
            "until": until.isoformat(),
        }
        data = store.encode({"citizen": citizen})
        Session.objects.create(session_key=key, session_data=data, expire_date=until)
        place = places[number % len(places)] if places else "Trạm Y tế Thử"
        yield {"cookie": key, "csrf": secrets.token_hex(16), "place": place}


def officers() -> Iterator[dict[str, Any]]:
    """One for the country, the others for the provinces with the most open reports."""
    waiting = CorrectionReport.objects.filter(status__in=OPEN)
    provinces = waiting.annotate(province=Substr("path", 1, PROVINCE)).values("province")
    busiest = provinces.annotate(number=Count("pk")).order_by("-number", "province")
    for path in ("vn", *busiest.values_list("province", flat=True)):
        if path.count("/") > 1:
            continue
        user = user_of(f"officer-{path}", Role.OFFICER, Jurisdiction(path))
        mine = waiting.filter(path__startswith=path).order_by("pk")
        cases = mine.values_list("public_id", flat=True)[:CASES]
        yield {"cookie": sign_in(user), "cases": [str(each) for each in cases]}
