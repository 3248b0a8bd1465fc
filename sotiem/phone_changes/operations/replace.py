from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.accounts.models import OneTimeCode
from sotiem.accounts.operations import redeem_code, send_code
from sotiem.foundation import audit, limits
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.models import Patient
from sotiem.patients.operations import lock_patients
from sotiem.patients.queries import whole_of
from sotiem.phone_changes import permissions, rules
from sotiem.phone_changes.facts import ChangeState, WaitsBecause, Wanted
from sotiem.phone_changes.models import LastUse, PhoneChange
from sotiem.phone_changes.operations._tell import announce, tell_new
from sotiem.phone_changes.operations._write import put_in_force


class PhoneIsTheSame(Refusal):
    """The record has this number already."""


class ChangeIsOpen(Refusal):
    """Another change of this person's number waits for an officer."""


def ask_new_phone(*, wanted: Wanted, address: str, by: Staff, at: datetime) -> OneTimeCode:
    """Send a code to the new number, to be typed at the desk."""
    require(permissions.can_replace(by))
    _before(wanted.found.patient_id, wanted.phone)
    hour = timedelta(hours=1)
    limits.spend("phone-change", by.key, limit=rules.CHANGES_AN_HOUR, per=hour, at=at)
    subject = {
        "patient_id": wanted.found.patient_id,
        "agreed": list(wanted.found.agreed),
        "phone": wanted.phone,
        "because": wanted.because,
        "paper": wanted.paper,
        "desk": by.key,
    }
    return send_code(
        phone=wanted.phone, asked_for=wanted.phone, address=address, subject=subject, at=at
    )


def replace_phone(*, code_key: UUID, code: str, by: Staff, at: datetime) -> PhoneChange:
    """Replace a person's number by the one that proved itself; or let an officer look first.

    The old number is told at once. The same code sent twice is one change.
    """
    require(permissions.can_replace(by))
    known = PhoneChange.objects.filter(code_key=code_key).first()
    if known is not None:
        require(known.made_by_id == by.user_id)
        return known
    sent = redeem_code(public_id=str(code_key), code=code, at=at)
    require(sent.subject.get("desk") == by.key)
    return _replace(sent, by=by, at=at)


@transaction.atomic
def _replace(sent: OneTimeCode, *, by: Staff, at: datetime) -> PhoneChange:
    asked = sent.subject
    patient_id, phone = asked["patient_id"], asked["phone"]
    lock_patients([patient_id])
    before = _before(patient_id, phone)
    if PhoneChange.objects.of_person(patient_id).open().exists():
        raise ChangeIsOpen
    waits = _waits(patient_id, phone, before, by=by, at=at)
    change = PhoneChange(
        code=new_tracking_code("DS"),
        code_key=sent.public_id,
        patient_id=patient_id,
        before=before,
        new_phone=phone,
        because=asked["because"],
        paper=asked["paper"],
        agreed=asked["agreed"],
        waits_because=list(waits),
        state=ChangeState.AWAITING_SECOND if waits else ChangeState.IN_FORCE,
        path=permissions.desk_of(by),
        made_by_id=by.user_id,
        made_at=at,
        decide_by=at + rules.DECIDED_WITHIN if waits else None,
    )
    if not waits:
        put_in_force(change, by=by, at=at)
    change.save(force_insert=True)
    done = "waits" if waits else "made"
    audit.record(
        f"phone_change.{done}", change, by=by, at=at, patient_id=patient_id,
        paper=change.paper, because=change.because, agreed=change.agreed, waits=list(waits),
    )  # fmt: skip
    announce(change, at=at)
    tell_new(change, "phone_waits" if waits else "phone_kept", at=at)
    return change


def _before(patient_id: int, phone: str) -> dict[str, str]:
    """The number of each of the person's records that has not this one."""
    records = Patient.objects.filter(pk__in=whole_of(patient_id)).order_by("pk")
    numbers = dict(records.values_list("pk", "current__phone"))
    before = {str(record): number for record, number in numbers.items() if number != phone}
    if not before:
        raise PhoneIsTheSame
    return before


def _waits(
    patient_id: int, phone: str, before: dict[str, str], *, by: Staff, at: datetime
) -> tuple[WaitsBecause, ...]:
    old = set(before.values())
    whole = whole_of(patient_id)
    uses = LastUse.objects.filter(patient_id__in=whole, phone__in=old)
    lately = at - rules.CHANGED_WITHIN
    changes = PhoneChange.objects.filter(in_force_at__gte=lately)
    today = PhoneChange.objects.filter(made_by_id=by.user_id, made_at__gte=at - timedelta(days=1))
    others = changes.filter(new_phone=phone).exclude(patient_id__in=whole)
    return rules.reasons_to_wait(
        old_phones=old,
        old_phone_in_use=uses.filter(used_at__gte=at - rules.IN_USE_WITHIN).exists(),
        changed_lately=changes.filter(patient_id__in=whole).exists(),
        changes_today=today.count(),
        people_of_new_phone=others.values("patient_id").distinct().count(),
    )
