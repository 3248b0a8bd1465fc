"""Who asks: citizens who proved a telephone, people invited to a session, people on record.

python -m benchmarks.with_django citizen.world NUMBER PEOPLE.parquet OUT.json
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import polars as pl
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from benchmarks.entry.world import open_one
from sotiem.accounts.facts import Role
from sotiem.accounts.models import Membership
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import Plan, plan_session
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.identity import InvalidIdentity, PartialDate, PhoneNumber
from sotiem.places.models import AdministrativeUnit
from sotiem.portals.components.access import CITIZEN_SESSION
from sotiem.registrations.facts import CONSENT_IN_FORCE, PartOfDay, Relation
from sotiem.registrations.models import Registration
from sotiem.registrations.operations import call_people
from sotiem.registrations.states import CALLED, RegistrationState
from sotiem.vaccines.models import PriorityGroup

KEPT_OPEN: Final = 50 * CITIZEN_SESSION
GROUP: Final = 15
HOURS_TO_ANSWER: Final = 48
Asker = dict[str, str]


def main(arguments: Sequence[str]) -> None:
    number, people, out = int(arguments[0]), Path(arguments[1]), Path(arguments[2])
    session = _planned(number)
    communes = AdministrativeUnit.objects.filter(version="2025", level="commune")
    commune = communes.select_related("parent").order_by("pk")[0]
    assert commune.parent is not None
    told: dict[str, Any] = {
        "commune": commune.pk,
        "province": commune.parent.code,
        "registration": list(_signed_in(number)),
        "confirmation": _invited(session, number),
        "look_up": list(islice(_on_record(people), number)),
    }
    out.write_text(json.dumps(told), encoding="utf-8")


def _planned(seats: int) -> VaccinationSession:
    """A session in two days with as many seats as people will be invited."""
    opened, by, _ = open_one()
    plan = Plan(
        held_on=timezone.localdate() + timedelta(days=2),
        vaccine=opened.vaccine,
        lots=(),
        slots={time(8): seats},
        members=(),
    )
    return plan_session(facility=opened.facility, plan=plan, by=by, at=timezone.now())


def _invited(session: VaccinationSession, number: int) -> list[Asker]:
    """People in the line of the facility, all of them called; each signed in by her telephone."""
    at, facility = timezone.now(), session.facility
    group = PriorityGroup.objects.get(code=GROUP)
    phones = [f"0909{place:06}" for place in range(number)]
    insert_many(
        Registration,
        (_waiting(phone, session, group, at) for phone in phones),
    )
    clerk = Membership.objects.select_related("user").filter(
        role=Role.CLERK, jurisdiction=facility.path
    )[0]
    call_people(
        session_id=session.pk,
        answer_hours=HOURS_TO_ANSWER,
        by=staff_of(clerk.user, at=at),
        user=clerk.user,
        at=at,
    )
    called = Registration.objects.filter(appointment__session=session, state__in=CALLED)
    rows = called.values_list("code", "sender_phone")
    return [{**_sign_in(phone), "code": code} for code, phone in rows.iterator()]


def _waiting(
    phone: str, session: VaccinationSession, group: PriorityGroup, at: datetime
) -> Registration:
    facility = session.facility
    return Registration(
        code=new_tracking_code("DK"),
        submission_key=uuid4(),
        sender_phone=phone,
        relation=Relation.SELF,
        full_name=f"Nguyễn Thị Mời {phone[4:]}",
        birth_date="1987",
        sex="female",
        phone=phone,
        commune_id=facility.commune_id,
        group=group,
        not_before=timezone.localdate(at),
        part_of_day=PartOfDay.ANY,
        consent=CONSENT_IN_FORCE,
        state=RegistrationState.ASSIGNED,
        state_at=at,
        path=facility.path.rpartition("/")[0],
        list_path=facility.path,
        facility=facility,
        registered_at=at,
        line_at=at,
    )


def _signed_in(number: int) -> Iterator[Asker]:
    for place in range(number):
        phone = f"0908{place:06}"
        yield {**_sign_in(phone), "phone": phone}


def _sign_in(phone: str) -> Asker:
    """A browser that proved to hold this telephone."""
    until, key = timezone.now() + KEPT_OPEN, secrets.token_hex(16)
    citizen = {
        "phone": phone,
        "patient_id": None,
        "patient_public_id": "",
        "until": until.isoformat(),
    }
    data = SessionStore().encode({"citizen": citizen})
    Session.objects.create(session_key=key, session_data=data, expire_date=until)
    return {"cookie": key, "csrf": secrets.token_hex(16)}


def _on_record(people: Path) -> Iterator[Asker]:
    """What people on record write who look for themselves, each by a telephone once."""
    rows = pl.scan_parquet(people).select("full_name", "birth_date", "phone").collect()
    seen: set[str] = set()
    for full_name, born, phone in rows.sample(fraction=1, shuffle=True, seed=1).iter_rows():
        try:
            whole = PartialDate.parse(str(born), today=date.max).vietnamese
            known = str(PhoneNumber.parse(phone or ""))
        except InvalidIdentity:
            continue
        if known not in seen:
            seen.add(known)
            asked = {"full_name": full_name, "birth_date": whole, "number": known}
            yield {**asked, "csrf": secrets.token_hex(16)}
