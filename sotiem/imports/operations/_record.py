"""Puts the doses of a sheet's rows on record, and keeps what became of each row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import lock_patients, record_doses
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._keep import Kept, keep_fates
from sotiem.imports.operations._resolve import Fate, Resolver, clue_of
from sotiem.imports.operations._rows import checked_of
from sotiem.imports.states import RowOutcome
from sotiem.matching.operations import hold_newcomers
from sotiem.patients.operations import register_patients


def record_rows(
    dose_import: DoseImport, rows: Sequence[ImportRow], *, by: Staff, at: datetime
) -> None:
    """Record the doses of rows that wait for nothing, as far as nothing changed meanwhile.

    The counts of the sheet follow; the caller saves them.
    """
    checked = [checked_of(row) for row in rows]
    hold_newcomers(clues=(clue_of(each.person) for each in checked if each.person))
    resolver = Resolver(dose_import.lists, hold=lock_patients)
    fates = resolver.resolve(checked)
    kept = _record(dose_import, resolver, fates, by=by, at=at)
    keep_fates(rows, kept)
    dose_import.counts = recounted(
        dose_import.counts,
        before=(row.outcome for row in rows),
        after=(str(each.outcome) for each in kept),
    )


def recounted(
    counts: Mapping[str, int], *, before: Iterable[str], after: Iterable[str]
) -> dict[str, int]:
    """How many doses of each outcome there are, when some go from one to another."""
    told = Counter(counts)
    told.subtract(before)
    told.update(after)
    return {str(outcome): count for outcome, count in told.items() if count}


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
