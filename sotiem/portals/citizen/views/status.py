"""What became of a report: for its sender in full, for whoever has the code in two words."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.corrections.facts import Duty
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import withdraw_report
from sotiem.corrections.operations.limit import spend_look
from sotiem.corrections.permissions import may_be_contradicted
from sotiem.corrections.photo_queries import picture_of
from sotiem.corrections.queries import evidence_of, report_by_code, report_for_citizen
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.models import AuditEntry
from sotiem.portals.citizen import steps, words
from sotiem.portals.citizen.claims import comparison_of
from sotiem.portals.components.access import acting_citizen, citizens, public
from sotiem.portals.components.channels import entrance_of


@citizens
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One of her reports: how far it is, who holds it, what was decided and why."""
    found = report_for_citizen(citizen=acting_citizen(request), code=code)
    decided = list(found.decisions.all())
    last = decided[-1] if decided else None
    facts = {
        **_clock(found),
        "holder": words.unit_in_words(found.path),
        "comparison": comparison_of(found),
        "story": found.story,
        "photos": list(found.evidence.all()),
        "events": _events(found),
        "decision": last,
        "done": words.DONE.get(found.kind, words.RECORD_IS_MENDED),
        "refusal": words.REFUSALS.get(last.reason) if last else None,
        "next_step": words.NEXT_STEPS.get(last.reason) if last else None,
        "again": _again(found),
        **_without_an_officer(found),
        "may_appeal": found.status == ReportStatus.REFUSED and found.appealed_at is None,
    }
    return render(request, "citizen/report.html", facts)


@citizens
@never_cache
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The report has arrived: its code, the clock, what happens next."""
    found = report_for_citizen(citizen=acting_citizen(request), code=code)
    if not found.is_open:
        return redirect("citizen:report", code=found.tracking_code)
    closes_at = found.channel.closes_at
    facts = {
        **_clock(found),
        "holder": words.unit_in_words(found.path),
        "closed_at": closes_at if closes_at and found.submitted_at >= closes_at else None,
        "was_sent_before": entrance_of(request).code != found.channel.code,
    }
    return render(request, "citizen/sent.html", facts)


@citizens
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a report back."""
    citizen = acting_citizen(request)
    found = report_for_citizen(citizen=citizen, code=code)
    withdraw_report(report_id=found.pk, by=citizen, at=timezone.now())
    return redirect("citizen:report", code=found.tracking_code)


@citizens
def photo(request: HttpRequest, code: str, photo: UUID) -> HttpResponse:
    """A picture of her own report, redrawn by us; never the file as it came."""
    found = report_for_citizen(citizen=acting_citizen(request), code=code)
    evidence = evidence_of(found, photo)
    picture = picture_of(evidence) if evidence is not None else None
    if picture is None:
        raise Http404
    return HttpResponse(
        picture,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
        },
    )


@public
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a tracking code."""
    typed = request.GET.get("ma", "").strip()
    if typed:
        return redirect("citizen:track", code=normal_tracking_code(typed))
    return render(request, "citizen/find.html")


@public
@never_cache
def track(request: HttpRequest, code: str) -> HttpResponse:
    """How far a report is, without a word about anybody's health."""
    spend_look(address=get_adapter().get_client_ip(request), at=timezone.now())
    found = report_by_code(code)
    if found is None:
        return render(request, "citizen/find.html", {"unknown": True}, status=404)
    facts = _clock(found)
    is_already = bool(facts["is_already"])
    next_step = steps.NEXT_IF_ALREADY if is_already else steps.NEXT[found.status]
    facts |= {"next_step": next_step, "steps": steps.of(found, is_already=is_already)}
    return render(request, "citizen/track.html", facts)


def _clock(report: CorrectionReport) -> dict[str, object]:
    dues = report.deadlines
    is_already = may_be_contradicted(report)
    return {
        "report": report,
        "kind": words.KINDS[report.kind],
        "status": words.RIGHT_ALREADY if is_already else words.STATUSES[report.status],
        "is_already": is_already,
        "tone": words.TONES[report.status],
        "is_open": report.is_open,
        "is_accepted": report.status == ReportStatus.ACCEPTED,
        "is_refused": report.status == ReportStatus.REFUSED,
        "acknowledged": next(due for due in dues if due.name == Duty.ACKNOWLEDGE),
        "deadlines": [
            (words.DUTIES[due.name], due) for due in dues if due.name != Duty.ACKNOWLEDGE
        ],
        "now": timezone.now(),
        "here": "report",
    }


def _without_an_officer(report: CorrectionReport) -> dict[str, object]:
    """What is told of a report that says what an earlier one, or the record, says already."""
    earlier = report.joined_to if report.status == ReportStatus.JOINED else None
    is_hers = earlier is not None and earlier.reporter_phone == report.reporter_phone
    return {
        "is_joined": earlier is not None,
        "joined_to": earlier.tracking_code if earlier is not None and is_hers else "",
        "already": words.ALREADY[report.kind],
    }


def _events(report: CorrectionReport) -> list[dict[str, object]]:
    """What happened to a report, newest first, from the trail."""
    entries = AuditEntry.objects.filter(object_kind="correctionreport", object_id=report.pk)
    return [
        {
            "title": words.action_in_words(entry.action),
            "at": entry.at,
            "by": words.actor_in_words(entry.actor_kind, entry.actor_label),
            "tone": words.TONES.get(entry.action.partition(".")[2], ""),
            "note": entry.reason,
        }
        for entry in entries.order_by("-pk")
    ]


def _again(report: CorrectionReport) -> tuple[str, UUID | None] | None:
    """Where to send a refused report again: the address's name, and the dose if there is one."""
    if report.status != ReportStatus.REFUSED:
        return None
    names = {
        "dose_wrong": "citizen:report_wrong",
        "never_received": "citizen:report_never_received",
        "dose_missing": "citizen:report_missing",
        "nothing_recorded": "citizen:report_nothing",
        "person_wrong": "citizen:report_person",
        "dose_twice": "citizen:report_twice",
        "two_records": "citizen:report_two_records",
        "not_mine": "citizen:report_not_mine",
        "certificate": "citizen:report_certificate",
    }
    return names[report.kind], report.dose.public_id if report.dose else None
