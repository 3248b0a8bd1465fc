"""What is done to one dose of a bulk decision, and how it is put back."""

from datetime import datetime

from sotiem.accounts.facts import Role, Staff
from sotiem.certificates.models import Certificate
from sotiem.corrections.facts import AcceptanceRule, Way
from sotiem.corrections.operations import (
    DoseNoLongerCounts,
    NobodyReviewsTheirOwnEntry,
    accept_report,
    take_up_report,
    undo_acceptance,
)
from sotiem.corrections.rules import apply_claims
from sotiem.corrections.states import ReportStatus
from sotiem.desk.models import BulkDecision, BulkMember
from sotiem.doses.facts import DoseFacts, DoseReason, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.operations import lock_patients


class DoseChangedSince(Refusal):
    """The dose is no longer recorded as the rest of its session was."""


class ReportWasPlaced(Refusal):
    """An officer has said meanwhile that the report is of another kind, or about something else."""


def amend_member(member: BulkMember, *, by: Staff, at: datetime) -> None:
    """Agree with the report of a dose, or amend a dose that nobody reported."""
    if member.report_id is None:
        _amend_unreported(member, by=by, at=at)
        return
    report = member.report
    assert report is not None
    if report.status in (ReportStatus.SUBMITTED, ReportStatus.WAITING_FOR_FACILITY):
        take_up_report(report_id=report.pk, by=by, at=at)
    note = member.bulk.note
    rule = AcceptanceRule.SAME_SESSION
    done = accept_report(report_id=report.pk, note=note, way=Way.BULK, rule=rule, by=by, at=at)
    if done.placed_at is not None and done.placed_at >= member.bulk.planned_at:
        raise ReportWasPlaced
    before = member.dose.versions.order_by("-number")[1]
    if not _is_of_session(before, member.bulk):
        raise DoseChangedSince


def put_back_member(member: BulkMember, *, by: Staff, at: datetime) -> None:
    """Take back what was done to a dose, unless it changed since."""
    if member.report_id is not None:
        undo_acceptance(report_id=member.report_id, note=member.bulk.undo_note, by=by, at=at)
        return
    dose = _locked(member.dose)
    require(by.may(Role.OFFICER, member.bulk.error.path))
    if dose.current.origin != member.bulk.origin:
        raise DoseChangedSince
    before = dose.versions.get(number=dose.current.number - 1)
    _amend(dose, before.facts, origin=f"{member.bulk.origin}/undone", by=by, at=at)


def certificates_in_force(member: BulkMember) -> set[int]:
    """The certificates that tell of the person whose dose it is."""
    in_force = Certificate.objects.in_force().of_person(member.dose.patient_id)
    return set(in_force.values_list("pk", flat=True))


def _amend_unreported(member: BulkMember, *, by: Staff, at: datetime) -> None:
    bulk = member.bulk
    require(by.may(Role.OFFICER, bulk.error.path))
    dose = _locked(member.dose)
    if not _is_of_session(dose.current, bulk):
        raise DoseChangedSince
    if dose.current.recorded_by == str(by):
        raise NobodyReviewsTheirOwnEntry
    if dose.current.status != DoseStatus.COMPLETED:
        raise DoseNoLongerCounts
    facts = apply_claims(dose.current.facts, bulk.error.claim)
    _amend(dose, facts, origin=bulk.origin, by=by, at=at)


def _amend(dose: Dose, facts: DoseFacts, *, origin: str, by: Staff, at: datetime) -> None:
    amend_dose(dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin=origin, by=by, at=at)


def _locked(dose: Dose) -> Dose:
    """The person first: nobody else changes her doses until the transaction ends."""
    lock_patients([dose.patient_id])
    return Dose.objects.select_related("current").get(pk=dose.pk)


def _is_of_session(version: DoseVersion, bulk: BulkDecision) -> bool:
    """Whether a dose is recorded as the session is, of which the decision speaks."""
    error = bulk.error
    return (
        version.facility_id,
        version.administered_on,
        version.vaccine_id,
        version.lot_number,
    ) == (error.facility_id, error.administered_on, error.vaccine_id, error.lot_number)
