"""A number is written into all records of one person; nobody else who shares a phone is touched."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sotiem.foundation.actors import Actor
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.rules import OBJECTION_PERIOD


def put_in_force(change: PhoneChange, *, by: Actor, at: datetime) -> None:
    """Give each record that differed its next version, and let the time of objection run."""
    _write(change, dict.fromkeys(change.before, change.new_phone), by=by, at=at)
    change.in_force_at, change.objection_until = at, at + OBJECTION_PERIOD


def take_back(change: PhoneChange, *, by: Actor, at: datetime) -> None:
    """Give each record its earlier number, unless it was given another one since."""
    still = Patient.objects.filter(pk__in=change.before, current__phone=change.new_phone)
    ids = {str(pk) for pk in still.values_list("pk", flat=True)}
    earlier = {record: phone for record, phone in change.before.items() if record in ids}
    _write(change, earlier, by=by, at=at)


def _write(change: PhoneChange, phones: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    records = Patient.objects.filter(pk__in=phones).select_related("current").order_by("pk")
    for record in records:
        facts = replace(record.current.facts, phone=phones[str(record.pk)])
        if facts != record.current.facts:
            amend_patient(
                patient_id=record.pk,
                facts=facts,
                reason=PatientReason.PHONE,
                origin=f"phone:{change.public_id}",
                by=by,
                at=at,
            )
