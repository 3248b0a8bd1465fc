"""Every move of every status: the ones of the table work, all others are refused."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import operations, permissions
from sotiem.corrections.facts import RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    accept_report,
    ask_facility,
    put_back_report,
    refuse_report,
    take_up_report,
    withdraw_report,
)
from sotiem.corrections.states import MOVES, ReportStatus
from sotiem.doses.facts import DoseStatus
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
S = ReportStatus


def accept(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return accept_report(report_id=report.pk, note="Khớp với phiếu", by=by, at=AT)


def refuse(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return refuse_report(
        report_id=report.pk, reason=RefusalReason.SLIP_BLURRED, note="", by=by, at=AT
    )


def put_back(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return put_back_report(report_id=report.pk, by=by, at=AT)


def withdraw(report: CorrectionReport, by: Staff) -> CorrectionReport:
    assert report.patient is not None
    return withdraw_report(report_id=report.pk, by=accounts.citizen_of(report.patient), at=AT)


def ask(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return ask_facility(report_id=report.pk, words="", by=by, at=AT).report


def never_received(status: ReportStatus, first: Staff) -> CorrectionReport:
    """A report that takes two officers, brought to a status."""
    dose = doses.dose(patients.patient())
    report = corrections.about(dose, kind=ReportKind.NEVER_RECEIVED, claim=None)
    if status == S.WITHDRAWN:
        return withdraw(report, first)
    if status == S.SUBMITTED:
        return report
    if status == S.JOINED:
        earlier = corrections.about(dose, kind=ReportKind.NEVER_RECEIVED, claim=None)
        operations.join_reports(joins={report.pk: earlier.pk}, by=machine("triage"), at=AT)
        report.refresh_from_db()
        return report
    corrections.taken_up(report, first)
    if status == S.WAITING_FOR_FACILITY:
        ask_facility(report_id=report.pk, words="", by=first, at=AT)
    if status == S.REFUSED:
        return refuse(report, first)
    if status in (S.AWAITING_SECOND, S.ACCEPTED):
        report = accept(report, first)
    return accept(report, corrections.officer()) if status == S.ACCEPTED else report


TRIES: dict[str, Callable[[CorrectionReport, Staff], CorrectionReport]] = {
    "take up": corrections.taken_up,
    "put back": put_back,
    "accept": accept,
    "refuse": refuse,
    "withdraw": withdraw,
    "ask": ask,
}
ALLOWED = {
    (S.SUBMITTED, "take up"): S.UNDER_REVIEW,
    (S.SUBMITTED, "withdraw"): S.WITHDRAWN,
    (S.SUBMITTED, "ask"): S.WAITING_FOR_FACILITY,
    (S.UNDER_REVIEW, "put back"): S.SUBMITTED,
    (S.UNDER_REVIEW, "accept"): S.AWAITING_SECOND,
    (S.UNDER_REVIEW, "refuse"): S.REFUSED,
    (S.UNDER_REVIEW, "withdraw"): S.WITHDRAWN,
    (S.UNDER_REVIEW, "ask"): S.WAITING_FOR_FACILITY,
    (S.WAITING_FOR_FACILITY, "take up"): S.UNDER_REVIEW,
    (S.WAITING_FOR_FACILITY, "withdraw"): S.WITHDRAWN,
    (S.AWAITING_SECOND, "accept"): S.ACCEPTED,
    (S.AWAITING_SECOND, "refuse"): S.REFUSED,
    (S.AWAITING_SECOND, "withdraw"): S.WITHDRAWN,
    (S.JOINED, "withdraw"): S.WITHDRAWN,
}


@pytest.mark.parametrize(("status", "what"), list(product(S, TRIES)), ids=str)
def test_only_the_moves_of_the_table_are_made(status: ReportStatus, what: str) -> None:
    first = corrections.officer()
    report = never_received(status, first)
    by = corrections.officer() if status == S.AWAITING_SECOND else first
    to = ALLOWED.get((status, what))
    if to is None:
        with pytest.raises(operations.MoveNotAllowed):
            TRIES[what](report, by)
    else:
        TRIES[what](report, by)
    report.refresh_from_db()
    assert report.status == (to or status)


def test_every_status_and_every_move_of_the_table_is_reached() -> None:
    reached = {(came_from, to) for (came_from, _), to in ALLOWED.items()}
    reached.add((S.UNDER_REVIEW, S.ACCEPTED))  # by one officer: see test_decide
    reached.add((S.WAITING_FOR_FACILITY, S.SUBMITTED))  # when answered: see test_questions
    reached.add((S.REFUSED, S.SUBMITTED))  # appealed or opened again: see test_open_again
    assert reached == {(came_from, to) for came_from in S for to in MOVES[came_from]}


def test_every_move_leaves_a_trace_that_the_person_can_read() -> None:
    report = never_received(S.ACCEPTED, corrections.officer())
    entries = AuditEntry.objects.filter(object_kind="correctionreport").order_by("pk")
    assert [entry.action for entry in entries] == [
        "correction_report.submitted",
        "correction_report.under_review",
        "correction_report.awaiting_second",
        "correction_report.accepted",
    ]
    assert {entry.patient_id for entry in entries} == {report.patient_id}
    assert [entry.reason for entry in entries] == ["", "", "Khớp với phiếu", "Khớp với phiếu"]


def test_an_officer_of_another_place_neither_sees_nor_decides() -> None:
    report = corrections.wrong()
    outside = corrections.officer("vn/2025:48")
    assert not permissions.can_see(outside, report)
    for move in (corrections.taken_up, put_back, accept, refuse):
        with pytest.raises(NotAllowed):
            move(report, outside)


def test_other_roles_decide_nothing() -> None:
    report = corrections.wrong()
    clerk = accounts.staff((Role.CLERK, "vn"), (Role.AUDITOR, "vn"), (Role.ADMINISTRATOR, "vn"))
    with pytest.raises(NotAllowed):
        corrections.taken_up(report, clerk)


def test_nobody_reviews_their_own_entry() -> None:
    path = reference.facility().path
    both = accounts.staff((Role.CLERK, path), (Role.OFFICER, path))
    report = corrections.about(doses.dose(patients.patient(), by=both))
    assert not permissions.can_review(both, report)
    with pytest.raises(operations.NobodyReviewsTheirOwnEntry):
        corrections.taken_up(report, both)
    corrections.taken_up(report, corrections.officer(path))
    for move in (accept, refuse):
        with pytest.raises(operations.NobodyReviewsTheirOwnEntry):
            move(report, both)


def test_only_who_took_a_report_up_decides_it() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    other = corrections.officer()
    assert not permissions.can_decide(other, report)
    for move in (accept, refuse, put_back):
        with pytest.raises(operations.SomebodyElseHasIt):
            move(report, other)


def test_an_overdue_report_can_be_freed_by_a_colleague() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    with pytest.raises(operations.SomebodyElseHasIt):
        put_back_report(report_id=report.pk, by=corrections.officer(), at=report.answer_due_at)
    late = report.answer_due_at + timedelta(minutes=1)
    freed = put_back_report(report_id=report.pk, by=corrections.officer(), at=late)
    assert (freed.status, freed.reviewer_id) == (S.SUBMITTED, None)


def test_nobody_decides_twice() -> None:
    first = corrections.officer()
    report = never_received(S.AWAITING_SECOND, first)
    assert not permissions.can_decide(first, report)
    for move in (accept, refuse):
        with pytest.raises(operations.NobodyDecidesTwice):
            move(report, first)
    assert report.dose is not None
    report.dose.current.refresh_from_db()
    assert report.dose.current.status == DoseStatus.COMPLETED


def test_only_the_sender_withdraws() -> None:
    report = corrections.wrong()
    other = patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))
    with pytest.raises(NotAllowed):
        withdraw_report(report_id=report.pk, by=accounts.citizen_of(other), at=AT)
    stranger = corrections.stranger()  # the family's phone is not enough
    with pytest.raises(NotAllowed):
        withdraw_report(report_id=report.pk, by=stranger, at=AT)


def test_who_was_not_on_record_withdraws_with_the_phone_of_the_report() -> None:
    report = corrections.nothing_recorded()
    with pytest.raises(NotAllowed):
        withdraw_report(report_id=report.pk, by=corrections.stranger("0907654321"), at=AT)
    gone = withdraw_report(report_id=report.pk, by=corrections.stranger(), at=AT)
    assert gone.status == S.WITHDRAWN


def test_a_report_taken_up_by_one_officer_cannot_be_taken_up_by_another() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    with pytest.raises(operations.MoveNotAllowed):
        take_up_report(report_id=report.pk, by=corrections.officer(), at=AT)
