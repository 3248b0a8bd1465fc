"""What follows in the record when a report is accepted: one ending per kind of report."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sotiem.accounts.facts import Staff
from sotiem.corrections import rules
from sotiem.corrections.facts import PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.facts import DoseReason, DoseStatus, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import (
    DoseIsKnown,
    NothingToAmend,
    amend_dose,
    lock_patients,
    record_doses,
    withdraw_dose,
)
from sotiem.foundation.refusals import Refusal
from sotiem.matching.facts import PersonClue, Zone
from sotiem.matching.operations import hold_newcomers
from sotiem.matching.queries import match_one
from sotiem.patients.facts import PatientFacts
from sotiem.patients.operations import register_patients
from sotiem.places.facts import Level
from sotiem.places.models import AdministrativeUnit


class RecordAlreadySaysSo(Refusal):
    """What the report asks for is on record already."""


class DoseNoLongerCounts(Refusal):
    """The dose was meanwhile marked as entered in error."""


class PersonIsUnclear(Refusal):
    """Somebody on record may be this person: that is settled first, by people."""


def carry_out(report: CorrectionReport, *, by: Staff, at: datetime) -> None:
    """Change the record as the report asks; refuse when it says so already."""
    try:
        _ENDINGS[ReportKind(report.kind)](report, by, at)
    except (NothingToAmend, DoseIsKnown) as already:
        raise RecordAlreadySaysSo from already


def _amend(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.dose is not None and report.patient_id is not None
    lock_patients([report.patient_id])
    facts = Dose.objects.select_related("current").get(pk=report.dose.pk).current.facts
    if facts.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    amend_dose(
        dose_id=report.dose.pk,
        facts=rules.apply_claims(facts, report.dose_claim),
        reason=DoseReason.REPORT,
        origin=report.origin,
        by=by,
        at=at,
    )


def _withdraw(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.dose is not None
    withdraw_dose(dose_id=report.dose.pk, origin=report.origin, by=by, at=at)


def _add(report: CorrectionReport, by: Staff, at: datetime) -> None:
    assert report.patient_id is not None
    dose = NewDose(
        patient_id=report.patient_id,
        facts=rules.claimed_dose(report.dose_claim),
        origin=report.origin,
    )
    (recorded,) = record_doses(doses=[dose], reason=DoseReason.REPORT, by=by, at=at)
    report.dose = recorded
    report.save(update_fields=["patient", "dose"])


def _add_person(report: CorrectionReport, by: Staff, at: datetime) -> None:
    person = report.person_claim
    if person is None:
        raise rules.ClaimIsIncomplete
    report.patient_id = _person_on_record(person, report.origin, by, at)
    _add(report, by, at)


def _person_on_record(person: PersonClaim, origin: str, by: Staff, at: datetime) -> int:
    """Whose record it is; a new one only when nobody on record may be this person.

    Whoever else brings the same newcomer, by a report or a sheet, waits: one person, one record.
    """
    clue = PersonClue(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        commune_id=person.unit_id,
    )
    hold_newcomers(clues=[clue])
    match = match_one(clue)
    if match.zone == Zone.REVIEW:
        raise PersonIsUnclear
    if match.patient_id is not None:
        return match.patient_id
    facts = PatientFacts(
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
        cccd=person.cccd,
        cmnd=person.cmnd,
        commune_id=_commune(person.unit_id),
    )
    (patient,) = register_patients(people=[facts], origin=origin, by=by, at=at)
    return patient.pk


def _commune(unit_id: int | None) -> int | None:
    if unit_id is None:
        return None
    units = AdministrativeUnit.objects.filter(pk=unit_id, level=Level.COMMUNE)
    return units.values_list("pk", flat=True).first()


_ENDINGS: Final[dict[ReportKind, Callable[[CorrectionReport, Staff, datetime], None]]] = {
    ReportKind.DOSE_WRONG: _amend,
    ReportKind.NEVER_RECEIVED: _withdraw,
    ReportKind.DOSE_MISSING: _add,
    ReportKind.NOTHING_RECORDED: _add_person,
}
