"""What the page of a case shows, put together from the report and the record."""

import itertools
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import User
from sotiem.corrections import permissions
from sotiem.corrections.facts import (
    ADDING_A_DOSE,
    Outcome,
    RefusalReason,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.queries import doses_of
from sotiem.facilities.models import Facility
from sotiem.portals.components.claims import changes_of_person, other_person
from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review.person import shown, shown_person
from sotiem.portals.review.rows_waiting import rows_waiting
from sotiem.portals.review.words import (
    ACCEPTING,
    ASKING_A_SECOND,
    DUTIES,
    HAPPENED,
    KINDS,
    OUTCOMES,
    REASONS,
    STATUSES,
)
from sotiem.vaccines.models import Vaccine

SIMILAR_AT_MOST = 20


def facts_of(
    report: CorrectionReport, *, who: Staff, now: datetime, is_full: bool
) -> dict[str, Any]:
    """Everything on the page except its forms."""
    kind, status = ReportKind(report.kind), ReportStatus(report.status)
    words, tone = STATUSES[status]
    return {
        "report": report,
        "kind": KINDS[kind],
        "status": words,
        "tone": tone,
        "unit": names_of([report.path])[report.path],
        "now": now,
        "is_open": status in OPEN,
        "person": shown_person(report, is_full=is_full),
        "is_full": is_full,
        "comparison": _comparison(report, is_full=is_full),
        "claimed": _claimed(report) if report.kind in ADDING_A_DOSE else [],
        "other_person": other_person(report, show=partial(shown, is_full=is_full)),
        "photos": list(report.evidence.all()),
        "other_doses": _other_doses(report),
        "rows_waiting": rows_waiting(report),
        "similar": _similar(report, who),
        "decisions": _decisions(report),
        "deadlines": [
            {"words": DUTIES[deadline.name], "due_at": deadline.due_at, "source": deadline.source}
            for deadline in report.deadlines
        ],
        "accepting": _accepting(report, kind, status),
        "reason_hints": {
            reason.value: _("Sẽ chấp nhận: ") + str(told.accepted_instead)
            for reason, told in REASONS.items()
        },
        **_what_she_may(report, who, now),
    }


def what_happened(report: CorrectionReport) -> Promise | str:
    return HAPPENED.get(ReportStatus(report.status), "")


def _what_she_may(report: CorrectionReport, who: Staff, now: datetime) -> dict[str, bool]:
    may_review = permissions.can_review(who, report)
    return {
        "is_own_entry": not may_review,
        "may_take_up": may_review and report.status == ReportStatus.SUBMITTED,
        "may_decide": permissions.can_decide(who, report),
        "may_put_back": permissions.can_put_back(who, report, at=now),
        "is_mine": report.reviewer_id == who.user_id,
    }


def _accepting(report: CorrectionReport, kind: ReportKind, status: ReportStatus) -> Promise:
    is_first = report.takes_two and status != ReportStatus.AWAITING_SECOND
    return ASKING_A_SECOND if is_first else ACCEPTING[kind]


def _comparison(report: CorrectionReport, *, is_full: bool) -> Comparison | None:
    """The record beside the claim; for a decided report, the record as it was before."""
    columns = [_("Hồ sơ đang ghi"), _("Người dân khai")]
    if report.kind == ReportKind.PERSON_WRONG:
        return compare(columns, changes_of_person(report, show=partial(shown, is_full=is_full)))
    recorded = _recorded(report)
    if recorded is None:
        return None
    old, claimed = values(recorded), [value for _label, value in _claimed(report)]
    if report.kind == ReportKind.NEVER_RECEIVED:
        claimed = [_("Không tiêm mũi này")] * len(old)
    elif report.kind == ReportKind.NOT_MINE:
        claimed = [_("Của người khác")] * len(old)
    elif report.kind == ReportKind.DOSE_TWICE:
        columns = [_("Lần ghi sẽ bỏ"), _("Lần ghi giữ lại")]
        kept = Dose.objects.select_related("current__vaccine", "current__facility")
        claimed = [*values(kept.get(pk=report.said.same_as or 0).current)]
    rows = [
        (label, (before, before if new is None else new))
        for label, before, new in zip(labels(), old, claimed, strict=True)
    ]
    return compare(columns, rows)


def _claimed(report: CorrectionReport) -> list[tuple[str, str | None]]:
    """What the sender says the dose was; None where nothing is claimed."""
    claim = report.said.dose
    vaccine = Vaccine.objects.filter(pk=claim.vaccine_id).first() if claim.vaccine_id else None
    facility = Facility.objects.filter(pk=claim.facility_id).first() if claim.facility_id else None
    values = (
        vaccine.name_vi if vaccine else None,
        day(claim.administered_on) if claim.administered_on else None,
        claim.lot_number,
        facility.name if facility else claim.place,
    )
    return list(zip(labels(), values, strict=True))


def labels() -> list[str]:
    return [_("Vắc xin"), _("Ngày tiêm"), _("Số lô"), _("Nơi tiêm")]


def values(version: DoseVersion) -> list[str]:
    return [
        version.vaccine_text or version.vaccine.name_vi,
        day(version.administered_on),
        version.lot_number,
        version.facility.name if version.facility else version.place,
    ]


def _recorded(report: CorrectionReport) -> DoseVersion | None:
    if report.dose is None or report.kind in ADDING_A_DOSE:
        return None
    if report.status != ReportStatus.ACCEPTED:
        return report.dose.current
    versions = list(report.dose.versions.select_related("vaccine", "facility").order_by("number"))
    for before, version in itertools.pairwise(versions):
        if version.origin == report.origin and version.recorded_at == report.decided_at:
            return before
    return report.dose.current


def _other_doses(report: CorrectionReport) -> list[dict[str, Any]]:
    if report.patient_id is None:
        return []
    return [
        {
            "vaccine": dose.current.vaccine_text or dose.current.vaccine.name_vi,
            "administered_on": dose.current.administered_on,
            "lot_number": dose.current.lot_number,
            "place": dose.current.facility.name if dose.current.facility else dose.current.place,
        }
        for dose in doses_of(report.patient_id)
        if dose.pk != report.dose_id
    ]


def _similar(report: CorrectionReport, who: Staff) -> list[CorrectionReport]:
    """Other open reports that may say the same, within what this officer may see."""
    reports = CorrectionReport.objects.within(*who.jurisdictions(Role.OFFICER)).open()
    if report.patient_id is not None:
        reports = reports.of_person(report.patient_id)
    else:
        reports = reports.filter(reporter_phone=report.reporter_phone)
    return list(reports.exclude(pk=report.pk).by_clock()[:SIMILAR_AT_MOST])


def _decisions(report: CorrectionReport) -> list[dict[str, Any]]:
    return [
        {
            "words": OUTCOMES[Outcome(decision.outcome)],
            "tone": "problem" if decision.outcome == Outcome.REFUSE else "good",
            "reason": REASONS[RefusalReason(decision.reason)].words if decision.reason else "",
            "note": decision.note,
            "by": _by(decision.decided_by),
            "at": decision.decided_at,
        }
        for decision in report.decisions.all()
    ]


def _by(officer: User | None) -> str:
    return f"{officer.first_name}, {officer.unit_name}" if officer else _("Máy trả lời")
