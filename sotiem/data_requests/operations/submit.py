from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Citizen, Jurisdiction
from sotiem.data_requests import permissions, rules
from sotiem.data_requests.facts import Item
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.operations._tell import tell
from sotiem.doses.models import Dose
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import audit, limits
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.models import Patient


class NothingAsked(Refusal):
    """The request names nothing to delete."""


def submit_request(
    *, items: Collection[Item], words: str, submission_key: UUID, by: Citizen, at: datetime
) -> DataRequest:
    """Ask to have data deleted. It is acknowledged at once; the same form sent twice is one."""
    if not items:
        raise NothingAsked
    try:
        with transaction.atomic():
            return _submit(items, words, submission_key, by=by, at=at)
    except IntegrityError:
        if (rival := _sent_before(submission_key, by)) is None:
            raise
        return rival


def _submit(
    items: Collection[Item], words: str, submission_key: UUID, *, by: Citizen, at: datetime
) -> DataRequest:
    if (earlier := _sent_before(submission_key, by)) is not None:
        return earlier
    day = timedelta(days=1)
    limits.spend("data-request", by.phone, limit=rules.REQUESTS_A_DAY, per=day, at=at)
    made = DataRequest.objects.create(
        code=new_tracking_code("YC"),
        submission_key=submission_key,
        patient_id=by.patient_id,
        phone=by.phone,
        items=sorted(items),
        words=words.strip(),
        path=_responsible(by.patient_id),
        submitted_at=at,
        due_at=rules.due_at(items, at),
    )
    audit.record(
        "data_request.received", made, by=by, at=at, patient_id=by.patient_id,
        request=made.code, items=made.items,
    )  # fmt: skip
    tell(made, "received", at=at)
    return made


def _sent_before(submission_key: UUID, by: Citizen) -> DataRequest | None:
    known = DataRequest.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(permissions.is_own(by, known))
    return known


def _responsible(patient_id: int | None) -> str:
    """Where the last dose was given, else where the person lives, else the country."""
    if patient_id is not None:
        doses = Dose.objects.of_person(patient_id).counting().oldest_first().reverse()
        given = doses.exclude(current__facility=None).values_list("current__facility__path")
        if (found := given.first()) is not None:
            return str(found[0])
        commune = Patient.objects.get(pk=patient_id).current.commune
        if commune is not None:
            return jurisdiction_of(commune).path
    return Jurisdiction.country().path
