"""Clerks who have signed in, one a desk, and the open sessions at which they sit.

python -m benchmarks.with_django entry.world DESKS OUT.json
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import time as clock_time
from datetime import timedelta
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Final
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from benchmarks.entry.desk import Desk
from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import User
from sotiem.accounts.operations import grant_role, register_user
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import Plan, open_session, plan_session
from sotiem.certificates.operations import ensure_signing_key
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_facility
from sotiem.foundation.actors import machine
from sotiem.places.models import AdministrativeUnit
from sotiem.supply.operations import register_lot
from sotiem.vaccines.models import Vaccine

BY: Final = machine("benchmark")
DESKS_OF_A_SESSION: Final = 5
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


def main(arguments: Sequence[str]) -> None:
    """Make them anew, and write down what each desk needs."""
    ensure_signing_key(at=timezone.now())
    number = int(arguments[0])
    desks = [asdict(desk) for desk in islice(_desks(number), number)]
    Path(arguments[1]).write_text(json.dumps(desks), encoding="utf-8")


def _desks(number: int) -> Iterator[Desk]:
    places = ceil(number / DESKS_OF_A_SESSION)
    for session, _, lot in [open_one() for _ in range(places)] * DESKS_OF_A_SESSION:
        user = _user(session.facility)
        yield Desk(
            cookie=sign_in(user),
            csrf=secrets.token_hex(16),
            path=f"/co-so/{session.facility.code}/buoi-tiem/{session.public_id}/",
            lot=lot,
        )


def open_one() -> tuple[VaccinationSession, Staff, str]:
    """A facility of its own with a session that is open, its clerk, and the lot."""
    at, name = timezone.now(), f"bench{uuid4().hex[:6]}"
    facility = register_facility(
        code=name,
        name="Trạm Y tế Thử",
        address="1 Đường Thử",
        commune=AdministrativeUnit.objects.filter(level="commune").order_by("pk")[0],
        by=BY,
        at=at,
    )
    user, at = _user(facility), timezone.now()
    clerk = staff_of(user, at=at)
    vaccine = Vaccine.objects.get(code="COMIRNATY")
    day = timezone.localdate(at)
    lot = register_lot(
        vaccine=vaccine, number=name, expires_on=day + timedelta(days=90), by=BY, at=at
    )
    plan = Plan(held_on=day, vaccine=vaccine, lots=[lot], slots={clock_time(8): 500})
    planned = plan_session(facility=facility, plan=plan, by=clerk, at=at)
    return open_session(session_id=planned.pk, by=clerk, at=at), clerk, lot.number


def _user(facility: Facility) -> User:
    at = timezone.now()
    user = register_user(
        username=f"bench{secrets.token_hex(6)}",
        full_name="Nhân viên Thử",
        unit_name=facility.name,
        password=None,
        by=BY,
        at=at,
    )
    grant_role(user=user, role=Role.CLERK, jurisdiction=Jurisdiction(facility.path), by=BY, at=at)
    return user


def sign_in(user: User) -> str:
    """The cookie of somebody who signed in just now."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
