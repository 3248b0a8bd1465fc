"""Reports that a partner's program sends by its channel."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.accounts.models import AccessKey
from sotiem.corrections import permissions, rules
from sotiem.corrections.channels import Channel, ChannelKey, ChannelKind
from sotiem.corrections.events import ReportSubmitted
from sotiem.corrections.facts import LoadedReport, ReportKind, SentPhoto, ShownPhoto
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._attach import attach_photos, kept_with_report
from sotiem.corrections.operations._channel import open_channel_of
from sotiem.corrections.operations.limit import spend_report
from sotiem.corrections.operations.load import claims_said
from sotiem.corrections.operations.tell import acknowledge
from sotiem.foundation import audit, events
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import Refusal, require


class KeyIsTiedAlready(Refusal):
    """The key belongs to a channel; another one needs a key of its own."""


class SourceCameBefore(Refusal):
    """The partner sent a report under this reference before; details: code."""


@transaction.atomic
def tie_key(*, code: str, key_id: int, by: Staff, at: datetime) -> ChannelKey:
    """Let the program with this key send reports by a channel, and do nothing else."""
    channel = Channel.objects.get(code=code)
    require(permissions.can_run_channel(by, channel.jurisdiction))
    require(channel.kind == ChannelKind.PARTNER)
    key = AccessKey.objects.in_force(at).select_for_update(of=("self",)).get(pk=key_id)
    if ChannelKey.objects.filter(key=key).exists():
        raise KeyIsTiedAlready
    tied = ChannelKey.objects.create(channel=channel, key=key, tied_at=at)
    audit.record("channel.key_tied", channel, by=by, at=at, code=code, key=str(key.public_id))
    return tied


def take_partner_report(
    *,
    channel_code: str,
    said: LoadedReport,
    photos: Sequence[SentPhoto],
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> CorrectionReport:
    """Keep what somebody told a partner. Who it is about is found out afterwards.

    The same submission sent again is answered with the report it made the first time.
    """
    try:
        with transaction.atomic():
            return _take(channel_code, said, photos, submission_key, by=by, at=at)
    except IntegrityError:
        if (rival := _rival(channel_code, said, submission_key)) is None:
            raise
        return rival


def _take(
    channel_code: str,
    said: LoadedReport,
    photos: Sequence[SentPhoto],
    submission_key: UUID,
    *,
    by: Staff,
    at: datetime,
) -> CorrectionReport:
    earlier = CorrectionReport.objects.filter(submission_key=submission_key).first()
    if earlier is not None:
        return earlier
    spend_report(phone=said.phone, at=at)
    kept = kept_with_report(photos, at=at)
    channel = open_channel_of(channel_code, at=at)
    report = CorrectionReport(
        tracking_code=new_tracking_code("PA"),
        submission_key=submission_key,
        channel=channel,
        source_id=said.source_id,
        kind=ReportKind.NOTHING_RECORDED,
        claims=claims_said(said),
        story=said.story,
        reporter_phone=said.phone,
        path=channel.responsible(Jurisdiction(said.unit or channel.path)).path,
        submitted_at=at,
        answer_due_at=at + rules.ANSWER_WITHIN,
    )
    report.save(force_insert=True)
    _complete(report, kept, by=by, at=at)
    return report


def _rival(channel_code: str, said: LoadedReport, submission_key: UUID) -> CorrectionReport | None:
    """The report that was first, when the same was sent twice at once."""
    rivals = CorrectionReport.objects.filter(submission_key=submission_key)
    if (rival := rivals.first()) is not None:
        return rival
    same = CorrectionReport.objects.filter(channel__code=channel_code, source_id=said.source_id)
    code = same.exclude(source_id="").values_list("tracking_code", flat=True).first()
    if code is not None:
        raise SourceCameBefore(code=code)
    return None


def _complete(
    report: CorrectionReport, photos: Sequence[ShownPhoto], *, by: Staff, at: datetime
) -> None:
    """Attach what was shown; leave a trace; answer the sender."""
    attach_photos(report, photos, at=at)
    audit.record(
        "correction_report.submitted",
        report,
        by=by,
        at=at,
        code=report.tracking_code,
        report_kind=report.kind,
        photos=len(photos),
    )
    events.publish(ReportSubmitted(report_id=report.pk, channel_id=report.channel_id, at=at))
    acknowledge(report, at=at)
