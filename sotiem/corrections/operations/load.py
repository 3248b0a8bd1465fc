"""The export of an earlier channel: its reports come in many at once, each once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.corrections import rules
from sotiem.corrections.channels import Channel
from sotiem.corrections.events import ReportsLoaded
from sotiem.corrections.facts import Claims, LoadedReport, ReportKind, ShownPhoto
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._attach import attach_photos
from sotiem.corrections.operations._channel import channel_to_load
from sotiem.corrections.operations.tell import tracking_address
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, insert_many
from sotiem.foundation.identifiers import new_submission_key, new_tracking_code
from sotiem.foundation.sequences import next_ids
from sotiem.messages.operations import send_messages


@transaction.atomic
def load_reports(
    *, channel_code: str, reports: Sequence[LoadedReport], by: Actor, at: datetime
) -> dict[str, str]:
    """Take in reports of an earlier channel, and tell their senders, each once.

    Returns the tracking codes of those that are new, by what the export calls them; what came
    before is left as it is. The clock of a report runs since it was first sent.
    """
    channel = channel_to_load(channel_code, at=at)
    known = _known(channel, reports)
    new = [report for report in reports if report.source_id not in known]
    if not new:
        return {}
    acquainted = _acquainted(channel, new)
    ids = next_ids(CorrectionReport, len(new))
    kept = [_kept(pk, each, channel, at=at) for pk, each in zip(ids, new, strict=True)]
    insert_many(CorrectionReport, kept)
    audit.record_many(map(_note, kept), by=by, at=at)
    events.publish(ReportsLoaded(report_ids=tuple(ids), channel_id=channel.pk, at=at))
    _acknowledge([report for report in kept if report.reporter_phone not in acquainted], at=at)
    return {report.source_id: report.tracking_code for report in kept}


@transaction.atomic
def attach_loaded_photo(*, report_id: int, photo: ShownPhoto, by: Actor, at: datetime) -> bool:
    """Keep the photo that the export of a report names. Asking again changes nothing."""
    report = CorrectionReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.evidence.exists():
        return False
    attach_photos(report, [photo], at=at)
    audit.record(
        "correction_report.photo_loaded",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        code=report.tracking_code,
    )
    return True


def _known(channel: Channel, reports: Sequence[LoadedReport]) -> set[str]:
    names = array_of([report.source_id for report in reports])
    rows = CorrectionReport.objects.filter(channel=channel, source_id__in=names)
    return set(rows.exclude(source_id="").values_list("source_id", flat=True))


def _acquainted(channel: Channel, reports: Sequence[LoadedReport]) -> set[str]:
    """The phones that were told already: reports of theirs came in with this channel before."""
    phones = array_of(sorted({report.phone for report in reports}))
    rows = CorrectionReport.objects.filter(channel=channel, reporter_phone__in=phones)
    return set(rows.values_list("reporter_phone", flat=True).order_by().distinct())


def _kept(pk: int, said: LoadedReport, channel: Channel, *, at: datetime) -> CorrectionReport:
    return CorrectionReport(
        pk=pk,
        tracking_code=new_tracking_code("PA"),
        submission_key=new_submission_key(),
        channel=channel,
        source_id=said.source_id,
        kind=ReportKind.NOTHING_RECORDED,
        claims=claims_said(said),
        story=said.story,
        reporter_phone=said.phone,
        path=channel.responsible(Jurisdiction(said.unit or channel.path)).path,
        submitted_at=said.sent_at,
        answer_due_at=said.sent_at + rules.ANSWER_WITHIN,
        # Long overdue by what the law says: whoever gets it now has a day before it climbs.
        climbed_at=at,
    )


def claims_said(said: LoadedReport) -> dict[str, Any]:
    """The claims as the report keeps them, with what was said beside."""
    return rules.kept_claims(Claims(dose=said.dose, person=said.person)) | dict(said.beside)


def _note(report: CorrectionReport) -> audit.Note:
    return audit.Note(
        action="correction_report.loaded",
        object_kind="correctionreport",
        object_id=report.pk,
        details={"code": report.tracking_code},
    )


def _acknowledge(reports: Sequence[CorrectionReport], *, at: datetime) -> None:
    """One message for each phone, however many reports it sent."""
    sent: dict[str, list[str]] = {}
    for report in reports:
        sent.setdefault(report.reporter_phone, []).append(report.tracking_code)
    told = {
        phone: {"number": str(len(codes)), "code": codes[0], "address": tracking_address(codes[0])}
        for phone, codes in sent.items()
    }
    if told:
        send_messages(purpose="reports_loaded", to=told, at=at)
