"""Reads of the first signature: whose turn is it, what does it cover, and does it hold?"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from certificate_format import algorithms
from sotiem.certificates.confirmation_models import (
    Confirmation,
    ConfirmationRule,
)
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.certificates.models import SigningKey
from sotiem.certificates.rules import USUAL, confirmation_text
from sotiem.facilities.models import Facility
from sotiem.foundation.audit import digest_of
from sotiem.foundation.bulk import as_array
from sotiem.foundation.proof import disagreements

AT_ONCE: Final = 500

WAY: Final = """
CASE version.reason WHEN 'loaded' THEN 'loaded' WHEN 'sent' THEN 'program' WHEN 'recorded' THEN
    CASE WHEN version.origin LIKE 'import:%%' THEN 'sheet' ELSE 'entry' END
ELSE 'decision' END
"""
_USUAL: Final = " ".join(f"WHEN '{way}' THEN '{step}'" for way, step in USUAL.items())
STEP: Final = f"""
coalesce((
    SELECT rule.step FROM certificates_confirmationrule AS rule
    WHERE rule.way = {WAY} AND rule.from_at <= version.recorded_at
    ORDER BY rule.from_at DESC LIMIT 1
), CASE {WAY} {_USUAL} END)
"""
"""Who signs first for a version, by the rule that held when it was recorded."""
IS_READY: Final = f"""
(EXISTS (
    SELECT FROM certificates_confirmeddose AS confirmed WHERE confirmed.dose_version_id = version.id
) OR {STEP} = '{FirstSignature.NOBODY}')
"""


def digest_of_versions(dose: str = "dose.public_id") -> str:
    """SQL that tells the facts of versions: each as one line of JSON; the hash of their hashes, in
    the order of the doses' public ids (`dose` is where these stand).

    So one dose can be shown to belong to a confirmation without telling the others.
    """
    line = f"""
    json_build_array({dose}, version.number, patient.public_id, vaccine.code,
        version.vaccine_text, version.administered_on, version.lot_number, facility.code,
        version.place, version.source, version.status)::text
    """
    hashes = f"string_agg(sha256(convert_to({line}, 'UTF8')), ''::bytea ORDER BY {dose})"
    return f"encode(sha256({hashes}), 'hex')"


_TOLD: Final = """
doses_doseversion AS version
JOIN doses_dose AS dose ON dose.id = version.dose_id
JOIN patients_patient AS patient ON patient.id = dose.patient_id
JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
LEFT JOIN facilities_facility AS facility ON facility.id = version.facility_id
"""
_COVERED: Final = f"""
SELECT confirmed.confirmation_id, count(*), {digest_of_versions()}, min(version.facility_id),
    max(version.facility_id)
FROM certificates_confirmeddose AS confirmed JOIN {_TOLD}
    ON version.id = confirmed.dose_version_id
WHERE confirmed.confirmation_id = ANY(%s::bigint[])
GROUP BY confirmed.confirmation_id
"""
_UNREADY: Final = f"""
SELECT certificate.id FROM certificates_certificate AS certificate
JOIN doses_doseversion AS version ON version.id = certificate.dose_version_id
WHERE certificate.revoked_at IS NULL AND NOT {IS_READY} ORDER BY certificate.id
"""
_NOT_AWAITED: Final = f"""
SELECT version.id FROM doses_dose AS dose
JOIN doses_doseversion AS version ON version.id = dose.current_id
LEFT JOIN certificates_awaiteddose AS awaited ON awaited.dose_version_id = version.id
WHERE version.status = 'completed' AND version.facility_id IS NOT NULL
    AND (awaited.dose_version_id IS NULL) <> {IS_READY}
ORDER BY version.id
"""


class Covered(NamedTuple):
    """What the versions of a confirmation say now."""

    doses: int
    digest: str
    facility_id: int | None  # None when they are not of one


class Group(NamedTuple):
    """Doses that wait together for a facility's signature: of one day, from one session or sheet
    (`origin`: `session:<public id>`, `import:<public id>`)."""

    day: date
    origin: str
    doses: int
    people: int
    recorded_at: datetime  # the last of them


Ruled = tuple[FirstSignature, ConfirmationRule | None]


def rules_in_force(*, at: datetime) -> dict[DoseWay, Ruled]:
    """Who signs first for each way, and the rule that says so where one was set."""
    rules = ConfirmationRule.objects.filter(from_at__lte=at).order_by("way", "-from_at")
    last = {DoseWay(rule.way): rule for rule in rules.distinct("way")}
    return {
        way: (FirstSignature(last[way].step), last[way]) if way in last else (usual, None)
        for way, usual in USUAL.items()
    }


def covered_by(confirmation_ids: Collection[int]) -> dict[int, Covered]:
    """What the versions say that these confirmations name; the first ones, not their repeats."""
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, [as_array(confirmation_ids)])
        return {
            pk: Covered(doses, digest, one if one == other else None)
            for pk, doses, digest, one, other in cursor.fetchall()
        }


def groups_awaited_at(facility: Facility) -> list[Group]:
    """What waits for a facility's signature, by day and session or sheet, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [facility.pk])
        return [Group(*row) for row in cursor.fetchall()]


def versions_awaited(facility: Facility, *, origin: str, day: date | None = None) -> list[int]:
    """The versions of one of these groups, or of all days from one session or sheet, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_GROUP, [facility.pk, origin, day, day])
        return [row[0] for row in cursor.fetchall()]


def mark_of(version_ids: Sequence[int]) -> str:
    """What a page names these versions by, so that no others are confirmed by its button."""
    return digest_of({"versions": list(version_ids)})


_AWAITED: Final = f"""
FROM certificates_awaiteddose AS awaited
JOIN doses_doseversion AS version ON version.id = awaited.dose_version_id
JOIN doses_dose AS dose ON dose.current_id = version.id
WHERE awaited.facility_id = %s AND version.status = 'completed'
    AND {STEP} = '{FirstSignature.AFTER_REVIEW}'
"""
_GROUPS: Final = f"""
SELECT version.administered_on, split_part(version.origin, '#', 1) AS origin, count(*),
    count(DISTINCT dose.patient_id), max(version.recorded_at)
{_AWAITED} GROUP BY 1, 2 ORDER BY 1, 2
"""
_OF_GROUP: Final = f"""
SELECT version.id {_AWAITED} AND split_part(version.origin, '#', 1) = %s
    AND (%s::date IS NULL OR version.administered_on = %s)
ORDER BY version.id
"""


def first_signatures_of(version_ids: Sequence[int]) -> dict[int, datetime | None]:
    """When its facility signed each of these versions; None where its signature is awaited."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED, {"versions": as_array(version_ids)})
        return dict(cursor.fetchall())


_SIGNED: Final = """
SELECT confirmed.dose_version_id, confirmation.confirmed_at
FROM certificates_confirmeddose AS confirmed
JOIN certificates_confirmation AS confirmation ON confirmation.id = confirmed.confirmation_id
WHERE confirmed.dose_version_id = ANY(%(versions)s::bigint[])
UNION ALL
SELECT dose_version_id, NULL FROM certificates_awaiteddose
WHERE dose_version_id = ANY(%(versions)s::bigint[])
"""


def to_confirm_anew(*, at: datetime) -> QuerySet[Confirmation]:
    """First confirmations under which no signature is left whose key is believed."""
    believed = SigningKey.objects.exclude(withdrawn_at__lte=at)
    repeated = Confirmation.objects.filter(repeats=OuterRef("pk"), signing_key__in=believed)
    withdrawn = SigningKey.objects.filter(
        kind=SigningKey.Kind.FACILITY, withdrawn_at__lte=at
    ).values_list("pk", flat=True)
    first = Confirmation.objects.filter(repeats=None, signing_key__in=list(withdrawn))
    return first.exclude(Exists(repeated)).order_by("pk")


def signature_holds(confirmation: Confirmation) -> bool:
    """Whether the key signed what the row says."""
    key = x509.load_der_x509_certificate(bytes(confirmation.signing_key.certificate)).public_key()
    said = confirmation_text(
        facility=confirmation.facility.code,
        doses=confirmation.doses,
        digest=confirmation.digest,
        confirmed_by=confirmation.confirmed_by,
        confirmed_at=confirmation.confirmed_at,
        signed_at=confirmation.signed_at,
    )
    return algorithms.holds(key, bytes(confirmation.signature), said)  # type: ignore[arg-type]


def disagreements_on_record(*, at: datetime) -> Iterator[str]:
    """Name each confirmation that does not hold, and each dose that went past its facility."""
    everything = Confirmation.objects.all()
    yield from disagreements(everything, kind="confirmation", facts_of=lambda row: row.facts)
    yield from _signed_otherwise()
    for pk in to_confirm_anew(at=at).values_list("pk", flat=True):
        yield f"confirmation {pk}: its key was withdrawn, and no other has signed it since"
    for certificate in _ids(_UNREADY):
        yield f"certificate {certificate}: its dose was not confirmed as it has to be"
    for version in _ids(_NOT_AWAITED):
        yield f"doseversion {version}: whether it waits for its facility is told wrongly"


def _signed_otherwise() -> Iterator[str]:
    roots = [
        x509.load_der_x509_certificate(bytes(root.certificate))
        for root in SigningKey.objects.filter(kind=SigningKey.Kind.ROOT)
    ]
    vouched = {
        key.pk: key.facility_id
        for key in SigningKey.objects.filter(kind=SigningKey.Kind.FACILITY).iterator()
        if _is_vouched_for(key, roots)
    }
    last = 0
    rows = Confirmation.objects.select_related("signing_key", "facility").order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        covered = covered_by({each.repeats_id or each.pk for each in batch})
        for each in batch:
            told = Covered(each.doses, each.digest, each.facility_id)
            if covered.get(each.repeats_id or each.pk) != told:
                yield f"confirmation {each.pk}: the doses say something else than was confirmed"
            elif vouched.get(each.signing_key_id) != each.facility_id or not signature_holds(each):
                yield f"confirmation {each.pk}: its signature does not hold"
        last = batch[-1].pk


def _is_vouched_for(key: SigningKey, roots: Sequence[x509.Certificate]) -> bool:
    certificate = x509.load_der_x509_certificate(bytes(key.certificate))
    for root in roots:
        try:
            certificate.verify_directly_issued_by(root)
        except (ValueError, InvalidSignature):
            continue
        return True
    return False


def _ids(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]
