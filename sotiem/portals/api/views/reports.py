"""Reports sent by a partner's program, and what became of them; no personal data comes back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.channel_queries import channel_of_key, partner_report
from sotiem.corrections.facts import LoadedReport
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import take_partner_report
from sotiem.corrections.operations.load import claims_said
from sotiem.portals.api.answering import answering, leave_trace
from sotiem.portals.api.once import IdempotencyKeyWasUsed, submission_key
from sotiem.portals.api.report_reading import read_photos, read_report, told_moment
from sotiem.portals.api.report_warnings import warnings_at_once, warnings_of, with_warnings
from sotiem.portals.components.access import acting_staff, partners
from sotiem.portals.components.programs import answer, shown_key

CREATED = 201


@csrf_exempt  # no cookie opens it, so no page elsewhere can send in somebody's name
@partners(Role.OFFICER)
@answering("POST")
def send(request: HttpRequest) -> HttpResponse:
    """Take a report with its photos; the same request again is answered again."""
    who, now = acting_staff(request), timezone.now()
    key = submission_key(request, who)
    channel = channel_of_key(shown_key(request))
    said = read_report(request, channel)
    photos = with_warnings([content for _, content in read_photos(request)], said)
    report = take_partner_report(
        channel_code=channel.code, said=said, photos=photos, submission_key=key, by=who, at=now
    )
    _require_same(report, said)
    _leave_trace(request, report, by=who)
    response = answer(_told(report, warnings_at_once(report)), status=CREATED)
    response["Location"] = reverse("api:report", args=[report.tracking_code])
    return response


@csrf_exempt
@partners(Role.OFFICER)
@answering("GET")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """How far a report of this partner is."""
    report = partner_report(channel_of_key(shown_key(request)), code)
    if report is None:
        raise Http404
    _leave_trace(request, report, by=acting_staff(request))
    return answer(_told(report, warnings_of(report)))


def _require_same(report: CorrectionReport, said: LoadedReport) -> None:
    """A key that came before came with the same content."""
    claims = claims_said(said)
    if (report.claims, report.story, report.reporter_phone) != (claims, said.story, said.phone):
        raise IdempotencyKeyWasUsed


def _leave_trace(request: HttpRequest, report: CorrectionReport, *, by: Staff) -> None:
    leave_trace(request, by=by, code=report.tracking_code)


def _told(report: CorrectionReport, warnings: list[dict[str, Any]]) -> dict[str, Any]:
    last = report.decisions.order_by("pk").last()
    return {
        "code": report.tracking_code,
        "reference": report.source_id or None,
        "status": str(report.status),
        "submitted_at": report.submitted_at.isoformat(),
        "answer_due_at": report.answer_due_at.isoformat(),
        "decided_at": told_moment(report.decided_at),
        "reason": (last.reason if last and report.decided_at else "") or None,
        "warnings": warnings,
        "links": {"self": reverse("api:report", args=[report.tracking_code])},
    }
