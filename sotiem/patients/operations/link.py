from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.patients.events import PatientsLinked, PatientsUnlinked
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations.lock import lock_patients
from sotiem.patients.rules import principals


class LinkNeedsTwoRecords(Refusal):
    """A record cannot be joined with itself."""


class LinkHasEnded(Refusal):
    """The two records were parted before."""


@transaction.atomic
def link_patients(
    *,
    one_id: int,
    other_id: int,
    reason: LinkReason,
    evidence: Mapping[str, object],
    origin: str,
    by: Actor,
    at: datetime,
) -> PatientLink:
    """Take two records for one person's. Nothing moves: what is read through either is the whole.

    A link in force between the two is given back as it is. Records already joined through others
    may be linked too: they then stay joined when one of the two ways ends.
    """
    if one_id == other_id:
        raise LinkNeedsTwoRecords
    whole = _held(one_id, other_id)
    one_id, other_id = sorted((one_id, other_id))
    known = PatientLink.objects.in_force().filter(one_id=one_id, other_id=other_id).first()
    if known is not None:
        return known
    link = PatientLink.objects.create(
        one_id=one_id,
        other_id=other_id,
        reason=reason,
        evidence=dict(evidence),
        origin=origin,
        linked_by=str(by),
        linked_at=at,
    )
    _join(whole)
    _leave_traces("patients.linked", link, reason=reason, by=by, at=at)
    events.publish(PatientsLinked(link_id=link.pk, patient_ids=tuple(whole), at=at))
    return link


@transaction.atomic
def unlink_patients(*, link_id: int, reason: UnlinkReason, by: Actor, at: datetime) -> PatientLink:
    """End a link. Each record has what was recorded for it, then and since; nothing else."""
    link = PatientLink.objects.get(pk=link_id)
    whole = _held(link.one_id, link.other_id)
    link = PatientLink.objects.get(pk=link_id)
    if link.ended_at is not None:
        raise LinkHasEnded
    link.ended_at, link.ended_by, link.ended_reason = at, str(by), reason
    link.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    _join(whole)
    _leave_traces("patients.unlinked", link, reason=reason, by=by, at=at)
    events.publish(PatientsUnlinked(link_id=link.pk, patient_ids=tuple(whole), at=at))
    return link


def _held(*patient_ids: int) -> list[int]:
    """Hold all records of these people, and give them."""
    wholes = lock_patients(patient_ids)
    return sorted({record for whole in wholes.values() for record in whole})


def _join(records: Collection[int]) -> None:
    """Make the links in force among these records tell who stands for whom."""
    links = PatientLink.objects.among(records).order_by("pk").values_list("one_id", "other_id")
    people = Patient.objects.in_bulk(records)
    moved = []
    for record, principal in principals(records, links).items():
        if people[record].principal_id != principal:
            people[record].principal_id = principal
            moved.append(people[record])
    Patient.objects.bulk_update(moved, ["principal"])


def _leave_traces(action: str, link: PatientLink, *, reason: str, by: Actor, at: datetime) -> None:
    """One on each record, so that whoever reads either's trail sees it."""
    digest = audit.digest_of(link.facts)
    notes = [
        audit.Note(
            action=action,
            object_kind="patientlink",
            object_id=link.pk,
            patient_id=patient_id,
            digest=digest,
            details={"reason": str(reason), "link": str(link.public_id), "origin": link.origin},
        )
        for patient_id in (link.one_id, link.other_id)
    ]
    audit.record_many(notes, by=by, at=at)
