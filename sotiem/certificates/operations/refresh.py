from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

import structlog
from django.db import connection, transaction

from certificate_format import LocalSigner, issue_many
from sotiem.certificates.facts import Subject
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations._payloads import Draft, draft_of
from sotiem.certificates.operations.keys import (
    COUNTRY,
    KeyCannotBeOpened,
    open_signer,
    signing_key_in_force,
)
from sotiem.certificates.queries import statements_of, tells
from sotiem.certificates.rules import LIFETIME
from sotiem.doses.operations import lock_patients
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.sequences import next_ids
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine

PEOPLE_AT_ONCE: Final = 1_000
NO_SIGNING_KEY: Final = "no_signing_key"
REPLACE: Final = """
UPDATE certificates_certificate AS old
SET revoked_at = %(at)s, revocation = 'replaced', replaced_by_id = pair.new_id
FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS pair (old_id, new_id)
WHERE old.id = pair.old_id
"""

log = structlog.get_logger("certificates")


@dataclass(slots=True)
class Plan:
    """What has to happen so that every certificate tells what the record says."""

    drafts: list[Draft] = field(default_factory=list)
    withdrawn: list[Certificate] = field(default_factory=list)
    refused: list[tuple[Subject, str]] = field(default_factory=list)


@transaction.atomic
def refresh_certificates(*, patient_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """Make the certificates of these people tell what the record says now.

    People are locked first, in the order of their ids. Asking again changes nothing.
    """
    ordered = sorted(set(patient_ids))
    lock_patients(ordered)
    signer = _signer(at)
    vaccines = Vaccine.objects.select_related("disease").in_bulk()
    remaining = iter(ordered)
    while batch := list(islice(remaining, PEOPLE_AT_ONCE)):
        in_force = _in_force(batch)
        plan = _plan(batch, in_force, vaccines, at=at, can_sign=signer is not None)
        issued = _issue(plan.drafts, in_force, signer, at=at) if signer else []
        _withdraw(plan.withdrawn, at=at)
        audit.record_many(_notes(plan, issued, in_force), by=by, at=at)


def _signer(at: datetime) -> tuple[SigningKey, LocalSigner] | None:
    """Take the key in hand. Without one doses are recorded all the same, only not certified."""
    key = signing_key_in_force(at)
    if key is None:
        return None
    try:
        return key, open_signer(key)
    except KeyCannotBeOpened:
        log.error("signing_key_cannot_be_opened", kid=key.kid)
        return None


def _in_force(patient_ids: Sequence[int]) -> dict[Subject, Certificate]:
    found = Certificate.objects.in_force().filter(patient_id__in=patient_ids)
    return {Subject(each.patient_id, each.disease_id): each for each in found}


def _plan(
    patient_ids: Sequence[int],
    in_force: Mapping[Subject, Certificate],
    vaccines: Mapping[int, Vaccine],
    *,
    at: datetime,
    can_sign: bool,
) -> Plan:
    """Compare what the certificates say with what the record says."""
    people = Patient.objects.select_related("current").in_bulk(patient_ids)
    stated = statements_of(patient_ids, vaccines)
    plan = Plan(withdrawn=[in_force[subject] for subject in in_force.keys() - stated.keys()])
    for subject, statement in stated.items():
        old = in_force.get(subject)
        person = people[subject.patient_id].current
        is_told = old is not None and tells(old, statement, person.pk)
        if old is not None and is_told and (old.expires_at > at or not can_sign):
            continue
        draft = draft_of(subject, statement, person, vaccines[statement.vaccine_id])
        if isinstance(draft, Draft) and can_sign:
            plan.drafts.append(draft)
            continue
        plan.refused.append((subject, NO_SIGNING_KEY if isinstance(draft, Draft) else draft))
        if old is not None:
            plan.withdrawn.append(old)
    return plan


def _issue(
    drafts: Sequence[Draft],
    in_force: Mapping[Subject, Certificate],
    signer: tuple[SigningKey, LocalSigner],
    *,
    at: datetime,
) -> list[Certificate]:
    """Sign the drafts; what they replace is revoked by the same statement that names them."""
    if not drafts:
        return []
    key, hand = signer
    signed = issue_many(
        [draft.payload for draft in drafts],
        signer=hand,
        issuer=COUNTRY,
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    certificates = [
        Certificate(
            pk=pk,
            patient_id=draft.subject.patient_id,
            disease_id=draft.subject.disease_id,
            dose_version_id=draft.statement.dose_version_id,
            patient_version_id=draft.patient_version_id,
            dose_number=draft.statement.dose_number,
            series_doses=draft.statement.series_doses,
            uci=draft.payload.vaccination.uci,
            text=each.text,
            signature_hash=each.signature_hash.hex(),
            signing_key=key,
            issued_at=at,
            expires_at=at + LIFETIME,
        )
        for pk, draft, each in zip(next_ids(Certificate, len(drafts)), drafts, signed, strict=True)
    ]
    _replace(certificates, in_force, at=at)
    insert_many(Certificate, certificates)
    return certificates


def _replace(
    successors: Iterable[Certificate], in_force: Mapping[Subject, Certificate], *, at: datetime
) -> None:
    """Revoke what these succeed; first, because only one may be in force."""
    successor_of = {
        old.pk: new.pk
        for new in successors
        if (old := in_force.get(Subject(new.patient_id, new.disease_id)))
    }
    if successor_of:
        values: dict[str, Any] = {
            "at": at,
            "old": list(successor_of),
            "new": list(successor_of.values()),
        }
        with connection.cursor() as cursor:
            cursor.execute(REPLACE, values)


def _withdraw(certificates: Sequence[Certificate], *, at: datetime) -> None:
    if certificates:
        Certificate.objects.filter(pk__in=[each.pk for each in certificates]).update(
            revoked_at=at, revocation=Certificate.Revocation.WITHDRAWN
        )


def _notes(
    plan: Plan, issued: Iterable[Certificate], in_force: Mapping[Subject, Certificate]
) -> list[audit.Note]:
    notes = []
    for new in issued:
        notes.append(_note("certificate.issued", new))
        if old := in_force.get(Subject(new.patient_id, new.disease_id)):
            notes.append(_note("certificate.replaced", old, replaced_by=new.pk))
    notes += [_note("certificate.withdrawn", old) for old in plan.withdrawn]
    notes += [
        audit.Note(
            action="certificate.not_issued",
            object_kind="patient",
            object_id=subject.patient_id,
            patient_id=subject.patient_id,
            reason=why,
            details={"disease": subject.disease_id},
        )
        for subject, why in plan.refused
    ]
    return notes


def _note(action: str, certificate: Certificate, **details: int) -> audit.Note:
    return audit.Note(
        action=action,
        object_kind="certificate",
        object_id=certificate.pk,
        patient_id=certificate.patient_id,
        digest=audit.digest_of(certificate.facts),
        details=details,
    )
