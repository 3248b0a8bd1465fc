from datetime import datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.events import ReportAccepted, ReportRefused, ReportsAnswered
from sotiem.corrections.facts import KINDS, AcceptanceRule, Outcome, RefusalReason, ReportKind, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations._carry_out import OtherPersonIsNotNamed, carry_out
from sotiem.corrections.operations._move import lock_report, make_move, move_report
from sotiem.corrections.operations.join import joined_with
from sotiem.corrections.queries import people_meant
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit, events
from sotiem.foundation.events import Event
from sotiem.foundation.refusals import Refusal
from sotiem.patients.models import Patient


class DecisionNeedsANote(Refusal):
    """Who accepts a report says on what grounds."""


class NobodyIsMeantSo(Refusal):
    """The person whom the officer names is none of those that the report may mean."""


@transaction.atomic
def accept_report(
    *,
    report_id: int,
    note: str,
    by: Staff,
    at: datetime,
    whose: UUID | None = None,
    way: Way = Way.LOOK,
    rule: AcceptanceRule | None = None,
) -> CorrectionReport:
    """Agree with a report. Where two must agree, the first agreement waits for the second.

    `whose` is the other person on record, where the report tells of one: the first officer names
    her, the second one agrees with it. Certificates are not named here: they follow the dose,
    whoever amends it.
    """
    if not note.strip():
        raise DecisionNeedsANote
    report = lock_report(report_id)
    if report.takes_two and report.status == ReportStatus.UNDER_REVIEW:
        _name_other(report, whose)
        move_report(report, to=ReportStatus.AWAITING_SECOND, by=by, at=at, note=note)
        _keep(report, Outcome.ACCEPT, way=way, rule=rule, note=note, by=by, at=at)
        return report
    move_report(report, to=ReportStatus.ACCEPTED, by=by, at=at, note=note)
    _keep(report, Outcome.ACCEPT, way=way, rule=rule, note=note, by=by, at=at)
    carry_out(report, by=by, at=at)
    events.publish(ReportAccepted(report_id=report.pk, at=at))
    _end_joined(report, Outcome.ACCEPT, rule=rule, note=note, by=by, at=at)
    return report


def _name_other(report: CorrectionReport, whose: UUID | None) -> None:
    if whose is not None:
        meant = [one.patient_id for one in people_meant(report)]
        other = Patient.objects.filter(public_id=whose, pk__in=meant).first()
        if other is None:
            raise NobodyIsMeantSo
        report.other = other
        report.save(update_fields=["other"])
    if report.other_id is None and KINDS[ReportKind(report.kind)].must_name_another:
        raise OtherPersonIsNotNamed


@transaction.atomic
def refuse_report(
    *, report_id: int, reason: RefusalReason, note: str, by: Staff, at: datetime
) -> CorrectionReport:
    """Say no to a report, for one of the coded reasons."""
    report = lock_report(report_id)
    move_report(report, to=ReportStatus.REFUSED, by=by, at=at, reason=reason, note=note)
    _keep(report, Outcome.REFUSE, reason=reason, note=note, by=by, at=at)
    events.publish(ReportRefused(report_id=report.pk, at=at))
    _end_joined(report, Outcome.REFUSE, reason=reason, note=note, by=by, at=at)
    return report


@transaction.atomic
def find_already_so(
    *, report_id: int, by: Staff, at: datetime, way: Way = Way.LOOK
) -> CorrectionReport:
    """Answer that the record says so by now: nothing on it is changed."""
    report = lock_report(report_id)
    move_report(report, to=ReportStatus.ACCEPTED, by=by, at=at)
    _keep(report, Outcome.ALREADY, way=way, note="", by=by, at=at)
    events.publish(ReportsAnswered(report_ids=(report.pk,), at=at))
    _end_joined(report, Outcome.ALREADY, note="", by=by, at=at)
    return report


def _end_joined(
    report: CorrectionReport,
    outcome: Outcome,
    *,
    note: str,
    by: Staff,
    at: datetime,
    reason: RefusalReason | str = "",
    rule: AcceptanceRule | None = None,
) -> None:
    """What waited for this report is answered as it was: nothing more is done to the record."""
    to = ReportStatus.REFUSED if outcome == Outcome.REFUSE else ReportStatus.ACCEPTED
    for waiting in joined_with([report]):
        make_move(waiting, to=to, by=by, at=at, reason=reason, note=note)
        _keep(waiting, outcome, way=Way.JOINED, reason=reason, rule=rule, note=note, by=by, at=at)
        events.publish(_ended(waiting.pk, outcome, at=at))


def _ended(report_id: int, outcome: Outcome, *, at: datetime) -> Event:
    match outcome:
        case Outcome.ACCEPT:
            return ReportAccepted(report_id=report_id, at=at)
        case Outcome.REFUSE:
            return ReportRefused(report_id=report_id, at=at)
        case Outcome.ALREADY:
            return ReportsAnswered(report_ids=(report_id,), at=at)


def _keep(
    report: CorrectionReport,
    outcome: Outcome,
    *,
    note: str,
    by: Staff,
    at: datetime,
    reason: RefusalReason | str = "",
    way: Way = Way.LOOK,
    rule: AcceptanceRule | None = None,
) -> None:
    decision = Decision.objects.create(
        report=report,
        round=report.round,
        outcome=outcome,
        way=way,
        reason=reason,
        rule=rule or "",
        note=note.strip(),
        decided_by_id=by.user_id,
        decided_at=at,
    )
    digest = audit.digest_of(decision.facts)
    audit.record("decision.made", decision, by=by, at=at, digest=digest, outcome=outcome)
