"""Fills what is empty of people on record from rows, where somebody said so; and undoes it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sotiem.accounts.facts import Staff
from sotiem.imports.models import DoseImport, ImportRow, RowDecision
from sotiem.imports.rules.decisions import filled
from sotiem.imports.states import Decision, RowOutcome
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient


def fill_people(
    dose_import: DoseImport, rows: Sequence[ImportRow], *, by: Staff, at: datetime
) -> None:
    """Add to people on record what only the rows say of them: of rows whose dose was recorded."""
    asked = [row.pk for row in rows if _is_used(row)]
    if not asked:
        return
    decisions = RowDecision.objects.filter(row_id__in=asked, row__outcome=RowOutcome.RECORDED)
    for decision in decisions.select_related("row", "patient__current").order_by("pk"):
        _fill(dose_import, decision, by=by, at=at)


def empty_again(decision: RowDecision, *, origin: str, by: Staff, at: datetime) -> None:
    """Take out of a person's record what the row had filled, as far as it still stands there."""
    if not decision.filled or decision.patient_id is None:
        return
    known = _facts_of(decision.patient_id)
    standing = {
        name: before
        for name, (before, given) in decision.filled.items()
        if getattr(known, name) == given
    }
    if standing:
        _amend(decision, replace(known, **standing), PatientReason.EMPTIED, origin, by=by, at=at)


def _is_used(row: ImportRow) -> bool:
    decision = getattr(row, "decision", None)
    return decision is not None and decision.decision == Decision.USE


def _fill(dose_import: DoseImport, decision: RowDecision, *, by: Staff, at: datetime) -> None:
    assert decision.patient_id is not None
    known = _facts_of(decision.patient_id)
    told = filled(known, by=PatientFacts(**decision.row.facts["person"]))
    before, after = asdict(known), asdict(told)
    given = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if not given:
        return
    origin = f"{dose_import.origin}#{decision.row.number}"
    _amend(decision, told, PatientReason.COMPLETED, origin, by=by, at=at)
    decision.filled = given
    decision.save(update_fields=["filled"])


def _facts_of(patient_id: int) -> PatientFacts:
    return Patient.objects.select_related("current").get(pk=patient_id).current.facts


def _amend(
    decision: RowDecision,
    facts: PatientFacts,
    reason: PatientReason,
    origin: str,
    *,
    by: Staff,
    at: datetime,
) -> None:
    assert decision.patient_id is not None
    amend_patient(
        patient_id=decision.patient_id, facts=facts, reason=reason, origin=origin, by=by, at=at
    )
