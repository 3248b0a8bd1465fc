"""The first signature under a dose: the facility's own, as it saves or after its head looked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from django.db import connection, transaction

from sotiem.certificates.confirmation_queries import STEP, digest_of_versions
from sotiem.certificates.facts import FirstSignature
from sotiem.certificates.models import Confirmation, SigningKey
from sotiem.certificates.operations.keys import (
    KeyCannotBeOpened,
    ensure_facility_key,
    open_signer,
)
from sotiem.certificates.rules import confirmation_text
from sotiem.doses.events import DoseAmended, DosesAmended, DosesRecorded
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor, machine
from sotiem.foundation.bulk import as_array

SAVING: Final = machine("facility_keys", "Cơ sở tiêm chủng, khi lưu")

# Versions of which somebody signs first, and nobody has: by facility, by what is to be done, and
# by who recorded them. Who is asked for is no condition on the rows, but where they are found from:
# of very many, PostgreSQL would hold each row against all of them.
_PARTS: Final = f"""
SELECT version.facility_id, facility.code, version.step, version.recorded_by, count(*),
    {digest_of_versions("version.dose_public_id")}, array_agg(version.id)::text
FROM (
    SELECT version.*, dose.public_id AS dose_public_id, dose.patient_id, {STEP} AS step
    FROM (SELECT unnest(%s::bigint[]) AS id OFFSET 0) AS asked
    {{doses_of_asked}}
    JOIN doses_doseversion AS version ON version.id = dose.current_id
    WHERE version.status = 'completed' AND version.facility_id IS NOT NULL
    OFFSET 0
) AS version
JOIN patients_patient AS patient ON patient.id = version.patient_id
JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
JOIN facilities_facility AS facility ON facility.id = version.facility_id
WHERE version.step <> '{FirstSignature.NOBODY}' AND NOT EXISTS (
    SELECT FROM certificates_confirmeddose AS done WHERE done.dose_version_id = version.id
)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4
"""
_OF_DOSES: Final = _PARTS.format(doses_of_asked="JOIN doses_dose AS dose ON dose.id = asked.id")
_OF_PEOPLE: Final = _PARTS.format(
    doses_of_asked="""
    JOIN patients_patient AS patient ON patient.principal_id = asked.id
    JOIN doses_dose AS dose ON dose.patient_id = patient.id
    """
)
_OF_VERSIONS: Final = _PARTS.format(
    doses_of_asked="JOIN doses_dose AS dose ON dose.current_id = asked.id"
)
_AWAIT: Final = """
INSERT INTO certificates_awaiteddose (dose_version_id, facility_id)
SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING
"""
_CONFIRMED: Final = """
INSERT INTO certificates_confirmeddose (dose_version_id, confirmation_id)
SELECT unnest(%s::bigint[]), %s
"""
_NO_LONGER_AWAITED: Final = """
DELETE FROM certificates_awaiteddose WHERE dose_version_id = ANY(%s::bigint[])
"""

log = structlog.get_logger("certificates")


class Part(NamedTuple):
    """Versions that one signature covers."""

    facility_id: int
    facility_code: str
    step: str
    recorded_by: str
    doses: int
    digest: str
    versions: str  # their keys, as PostgreSQL writes an array


def take_first_signatures(event: DosesRecorded) -> None:
    """New doses: what a facility saves is its word, and signed; what has to be looked at waits."""
    _take(parts_of_doses(event.dose_ids), at=event.at)


def await_after_amendment(event: DoseAmended) -> None:
    """A dose says something else than its facility signed: it may have to sign again."""
    _take(parts_of_doses([event.dose_id]), at=event.at)


def await_after_amendments(event: DosesAmended) -> None:
    """The same, of many doses."""
    _take(parts_of_doses(event.dose_ids), at=event.at)


@transaction.atomic
def take_missing_signatures(*, principal_ids: Collection[int], at: datetime) -> int:
    """Sign what these people's facilities saved while no key could be had; say how many doses.

    Whoever asks holds the people.
    """
    return _take(_parts(_OF_PEOPLE, principal_ids), at=at, are_awaited=True)


def parts_of_doses(dose_ids: Collection[int]) -> list[Part]:
    return _parts(_OF_DOSES, dose_ids)


def parts_of_versions(version_ids: Collection[int]) -> list[Part]:
    return _parts(_OF_VERSIONS, version_ids)


def _parts(statement: str, ids: Collection[int]) -> list[Part]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_array(ids)])
        return [Part._make(row) for row in cursor.fetchall()]


def _take(parts: Sequence[Part], *, at: datetime, are_awaited: bool = False) -> int:
    signed = 0
    for part in parts:
        at_entry = part.step == FirstSignature.AT_ENTRY
        if at_entry and sign_part(part, by=SAVING, at=at, are_awaited=are_awaited):
            signed += part.doses
        else:
            with connection.cursor() as cursor:
                cursor.execute(_AWAIT, [part.versions, part.facility_id])
    return signed


def sign_part(
    part: Part, *, by: Actor, at: datetime, are_awaited: bool = True
) -> Confirmation | None:
    """Sign with the facility's key, and keep for what; None when no key can be had."""
    confirmed_by = part.recorded_by if by is SAVING else str(by)
    statement = Statement(
        part.facility_id, part.facility_code, part.doses, part.digest, confirmed_by, at
    )
    confirmation = sign_statement(statement, by=by, at=at)
    if confirmation is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRMED, [part.versions, confirmation.pk])
        if are_awaited:
            cursor.execute(_NO_LONGER_AWAITED, [part.versions])
    return confirmation


class Statement(NamedTuple):
    """What a facility says of some doses, before it is signed."""

    facility_id: int
    facility_code: str
    doses: int
    digest: str
    confirmed_by: str
    confirmed_at: datetime
    repeats: Confirmation | None = None


def sign_statement(said: Statement, *, by: Actor, at: datetime) -> Confirmation | None:
    """Put a facility's signature under what it says, with a trace; None when no key can be had."""
    try:
        key = ensure_facility_key(facility_id=said.facility_id, code=said.facility_code, at=at)
        signature = _sign(key, said, at) if key else b""
    except KeyCannotBeOpened:
        log.error("facility_key_cannot_be_opened", facility=said.facility_code)
        return None
    if key is None:
        return None
    confirmation = Confirmation(
        facility_id=said.facility_id,
        signing_key=key,
        repeats=said.repeats,
        doses=said.doses,
        digest=said.digest,
        confirmed_by=said.confirmed_by,
        confirmed_at=said.confirmed_at,
        signed_at=at,
        signature=signature,
    )
    confirmation.save()
    audit.record(
        "confirmation.signed" if said.repeats is None else "confirmation.signed_anew",
        confirmation,
        by=by,
        at=at,
        digest=audit.digest_of(confirmation.facts),
        doses=said.doses,
        facility=said.facility_code,
    )
    return confirmation


def _sign(key: SigningKey, said: Statement, at: datetime) -> bytes:
    text = confirmation_text(
        facility=said.facility_code,
        doses=said.doses,
        digest=said.digest,
        confirmed_by=said.confirmed_by,
        confirmed_at=said.confirmed_at,
        signed_at=at,
    )
    return open_signer(key).sign(text)
