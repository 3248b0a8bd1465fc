"""What certificates do when the record changes: they change with it, in the same transaction.

Only those of a large sheet's new doses follow by jobs, so that nobody waits for their signatures.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sotiem.certificates.operations.refresh import (
    PEOPLE_AT_ONCE,
    refresh_certificates,
    refresh_held,
)
from sotiem.doses.events import DoseAmended, DosesAmended, DosesRecorded, DosesWithdrawn
from sotiem.foundation import jobs
from sotiem.foundation.actors import machine
from sotiem.patients.events import PatientAmended, PatientsAmended, PatientsLinked, PatientsUnlinked

ISSUER: Final = machine("certificates", "Hệ thống cấp giấy chứng nhận")


def follow_doses_recorded(event: DosesRecorded) -> None:
    """New doses: the people who received them get a certificate, or the next one.

    Whoever records doses holds their people already.
    """
    if not event.with_certificates:
        return
    people = event.patient_ids
    if len(people) <= PEOPLE_AT_ONCE:
        refresh_held(patient_ids=people, by=ISSUER, at=event.at)
    else:
        _follow_later(people)


def follow_people(patient_ids: Sequence[int], *, at: datetime) -> None:
    """Nothing keeps the certificates of these people any more; many have them by jobs."""
    if len(patient_ids) <= PEOPLE_AT_ONCE:
        refresh_certificates(patient_ids=patient_ids, by=ISSUER, at=at)
    else:
        _follow_later(patient_ids)


def _follow_later(people: Sequence[int]) -> None:
    for first in range(0, len(people), PEOPLE_AT_ONCE):
        some = list(people[first : first + PEOPLE_AT_ONCE])
        jobs.enqueue("refresh_certificates", patient_ids=some)


def follow_dose_amended(event: DoseAmended) -> None:
    """A dose was amended or withdrawn: what told of it no longer stands."""
    refresh_certificates(patient_ids=[event.patient_id], by=ISSUER, at=event.at)


def follow_doses_amended(event: DosesAmended) -> None:
    """Many doses were amended at once: what told of them no longer stands."""
    refresh_certificates(patient_ids=event.patient_ids, by=ISSUER, at=event.at)


def follow_doses_withdrawn(event: DosesWithdrawn) -> None:
    """Many doses were withdrawn at once: what told of them no longer stands."""
    refresh_certificates(patient_ids=event.patient_ids, by=ISSUER, at=event.at)


def follow_patient_amended(event: PatientAmended) -> None:
    """A name or birth date was put right: it stands in the certificate too."""
    refresh_certificates(patient_ids=[event.patient_id], by=ISSUER, at=event.at)


def follow_patients_amended(event: PatientsAmended) -> None:
    """Names and birth dates of many people were put right."""
    refresh_certificates(patient_ids=event.patient_ids, by=ISSUER, at=event.at)


def follow_patients_linked(event: PatientsLinked) -> None:
    """Two records are one person's: one certificate tells the doses of both."""
    refresh_certificates(patient_ids=event.patient_ids, by=ISSUER, at=event.at)


def follow_patients_unlinked(event: PatientsUnlinked) -> None:
    """They are two people's after all: each has a certificate of her own doses again."""
    refresh_certificates(patient_ids=event.patient_ids, by=ISSUER, at=event.at)
