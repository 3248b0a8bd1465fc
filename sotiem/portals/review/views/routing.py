"""A report goes to another unit, or a facility is asked about it."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import queries
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    ask_facility,
    extend_report,
    reopen_report,
    send_on_report,
    undo_acceptance,
)
from sotiem.corrections.states import ReportStatus
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review.forms import AskForm, SendOnForm, WhyForm
from sotiem.portals.review.views.case import again, step


@require_POST
@staff(Role.OFFICER)
def send_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send this report to the unit that it belongs to; the queue is shown next."""
    who = acting_staff(request)
    report = queries.report_for_officer(staff=who, public_id=public_id)
    form = SendOnForm(request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"send_form": form})
    to, note = form.cleaned_data["unit"], form.cleaned_data["note"]
    return act_or_tell(
        lambda: send_on_report(report_id=report.pk, to=to, note=note, by=who, at=timezone.now()),
        address=lambda: f"{reverse('review:queue')}?da-chuyen=1",
        tell=lambda errors: again(request, public_id, forms={"send_form": form}, errors=errors),
    )


@require_POST
@staff(Role.OFFICER)
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the facility of the dose whether it vaccinated this person."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"ask_form": form})
    return step(
        request,
        public_id,
        ask_facility,
        done=lambda report, who: report.status == ReportStatus.WAITING_FOR_FACILITY,
        forms={"ask_form": form},
        words=form.cleaned_data["words"],
    )


@require_POST
@staff(Role.OFFICER)
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take more time for this report, once."""
    return _with_reason(
        request,
        public_id,
        extend_report,
        done=lambda report, who: report.extended_at is not None,
        told="gia-han",
    )


@require_POST
@staff(Role.OFFICER)
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open this refused report again."""
    return _with_reason(
        request, public_id, reopen_report, done=lambda report, who: report.is_open, told="mo-lai"
    )


@require_POST
@staff(Role.OFFICER)
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back what this accepted report did to the record."""
    return _with_reason(
        request,
        public_id,
        undo_acceptance,
        done=lambda report, who: report.is_open,
        told="hoan-tac",
    )


def _with_reason(
    request: HttpRequest,
    public_id: UUID,
    operation: Callable[..., object],
    *,
    done: Callable[[CorrectionReport, Staff], bool],
    told: str,
) -> HttpResponse:
    form = WhyForm(request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"why_form": form})
    note = form.cleaned_data["note"]
    return step(
        request, public_id, operation, done=done, forms={"why_form": form}, told=told, note=note
    )
