from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zlib import crc32

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Citizen
from sotiem.facilities.operations import path_of_commune
from sotiem.foundation import audit, events, limits
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching.queries import find_exact
from sotiem.registrations import permissions
from sotiem.registrations.events import RegistrationsChanged
from sotiem.registrations.facts import CONSENT_IN_FORCE, Asked, Registrant
from sotiem.registrations.models import Registration
from sotiem.registrations.operations.tell import tell
from sotiem.registrations.queries import find_same
from sotiem.registrations.states import CALLED, WAITING
from sotiem.vaccines.queries import priority_group

MOST_OF_ONE_PHONE: Final = 20
_DAY: Final = timedelta(days=1)


class ConsentIsOld(Refusal):
    """The text that was agreed to is no longer the one in force."""


def register(*, asked: Asked, submission_key: UUID, by: Citizen, at: datetime) -> Registration:
    """Put somebody on the list of the province where she lives.

    The same form sent twice is one registration. Who waits already is registered again all the
    same, and keeps the first place: `same_as` names it.
    """
    try:
        with transaction.atomic():
            return _register(asked, submission_key, by=by, at=at)
    except IntegrityError:
        if (rival := _sent_before(submission_key, by)) is None:
            raise
        return rival


def _register(asked: Asked, submission_key: UUID, *, by: Citizen, at: datetime) -> Registration:
    if (earlier := _sent_before(submission_key, by)) is not None:
        return earlier
    if asked.consent != CONSENT_IN_FORCE:
        raise ConsentIsOld
    limits.spend("registration", by.phone, limit=MOST_OF_ONE_PHONE, per=_DAY, at=at)
    who = asked.registrant
    path = path_of_commune(who.commune_id)
    hold_some(LockSpace.REGISTRANTS, [number_of(who)])
    made = Registration.objects.create(
        **asdict(who),
        code=new_tracking_code("DK"),
        submission_key=submission_key,
        sender_phone=by.phone,
        relation=asked.relation,
        group=priority_group(asked.group),
        not_before=asked.wish.not_before,
        part_of_day=asked.wish.part_of_day,
        history={str(key): str(value) for key, value in asked.history.items()},
        consent=asked.consent,
        state_at=at,
        path=path,
        list_path=permissions.list_of(path).path,
        patient_id=_on_record(who),
        same_as=_waiting_already(who),
        registered_at=at,
        line_at=at,
    )
    audit.record("registration.received", made, by=by, at=at, code=made.code, consent=made.consent)
    tell(made, "registration_received", at=at)
    events.publish(RegistrationsChanged(registration_ids=(made.pk,), at=at))
    return made


def _sent_before(submission_key: UUID, by: Citizen) -> Registration | None:
    sent = Registration.objects.filter(submission_key=submission_key)
    if not sent.exists():
        return None
    known = sent.get()
    require(permissions.is_own(by, known))
    return known


def _waiting_already(who: Registrant) -> Registration | None:
    """The registration of the same person, held so that it is not withdrawn meanwhile."""
    found = find_same(who)
    if found is None:
        return None
    held = Registration.objects.select_for_update().filter(pk=found.pk)
    return held.filter(state__in=(*WAITING, *CALLED), same_as__isnull=True).first()


def number_of(who: Registrant) -> int:
    """The same for the same name and birth date: two such registrations wait for one another."""
    return crc32(f"{who.birth_date} {who.full_name}".encode()) - 2**31


def _on_record(who: Registrant) -> int | None:
    """Whose record it is, if that is certain by one number; the line does not depend on it."""
    for name in ("cccd", "cmnd", "phone"):
        if value := getattr(who, name):
            found = find_exact(full_name=who.full_name, birth_date=who.birth_date, **{name: value})
            if found is not None:
                return found
    return None
