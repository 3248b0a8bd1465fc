from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import lock_patients, record_doses
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._keep import Kept, keep_fates
from sotiem.imports.operations._resolve import Fate, Resolver, clue_of
from sotiem.imports.operations._rows import checked_of
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.matching.operations import hold_newcomers
from sotiem.patients.operations import register_patients


@transaction.atomic
def begin_commit(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Take the clerk's word that the new doses be recorded; a job does it. Twice is once."""
    dose_import = locked_import(import_id, by=by)
    if dose_import.status in (ImportStatus.COMMITTING, ImportStatus.COMMITTED):
        return dose_import
    require_status(dose_import, {ImportStatus.READY})
    dose_import.status = ImportStatus.COMMITTING
    dose_import.save(update_fields=["status"])
    audit.record("import.approved", dose_import, by=by, at=at)
    jobs.enqueue("commit_import", import_id=import_id, user_id=by.user_id)
    return dose_import


def finish_commit(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Do what the clerk asked for; when she may no longer, the sheet waits again for someone."""
    try:
        return commit_import(import_id=import_id, by=by, at=at)
    except NotAllowed:
        return _wait_again(import_id, at)


@transaction.atomic
def _wait_again(import_id: int, at: datetime) -> DoseImport:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status == ImportStatus.COMMITTING:
        dose_import.status = ImportStatus.READY
        dose_import.save(update_fields=["status"])
        audit.record("import.not_committed", dose_import, by=machine("imports"), at=at)
    return dose_import


@transaction.atomic
def commit_import(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Record the new doses of a sheet: all or none. Asking again adds nothing.

    What changed since the check is seen: a dose that became known is not recorded again, a person
    about whom there is a doubt now waits for someone to look.
    """
    dose_import = locked_import(import_id, by=by)
    if dose_import.status == ImportStatus.COMMITTED:
        return dose_import
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTING})
    rows = list(ImportRow.objects.filter(dose_import=dose_import).to_record())
    checked = [checked_of(row) for row in rows]
    hold_newcomers(clues=(clue_of(each.person) for each in checked if each.person))
    resolver = Resolver(dose_import.headers, hold=lock_patients)
    fates = resolver.resolve(checked)
    kept = _record(dose_import, resolver, fates, by=by, at=at)
    keep_fates(rows, kept)
    counts = Counter(dose_import.counts)
    counts[RowOutcome.NEW] = 0
    counts.update(str(each.outcome) for each in kept)
    dose_import.status, dose_import.committed_at = ImportStatus.COMMITTED, at
    dose_import.counts = {str(outcome): count for outcome, count in counts.items() if count}
    dose_import.save(update_fields=["status", "committed_at", "counts"])
    audit.record("import.committed", dose_import, by=by, at=at, counts=dose_import.counts)
    return dose_import


def _record(
    dose_import: DoseImport, resolver: Resolver, fates: Sequence[Fate], *, by: Staff, at: datetime
) -> list[Kept]:
    newcomers = register_patients(
        people=resolver.newcomers.people, origin=dose_import.origin, by=by, at=at
    )
    patients = [
        newcomers[fate.newcomer].pk if fate.newcomer is not None else fate.patient_id
        for fate in fates
    ]
    doses = iter(_record_new(dose_import, fates, patients, by=by, at=at))
    return [
        Kept(fate.checked, RowOutcome.RECORDED, patient, next(doses).pk)
        if fate.outcome == RowOutcome.NEW
        else Kept(fate.checked, fate.outcome, patient, None)
        for fate, patient in zip(fates, patients, strict=True)
    ]


def _record_new(
    dose_import: DoseImport,
    fates: Sequence[Fate],
    patients: Sequence[int | None],
    *,
    by: Staff,
    at: datetime,
) -> list[Dose]:
    doses = [
        NewDose(
            patient_id=patient,
            facts=fate.checked.dose,
            origin=f"{dose_import.origin}#{fate.checked.number}",
        )
        for fate, patient in zip(fates, patients, strict=True)
        if fate.outcome == RowOutcome.NEW and fate.checked.dose is not None and patient is not None
    ]
    return record_doses(doses=doses, reason=DoseReason.RECORDED, by=by, at=at) if doses else []
