"""The same request sent twice is one request: what a program's `Idempotency-Key` stands for."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.http import HttpRequest

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import upload_sheet
from sotiem.imports.permissions import can_import

LONGEST: Final = 200
_ALL_KEYS: Final = UUID("6f1c2c52-0d5b-4f0e-9d5f-4d1b4b6f8a21")


class IdempotencyKeyIsNeeded(Refusal):
    """The request has no key of its own, or one that is too long or not plain; details: most."""


class IdempotencyKeyWasUsed(Refusal):
    """The same key came before with another content or for another facility."""


class FacilityIsNotYours(Refusal):
    """No facility has this code, or the key's owner is no clerk of it; details: code."""


def facility_of_program(code: str, who: Staff) -> Facility:
    """The facility with this code, if the key's owner works for it."""
    facility = Facility.objects.filter(code=code).first() if code.isprintable() else None
    if facility is None or not can_import(who, facility):
        raise FacilityIsNotYours(code=code[:20])
    return facility


def take_once(
    request: HttpRequest,
    *,
    facility: Facility,
    content: bytes,
    file_name: str,
    by: Staff,
    at: datetime,
    again: bool,
) -> DoseImport:
    """Keep what was sent, or find what the same request has become."""
    key = submission_key(request, by)
    sent = facility.pk, hashlib.sha256(content).hexdigest()
    earlier = DoseImport.objects.filter(submission_key=key).select_related("file").first()
    if earlier is not None and (earlier.facility_id, earlier.file.sha256) != sent:
        raise IdempotencyKeyWasUsed
    kept = upload_sheet(
        facility=facility,
        content=content,
        file_name=file_name,
        submission_key=key,
        by=by,
        at=at,
        again=again,
    )
    if (kept.facility_id, kept.file.sha256) != sent:  # of two at the same moment, the other
        raise IdempotencyKeyWasUsed
    return kept


def submission_key(request: HttpRequest, by: Staff) -> UUID:
    """Nobody's key is another's: it counts together with the owner of the access key."""
    given = request.headers.get("Idempotency-Key", "").strip()
    if not 0 < len(given) <= LONGEST or not given.isascii() or not given.isprintable():
        raise IdempotencyKeyIsNeeded(most=LONGEST)
    return uuid5(_ALL_KEYS, f"{by.key} {given}")
