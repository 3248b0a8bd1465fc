from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Citizen
from sotiem.corrections import permissions, rules
from sotiem.corrections.channels import NATIONAL
from sotiem.corrections.events import ReportSubmitted
from sotiem.corrections.facts import Claims, ReportKind, ShownPhoto
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._attach import attach_photos
from sotiem.corrections.operations._channel import open_channel_of
from sotiem.corrections.operations._sensible import concerned, require_sensible, responsible
from sotiem.corrections.operations.tell import acknowledge
from sotiem.foundation import audit, events
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import require


@transaction.atomic
def submit_report(
    *,
    kind: ReportKind,
    patient_id: int | None,
    dose_id: int | None,
    claims: Claims,
    story: str,
    photos: Sequence[ShownPhoto],
    submission_key: UUID,
    by: Citizen,
    at: datetime,
    channel_code: str = NATIONAL,
    form_opened_at: datetime | None = None,
) -> CorrectionReport:
    """Record that someone says a record is wrong, and what they show for it.

    What was sent before, or said by another channel and still waits, is answered with that report.
    """
    if (earlier := _find(submission_key, by)) is not None:
        return earlier
    channel = open_channel_of(channel_code, at=at, form_opened_at=form_opened_at)
    require(by.patient_id == patient_id)
    patient, dose = concerned(kind, patient_id, dose_id)
    require_sensible(kind, patient, dose, claims, phone=by.phone, at=at)
    report = CorrectionReport(
        tracking_code=new_tracking_code("PA"),
        submission_key=submission_key,
        channel=channel,
        kind=kind,
        patient=patient,
        dose=dose,
        claims=rules.kept_claims(claims),
        story=story.strip(),
        reporter_phone=by.phone,
        path=channel.responsible(responsible(patient, dose, claims) or channel.jurisdiction).path,
        submitted_at=at,
        answer_due_at=at + rules.ANSWER_WITHIN,
    )
    return _kept(report, photos, by=by, at=at)


def _kept(
    report: CorrectionReport, photos: Sequence[ShownPhoto], *, by: Citizen, at: datetime
) -> CorrectionReport:
    """The report as it is kept: this one, or the one that said so before."""
    if (waiting := _said_elsewhere(report)) is not None:
        _add_photos(waiting, photos, by=by, at=at)
        return waiting
    if (rival := _save_unless_rivalled(report, by)) is not None:
        return rival
    _complete(report, photos, by=by, at=at)
    return report


def _said_elsewhere(report: CorrectionReport) -> CorrectionReport | None:
    """The open report by which the same phone said the same, of the same record, elsewhere."""
    same = CorrectionReport.objects.open().filter(
        reporter_phone=report.reporter_phone,
        kind=report.kind,
        patient=report.patient,
        dose=report.dose,
        claims=report.claims,
    )
    return same.exclude(channel=report.channel).order_by("pk").first()


def _add_photos(
    report: CorrectionReport, photos: Sequence[ShownPhoto], *, by: Citizen, at: datetime
) -> None:
    """What is shown with a report sent again belongs to the report that waits."""
    attach_photos(report, photos, at=at)
    audit.record(
        "correction_report.sent_again",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
        photos=len(photos),
    )


def _save_unless_rivalled(report: CorrectionReport, by: Citizen) -> CorrectionReport | None:
    """Save a report; when the same form was sent twice at once, give the one that was first."""
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        rival = _find(report.submission_key, by)
        if rival is None:
            raise
        return rival
    return None


def _find(submission_key: UUID, by: Citizen) -> CorrectionReport | None:
    report = CorrectionReport.objects.filter(submission_key=submission_key).first()
    require(report is None or permissions.is_own(by, report))
    return report


def _complete(
    report: CorrectionReport, photos: Sequence[ShownPhoto], *, by: Citizen, at: datetime
) -> None:
    """Attach what was shown; leave a trace; answer the sender."""
    attach_photos(report, photos, at=at)
    audit.record(
        "correction_report.submitted",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
        report_kind=report.kind,
        photos=len(photos),
    )
    events.publish(ReportSubmitted(report_id=report.pk, channel_id=report.channel_id, at=at))
    acknowledge(report, at=at)
