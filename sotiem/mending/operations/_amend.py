"""Rows without a report: doses and people get their next versions, very many at once."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.rules import apply_change, apply_claims, claims_of
from sotiem.doses.facts import DoseFacts, DoseReason
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_doses
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import Refusal
from sotiem.mending.facts import Finding, RowTrouble, Subject
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.states import Fate
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations import amend_patients, lock_patients

Facts = DoseFacts | PatientFacts
Work = Callable[[Sequence[MendingRow]], None]


def amend_rows(sheet: MendingSheet, rows: Sequence[MendingRow], *, by: Staff, at: datetime) -> None:
    """Correct the record as rows ask, where it is still as it was shown."""
    lock_patients(sorted({row.patient_id for row in rows if row.patient_id is not None}))
    still = unchanged(rows, since="seen")
    each_alone_if_refused(
        [row for row in still if row.subject == Subject.DOSE],
        lambda some: _amend_doses(sheet, some, by=by, at=at),
    )
    each_alone_if_refused(
        [row for row in still if row.subject == Subject.PERSON],
        lambda some: _amend_people(sheet, some, by=by, at=at),
    )


def each_alone_if_refused(rows: Sequence[MendingRow], work: Work) -> None:
    """Do some rows at once; where one is refused, only that one is left out."""
    if not rows:
        return
    try:
        with transaction.atomic():
            work(rows)
    except Refusal as refusal:
        if len(rows) == 1:
            leave_out(rows[0], RowTrouble.REFUSED_BY_RULE, type(refusal).__name__)
            return
        half = len(rows) // 2
        each_alone_if_refused(rows[:half], work)
        each_alone_if_refused(rows[half:], work)


def leave_out(row: MendingRow, why: RowTrouble, value: str = "") -> None:
    row.fate = Fate.REFUSED
    row.findings = [Finding("person", str(why), value).kept()]


def origin_of(sheet: MendingSheet, row: MendingRow) -> str:
    return f"{sheet.origin}#{row.number}"


def unchanged(rows: Sequence[MendingRow], *, since: str) -> list[MendingRow]:
    """Rows of which the record still says what was `seen`, or `made`; the others are told."""
    now, then = _facts_now(rows), _facts_of([getattr(row, since) or 0 for row in rows])
    still = []
    for row in rows:
        subject = Subject(row.subject)
        thing = row.dose_id if subject == Subject.DOSE else row.patient_id
        if now.get((subject, thing)) == then.get((subject, getattr(row, since))):
            still.append(row)
        else:
            leave_out(row, RowTrouble.CHANGED_SINCE)
    return still


def _facts_now(rows: Sequence[MendingRow]) -> dict[tuple[Subject, int | None], Facts]:
    doses = Dose.objects.filter(pk__in=array_of([row.dose_id or 0 for row in rows]))
    people = Patient.objects.filter(pk__in=array_of([row.patient_id or 0 for row in rows]))
    found: dict[tuple[Subject, int | None], Facts] = {}
    for dose in doses.select_related("current"):
        found[Subject.DOSE, dose.pk] = dose.current.facts
    for patient in people.select_related("current"):
        found[Subject.PERSON, patient.pk] = patient.current.facts
    return found


def _facts_of(versions: Sequence[int]) -> dict[tuple[Subject, int | None], Facts]:
    found: dict[tuple[Subject, int | None], Facts] = {}
    for dose in DoseVersion.objects.filter(pk__in=array_of(versions)):
        found[Subject.DOSE, dose.pk] = dose.facts
    for person in PatientVersion.objects.filter(pk__in=array_of(versions)):
        found[Subject.PERSON, person.pk] = person.facts
    return found


def _amend_doses(
    sheet: MendingSheet, rows: Sequence[MendingRow], *, by: Staff, at: datetime
) -> None:
    seen = DoseVersion.objects.in_bulk([row.seen for row in rows])
    by_dose = {row.dose_id: row for row in rows if row.dose_id is not None}
    made = amend_doses(
        facts={
            pk: apply_claims(seen[row.seen].facts, claims_of(row.change).dose)
            for pk, row in by_dose.items()
        },
        origins={pk: origin_of(sheet, row) for pk, row in by_dose.items()},
        reason=DoseReason.SHEET,
        by=by,
        at=at,
    )
    for pk, row in by_dose.items():
        row.fate, row.made = Fate.DONE, made[pk]


def _amend_people(
    sheet: MendingSheet, rows: Sequence[MendingRow], *, by: Staff, at: datetime
) -> None:
    versions = PatientVersion.objects.filter(pk__in=array_of([row.seen or 0 for row in rows]))
    seen = versions.in_bulk()
    by_person = {row.patient_id: row for row in rows if row.patient_id is not None}
    made = amend_patients(
        facts={
            pk: apply_change(seen[row.seen or 0].facts, claims_of(row.change).change)
            for pk, row in by_person.items()
        },
        origins={pk: origin_of(sheet, row) for pk, row in by_person.items()},
        reason=PatientReason.SHEET,
        by=by,
        at=at,
    )
    for pk, row in by_person.items():
        row.fate, row.made = Fate.DONE, made[pk]
