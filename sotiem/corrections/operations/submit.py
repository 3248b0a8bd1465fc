from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Citizen
from sotiem.corrections import permissions, rules
from sotiem.corrections.channels import NATIONAL
from sotiem.corrections.events import ReportSubmitted
from sotiem.corrections.facts import Claims, ReportKind, SentPhoto, ShownPhoto
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._attach import attach_photos, kept_with_report
from sotiem.corrections.operations._channel import open_channel_of
from sotiem.corrections.operations._sensible import concerned, require_sensible, responsible
from sotiem.corrections.operations.limit import spend_report
from sotiem.corrections.operations.tell import acknowledge
from sotiem.corrections.states import OPEN
from sotiem.foundation import audit, events
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import require


def submit_report(
    *,
    kind: ReportKind,
    patient_id: int | None,
    dose_id: int | None,
    claims: Claims,
    story: str,
    photos: Sequence[ShownPhoto | SentPhoto],
    submission_key: UUID,
    by: Citizen,
    at: datetime,
    channel_code: str = NATIONAL,
    form_opened_at: datetime | None = None,
    only_wrong: bool = False,
) -> CorrectionReport:
    """Record that someone says a record is wrong, and what they show for it.

    What was sent before, or said by another channel and still waits, is answered with that report.
    With `only_wrong` a dose may be called wrong without a claim of what is right: the officer asks.
    """
    said = Said(kind, patient_id, dose_id, claims, story, photos, submission_key, only_wrong)
    try:
        with transaction.atomic():
            return _submit(said, channel_code, form_opened_at, by=by, at=at)
    except IntegrityError:
        if (rival := _find(submission_key, by)) is None:
            raise
        return rival  # the same form, sent twice at once


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says is wrong, and shows for it."""

    kind: ReportKind
    patient_id: int | None
    dose_id: int | None
    claims: Claims
    story: str
    photos: Sequence[ShownPhoto | SentPhoto]
    submission_key: UUID
    only_wrong: bool


def _submit(
    said: Said, channel_code: str, form_opened_at: datetime | None, *, by: Citizen, at: datetime
) -> CorrectionReport:
    if (earlier := _find(said.submission_key, by)) is not None:
        return earlier
    spend_report(phone=by.phone or by.key, at=at)
    photos = kept_with_report(said.photos, at=at)
    channel = open_channel_of(channel_code, at=at, form_opened_at=form_opened_at)
    require(by.patient_id == said.patient_id)
    patient, dose = concerned(said.kind, said.patient_id, said.dose_id)
    if not said.only_wrong:
        require_sensible(said.kind, patient, dose, said.claims, phone=by.phone, at=at)
    unit = responsible(patient, dose, said.claims) or channel.jurisdiction
    report = CorrectionReport(
        tracking_code=new_tracking_code("PA"),
        submission_key=said.submission_key,
        channel=channel,
        kind=said.kind,
        patient=patient,
        dose=dose,
        claims=rules.kept_claims(said.claims),
        story=said.story.strip(),
        reporter_phone=by.phone,
        path=channel.responsible(unit).path,
        submitted_at=at,
        answer_due_at=at + rules.ANSWER_WITHIN,
    )
    if (waiting := _said_elsewhere(report)) is not None:
        _add_photos(waiting, photos, by=by, at=at)
        return waiting
    report.save(force_insert=True)
    _complete(report, photos, by=by, at=at)
    return report


def _said_elsewhere(report: CorrectionReport) -> CorrectionReport | None:
    """The open report by which the same phone said the same, of the same record, elsewhere."""
    waiting = CorrectionReport.objects.filter(
        reporter_phone=report.reporter_phone, status__in=OPEN, kind=report.kind
    )
    same = (report.patient_id, report.dose_id, report.claims)
    facts = waiting.order_by("pk").values_list("pk", "channel_id", "patient", "dose", "claims")
    for pk, channel, *told in facts:
        if channel != report.channel_id and tuple(told) == same:
            return CorrectionReport.objects.get(pk=pk)
    return None


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


def _find(submission_key: UUID, by: Citizen) -> CorrectionReport | None:
    known = CorrectionReport.objects.filter(submission_key=submission_key)
    if not known.exists():
        return None
    report = known.get()
    require(permissions.is_own(by, report))
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
