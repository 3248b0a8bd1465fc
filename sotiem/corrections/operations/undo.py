"""What an accepted report did is taken back: by next versions, nothing is deleted."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.effects import DoseEffect, Effects, PersonEffect, effects_of
from sotiem.corrections.facts import ADDING_A_DOSE, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report
from sotiem.corrections.operations.join import join_reports
from sotiem.corrections.operations.open_again import open_report
from sotiem.corrections.operations.tell import tell_undone
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseReason, DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.operations import DoseIsKnown, amend_dose, lock_patients
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.facts import PatientReason, UnlinkReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import LinkHasEnded, amend_patient, unlink_patients


class UndoNeedsAReason(Refusal):
    """Nobody said why what was accepted is taken back."""


class DoseChangedSince(Refusal):
    """The dose no longer says what the report made it say."""


class AnotherDoseStandsThere(Refusal):
    """The person has meanwhile another dose, against the same disease, on that day."""


class PersonChangedSince(Refusal):
    """The person's record no longer says what the report made it say."""


class PartedSince(Refusal):
    """The two records that the report joined were parted meanwhile."""


@transaction.atomic
def undo_acceptance(*, report_id: int, note: str, by: Staff, at: datetime) -> CorrectionReport:
    """Take back what an accepted report did to the record, and look at the report again.

    One officer is enough, also where two agreed: the record is as it was before. Refused where
    something was built on it since. The decision stays on record; a person who was registered
    stays, without the dose.
    """
    report = lock_report(report_id)
    require(permissions.can_see(by, report))
    if report.status != ReportStatus.ACCEPTED:
        raise MoveNotAllowed
    if not note.strip():
        raise UndoNeedsAReason
    _take_back(report, effects_of(report), by=by, at=at)
    ended_with_it = _ended_with(report)
    _open_again(report, note=note.strip(), by=by, at=at)
    _forget_what_it_led_to(report)
    for other in ended_with_it:
        _open_again(other, note=note.strip(), by=by, at=at)
    join_reports(joins={other.pk: report.pk for other in ended_with_it}, by=by, at=at)
    return report


def _ended_with(report: CorrectionReport) -> list[CorrectionReport]:
    """The reports that waited for this one, and were accepted as it was."""
    accepted = CorrectionReport.objects.filter(
        joined_to=report, status=ReportStatus.ACCEPTED, decided_at=report.decided_at
    )
    return list(accepted.select_for_update().order_by("pk"))


def _open_again(report: CorrectionReport, *, note: str, by: Staff, at: datetime) -> None:
    open_report(report, action="correction_report.undone", note=note, by=by, at=at)
    tell_undone(report, at=at)


def _take_back(report: CorrectionReport, effects: Effects, *, by: Staff, at: datetime) -> None:
    """In this order: a dose that was moved leaves before it counts again where it was."""
    owners = [effect.after.dose.patient_id for effect in effects.doses]
    lock_patients([pk for pk in (report.patient_id, report.other_id, *owners) if pk is not None])
    for effect in effects.doses:
        _take_back_dose(effect, origin=report.origin, by=by, at=at)
    if effects.person is not None:
        _take_back_person(effects.person, origin=report.origin, by=by, at=at)
    if effects.link is not None:
        try:
            unlink_patients(link_id=effects.link.pk, reason=UnlinkReason.BY_MISTAKE, by=by, at=at)
        except LinkHasEnded as ended:
            raise PartedSince from ended


def _take_back_dose(effect: DoseEffect, *, origin: str, by: Staff, at: datetime) -> None:
    dose = Dose.objects.select_related("current").get(pk=effect.after.dose_id)
    if dose.current.facts != effect.after.facts:
        raise DoseChangedSince
    if effect.before is None:
        facts = replace(effect.after.facts, status=DoseStatus.ENTERED_IN_ERROR)
    else:
        facts = effect.before.facts
    why = DoseReason.UNDONE
    try:
        amend_dose(dose_id=dose.pk, facts=facts, reason=why, origin=origin, by=by, at=at)
    except DoseIsKnown as known:
        raise AnotherDoseStandsThere from known


def _take_back_person(effect: PersonEffect, *, origin: str, by: Staff, at: datetime) -> None:
    patient = Patient.objects.select_related("current").get(pk=effect.after.patient_id)
    if patient.current.facts != effect.after.facts:
        raise PersonChangedSince
    amend_patient(
        patient_id=patient.pk,
        facts=effect.before.facts,
        reason=PatientReason.UNDONE,
        origin=origin,
        by=by,
        at=at,
    )


def _forget_what_it_led_to(report: CorrectionReport) -> None:
    """A report that adds a dose is about no dose again, and about nobody where nobody was found."""
    kind = ReportKind(report.kind)
    if kind in ADDING_A_DOSE:
        report.dose = None
    if kind == ReportKind.NOTHING_RECORDED:
        report.patient = None
    report.save(update_fields=["dose", "patient"])
