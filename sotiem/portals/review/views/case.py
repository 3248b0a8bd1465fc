from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import permissions, queries
from sotiem.corrections.facts import KINDS, AcceptanceRule, Outcome, RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    accept_report,
    put_back_report,
    refuse_report,
    take_up_report,
)
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.patients.queries import whole_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.review import (
    case_facts,
    desk_facts,
    place_facts,
    routing_facts,
    undo_facts,
)
from sotiem.portals.review.evidence import rule_of
from sotiem.portals.review.forms import AcceptForm, AskForm, RefuseForm, SendOnForm, WhyForm
from sotiem.portals.review.meant import Meant, leave_traces, meant_by
from sotiem.portals.review.place_proposal import place_proposal
from sotiem.portals.review.words import STEPS
from sotiem.triage.facts import Advice
from sotiem.triage.queries import advice_for


@never_cache
@staff(Role.OFFICER)
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One report with all that a decision needs. That it was read is recorded."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    leave_trace("viewed", report, by=who, at=now)
    return _page(request, report, who, now, just_done=_just_done(request, report))


@never_cache
@require_POST
@staff(Role.OFFICER)
def in_full(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same page with nothing of the person hidden; recorded as such."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    leave_trace("shown_in_full", report, by=who, at=now)
    return _page(request, report, who, now, is_full=True)


@require_POST
@staff(Role.OFFICER)
def take_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take this report up."""
    return step(request, public_id, take_up_report, done=_is_under_review_by)


@require_POST
@staff(Role.OFFICER)
def put_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put this report back in the queue."""
    return step(request, public_id, put_back_report, done=_is_waiting)


@require_POST
@staff(Role.OFFICER)
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Agree with this report."""
    report = queries.report_for_officer(staff=acting_staff(request), public_id=public_id)
    form = _accept_form(report, meant_by(report), request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"accept_form": form})
    return step(
        request,
        public_id,
        accept_report,
        done=lambda report, who: has_decided(report, who, Outcome.ACCEPT),
        forms={"accept_form": form},
        note=form.cleaned_data["note"],
        rule=AcceptanceRule(form.cleaned_data["rule"]),
        whose=form.cleaned_data.get("whose"),
    )


@require_POST
@staff(Role.OFFICER)
def refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say no to this report."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"refuse_form": form})
    return step(
        request,
        public_id,
        refuse_report,
        done=lambda report, who: has_decided(report, who, Outcome.REFUSE),
        forms={"refuse_form": form},
        reason=RefusalReason(form.cleaned_data["reason"]),
        note=form.cleaned_data["note"],
    )


def _just_done(request: HttpRequest, report: CorrectionReport) -> Promise | str:
    if "xong" in request.GET:
        return case_facts.what_happened(report)
    return next((words for step, words in STEPS.items() if step in request.GET), "")


def leave_trace(what: str, report: CorrectionReport, *, by: Staff, at: datetime) -> None:
    """Record on the person's trail that someone read her record, and for which report.

    Each of her joined records tells it, so that it is still told when they are parted.
    """
    code = report.tracking_code
    if report.patient_id is None:
        audit.record(f"correction_report.{what}", report, by=by, at=at, code=code)
        return
    notes = [
        audit.Note(
            action=f"patient.{what}",
            object_kind="patient",
            object_id=record,
            patient_id=record,
            details={"code": code},
        )
        for record in whole_of(report.patient_id)
    ]
    audit.record_many(notes, by=by, at=at)


def step(
    request: HttpRequest,
    public_id: UUID,
    operation: Callable[..., object],
    *,
    done: Callable[[CorrectionReport, Staff], bool],
    forms: Mapping[str, Form] | None = None,
    told: str = "xong",
    **given: Any,
) -> HttpResponse:
    """Take a step, then show where the report stands. A step taken already is not refused."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    try:
        operation(report_id=report.pk, by=who, at=now, **given)
    except NotAllowed:
        raise
    except Refusal as refusal:
        fresh = queries.report_for_officer(staff=who, public_id=public_id)
        if not done(fresh, who):
            return again(request, public_id, forms=forms, errors=[sentence_for(refusal)])
    answer = redirect("review:case", public_id)
    answer["Location"] += f"?{told}=1"
    return answer


def again(
    request: HttpRequest,
    public_id: UUID,
    *,
    forms: Mapping[str, Form] | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    """The case page with what was typed and what is wrong."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    leave_trace("viewed", report, by=who, at=now)
    return _page(request, report, who, now, forms=forms, errors=errors)


def _page(
    request: HttpRequest,
    report: CorrectionReport,
    who: Staff,
    now: datetime,
    *,
    is_full: bool = False,
    just_done: Promise | str = "",
    forms: Mapping[str, Form] | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    typed = forms or {}
    meant = meant_by(report, is_full=is_full) if report.is_open else []
    advice = advice_for(report) if report.is_open else None
    placing = place_proposal(report, advice) if permissions.can_place(who, report) else None
    shown = [*meant, placing.whose] if placing else meant
    leave_traces(shown, report, by=who, at=now)
    facts = {
        **case_facts.facts_of(report, who=who, now=now, is_full=is_full),
        **routing_facts.facts_of(report, who=who, now=now),
        **place_facts.facts_of(report, who=who),
        **undo_facts.facts_of(report, who=who, is_full=is_full),
        **desk_facts.facts_of(report, who=who, now=now),
        **desk_facts.advised(report, advice, meant, who=who),
        "placing": placing,
        "just_done": just_done,
        "accept_form": _accept_form(report, meant, advice=advice),
        "why_meant": {str(one.public_id): one.why for one in meant},
        "refuse_form": RefuseForm(),
        "send_form": SendOnForm(),
        "ask_form": AskForm(),
        "why_form": WhyForm(),
        **typed,
        "wrong_form": next(iter(typed.values()), None),
        "errors": errors or [],
    }
    is_wrong = bool(errors or typed)
    return render(request, "review/case.html", facts, status=422 if is_wrong else 200)


def _accept_form(
    report: CorrectionReport,
    meant: Sequence[Meant],
    data: QueryDict | None = None,
    *,
    advice: Advice | None = None,
) -> AcceptForm:
    """Where somebody else may be meant, the form asks who; the second officer agrees with her."""
    initial = {"whose": str(report.other.public_id)} if report.other else {}
    if rule := rule_of(advice):
        initial["rule"] = rule
    needs_one = KINDS[ReportKind(report.kind)].must_name_another
    return AcceptForm(data, meant=meant, needs_one=needs_one, initial=initial)


def _is_under_review_by(report: CorrectionReport, who: Staff) -> bool:
    return report.status == ReportStatus.UNDER_REVIEW and report.reviewer_id == who.user_id


def _is_waiting(report: CorrectionReport, who: Staff) -> bool:
    return report.status == ReportStatus.SUBMITTED


def has_decided(report: CorrectionReport, who: Staff, *outcomes: Outcome) -> bool:
    """Whether this officer has said so already: the same button pressed twice."""
    return any(
        decision.decided_by_id == who.user_id and decision.outcome in outcomes
        for decision in report.decisions.all()
    )
