from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, starmap
from typing import Any, Final

import structlog
from django.db import connection, transaction

from certificate_format import issue_written
from certificate_format.signer import Signer
from sotiem.certificates.facts import COUNTRY, Subject
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations._payloads import Draft, Holder, draft_of
from sotiem.certificates.operations.keys import (
    KeyCannotBeOpened,
    open_signer,
    signing_key_in_force,
)
from sotiem.certificates.operations.publish import note_amended, note_revoked
from sotiem.certificates.queries import statements_of, tells
from sotiem.certificates.rules import LIFETIME, RENEWED_BEFORE
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, insert_many
from sotiem.foundation.sequences import next_ids
from sotiem.patients.models import Patient
from sotiem.patients.operations import lock_patients
from sotiem.patients.queries import wholes_of
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import known_vaccines

PEOPLE_AT_ONCE: Final = 1_000
NO_SIGNING_KEY: Final = "no_signing_key"
NOT_CONFIRMED: Final = "dose_not_confirmed"
REPLACE: Final = """
UPDATE certificates_certificate AS old
SET revoked_at = %(at)s, revocation = 'replaced', replaced_by_id = pair.new_id
FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS pair (old_id, new_id)
WHERE old.id = pair.old_id
"""

log = structlog.get_logger("certificates")


InForce = Mapping[Subject, Sequence[Certificate]]  # of all records of a person


@dataclass(slots=True)
class Plan:
    """What has to happen so that every certificate tells what the record says."""

    drafts: list[Draft] = field(default_factory=list)
    kept: list[Certificate] = field(default_factory=list)
    withdrawn: list[Certificate] = field(default_factory=list)
    refused: list[tuple[Subject, str]] = field(default_factory=list)


@transaction.atomic
def refresh_certificates(*, patient_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """Make the certificates of these people tell what the record says now.

    People are locked first, with all records joined with theirs: the principal's certificates take
    the place of the others'. Asking again changes nothing.
    """
    _refresh(lock_patients(set(patient_ids)), by=by, at=at)


@transaction.atomic
def reissue_certificates(*, patient_id: int, by: Actor, at: datetime) -> None:
    """Issue a person's certificates anew though they tell what the record says.

    Those in force are replaced: of a lost or spoiled one nobody should be able to show the old.
    """
    _refresh(lock_patients([patient_id]), by=by, at=at, anew=True)


def refresh_held(*, patient_ids: Collection[int], by: Actor, at: datetime) -> None:
    """The same for people whom this transaction holds already, with all records of theirs."""
    _refresh(wholes_of(patient_ids), by=by, at=at)


def _refresh(
    wholes: Mapping[int, Sequence[int]], *, by: Actor, at: datetime, anew: bool = False
) -> None:
    signer = _signer(at)
    vaccines = known_vaccines()
    remaining = iter(sorted({principal for principal, *_ in wholes.values()}))
    while batch := list(islice(remaining, PEOPLE_AT_ONCE)):
        in_force = _in_force(batch)
        plan = _plan(batch, in_force, vaccines, at=at, can_sign=signer is not None, anew=anew)
        try:
            issued = _sign(plan.drafts, signer, at=at) if signer else []
        except KeyCannotBeOpened as gone:
            log.error("signing_key_cannot_be_used", problem=gone.details.get("problem", ""))
            signer, issued = None, []
            plan = _plan(batch, in_force, vaccines, at=at, can_sign=False, anew=anew)
        replaced = _succeeded(in_force, [*issued, *plan.kept])
        _replace(replaced, at=at)
        renewed = _renewed(replaced, at=at) if replaced and not anew else ()
        note_revoked([old.pk for old, _ in replaced if old.pk not in renewed], at=at)
        note_amended([kept.pk for kept in plan.kept], at=at)
        insert_many(Certificate, issued)
        _withdraw(plan.withdrawn, at=at)
        audit.record_many(_notes(plan, issued, replaced), by=by, at=at)


def _signer(at: datetime) -> tuple[SigningKey, Signer] | None:
    """Take the key in hand. Without one doses are recorded all the same, only not certified."""
    key = signing_key_in_force(at)
    if key is None:
        return None
    try:
        return key, open_signer(key)
    except KeyCannotBeOpened:
        log.error("signing_key_cannot_be_opened", kid=key.kid)
        return None


def _in_force(principal_ids: Sequence[int]) -> InForce:
    found: defaultdict[Subject, list[Certificate]] = defaultdict(list)
    certificates = Certificate.objects.in_force().filter(
        patient__principal_id__in=array_of(principal_ids)
    )
    for each in certificates.select_related("patient").order_by("pk"):
        found[Subject(each.patient.principal_id, each.disease_id)].append(each)
    return found


def _plan(
    principal_ids: Sequence[int],
    in_force: InForce,
    vaccines: Mapping[int, Vaccine],
    *,
    at: datetime,
    can_sign: bool,
    anew: bool,
) -> Plan:
    """Compare what the certificates say with what the record says."""
    people = {each.patient_id: each for each in _holders(principal_ids)}
    told = statements_of(principal_ids, vaccines)
    stated = told.statements
    withdrawn = _withdrawn_keys(at) if in_force else ()
    plan = Plan(refused=[(subject, NOT_CONFIRMED) for subject in sorted(told.waiting)])
    for subject in in_force.keys() - stated.keys():
        plan.withdrawn += in_force[subject]
    for subject, statement in stated.items():
        standing = in_force.get(subject, ())
        person = people[subject.patient_id]
        same = next((old for old in standing if tells(old, statement, person.version_id)), None)
        is_good = (
            same is not None
            and same.expires_at > at + RENEWED_BEFORE
            and same.signing_key_id not in withdrawn
            and not anew
        )
        if same is not None and (is_good or not can_sign):
            plan.kept.append(same)
            continue
        draft = draft_of(subject, statement, person, vaccines[statement.vaccine_id])
        if isinstance(draft, Draft) and can_sign:
            plan.drafts.append(draft)
            continue
        plan.refused.append((subject, NO_SIGNING_KEY if isinstance(draft, Draft) else draft))
        plan.withdrawn += standing
    return plan


def _withdrawn_keys(at: datetime) -> Container[int]:
    """What these have signed is not believed, and has to be issued anew."""
    return set(SigningKey.objects.filter(withdrawn_at__lte=at).values_list("pk", flat=True))


def _holders(principal_ids: Sequence[int]) -> Iterator[Holder]:
    people = Patient.objects.filter(pk__in=array_of(principal_ids))
    told = people.values_list("pk", "current_id", "current__full_name", "current__birth_date")
    return starmap(Holder, told)


def _sign(
    drafts: Sequence[Draft], signer: tuple[SigningKey, Signer], *, at: datetime
) -> list[Certificate]:
    if not drafts:
        return []
    key, hand = signer
    signed = issue_written(
        [draft.payload for draft in drafts],
        signer=hand,
        issuer=COUNTRY,
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    return [
        Certificate(
            pk=pk,
            patient_id=draft.subject.patient_id,
            disease_id=draft.subject.disease_id,
            dose_version_id=draft.statement.dose_version_id,
            patient_version_id=draft.patient_version_id,
            dose_number=draft.statement.dose_number,
            series_doses=draft.statement.series_doses,
            uci=draft.uci,
            text=each.text,
            signature_hash=each.signature_hash.hex(),
            signing_key_id=key.pk,
            issued_at=at,
            expires_at=at + LIFETIME,
        )
        for pk, draft, each in zip(next_ids(Certificate, len(drafts)), drafts, signed, strict=True)
    ]


def _succeeded(
    in_force: InForce, successors: Iterable[Certificate]
) -> list[tuple[Certificate, Certificate]]:
    """What these take the place of, with its successor."""
    return [
        (old, new)
        for new in successors
        for old in in_force.get(Subject(new.patient_id, new.disease_id), ())
        if old.pk != new.pk
    ]


def _renewed(
    replaced: Iterable[tuple[Certificate, Certificate]], *, at: datetime
) -> Container[int]:
    """Of what was replaced, what says the same as its successor: verifiers are not told of it, so
    that it is believed to its end."""
    withdrawn = _withdrawn_keys(at)
    return {
        old.pk
        for old, new in replaced
        if old.says == new.says and old.signing_key_id not in withdrawn
    }


def _replace(replaced: Sequence[tuple[Certificate, Certificate]], *, at: datetime) -> None:
    """Revoke what has a successor; before that is written, because only one may be in force."""
    if replaced:
        values: dict[str, Any] = {
            "at": at,
            "old": [old.pk for old, _ in replaced],
            "new": [new.pk for _, new in replaced],
        }
        with connection.cursor() as cursor:
            cursor.execute(REPLACE, values)


def _withdraw(certificates: Sequence[Certificate], *, at: datetime) -> None:
    if certificates:
        ids = [each.pk for each in certificates]
        Certificate.objects.filter(pk__in=ids).update(
            revoked_at=at, revocation=Certificate.Revocation.WITHDRAWN
        )
        note_revoked(ids, at=at)


def _notes(
    plan: Plan,
    issued: Iterable[Certificate],
    replaced: Iterable[tuple[Certificate, Certificate]],
) -> list[audit.Note]:
    notes = [_note("certificate.issued", new) for new in issued]
    notes += [_note("certificate.replaced", old, replaced_by=new.pk) for old, new in replaced]
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
