from datetime import timedelta

import pytest

from sotiem.accounts.facts import Staff
from sotiem.corrections import operations
from sotiem.corrections.channel_queries import tallies_that_disagree
from sotiem.corrections.facts import RefusalReason, TransferCause
from sotiem.corrections.models import CorrectionReport, Decision, Transfer
from sotiem.corrections.operations import (
    accept_report,
    appeal_report,
    keep_photos,
    refuse_report,
    reopen_report,
)
from sotiem.corrections.queries import disagreements_on_record
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from tests.factories import accounts, corrections, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def refuse(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return refuse_report(
        report_id=report.pk, reason=RefusalReason.SLIP_BLURRED, note="", by=by, at=AT
    )


def refused(by: Staff) -> CorrectionReport:
    return refuse(corrections.taken_up(corrections.wrong(), by), by)


def appeal(report: CorrectionReport, words: str = "Xem mặt sau") -> CorrectionReport:
    assert report.patient is not None
    photos = keep_photos(files=[("sau.jpg", corrections.photo(colour="red"))], at=LATER)
    return appeal_report(
        report_id=report.pk,
        words=words,
        photos=photos,
        by=accounts.citizen_of(report.patient),
        at=LATER,
    )


def test_an_appeal_goes_to_the_level_above_with_a_new_clock_and_the_refusal_stays() -> None:
    report = refused(corrections.officer())
    home = report.path
    report = appeal(report)
    assert (report.status, report.path) == (ReportStatus.SUBMITTED, home.rpartition("/")[0])
    assert report.answer_due_at == LATER + timedelta(hours=48)
    assert (report.round, report.decided_at, report.reviewer_id) == (2, None, None)
    assert report.evidence.count() == 2
    assert Decision.objects.count() == 1
    assert Transfer.objects.get().cause == TransferCause.APPEAL


def test_who_refused_it_does_not_decide_its_appeal_and_another_officer_does() -> None:
    first, other = corrections.officer(), corrections.officer()
    report = appeal(refused(first))
    with pytest.raises(operations.NobodyDecidesTwice):
        corrections.taken_up(report, first)
    corrections.taken_up(report, other)
    decided = accept_report(report_id=report.pk, note="Mặt sau có dấu", by=other, at=LATER)
    assert decided.status == ReportStatus.ACCEPTED
    assert [decision.round for decision in Decision.objects.order_by("pk")] == [1, 2]
    assert list(disagreements_on_record()) == []
    assert list(tallies_that_disagree()) == []


def test_a_report_is_appealed_once_with_words_by_its_sender_and_only_when_refused() -> None:
    officer, other = corrections.officer(), corrections.officer()
    report = refused(officer)
    with pytest.raises(operations.AppealNeedsWords):
        appeal(report, " ")
    with pytest.raises(NotAllowed):
        appeal_report(
            report_id=report.pk,
            words="x",
            photos=(),
            by=accounts.citizen_of(patients.patient(patients.facts(full_name="Ai Khác", cccd=""))),
            at=LATER,
        )
    appeal(report)
    with pytest.raises(operations.AppealedAlready):
        appeal(report)
    refuse(corrections.taken_up(report, other), other)
    with pytest.raises(operations.AppealedAlready):
        appeal(report)
    with pytest.raises(operations.MoveNotAllowed):
        appeal(corrections.wrong())


def test_an_officer_opens_a_refused_report_again_and_may_decide_it_anew() -> None:
    officer = corrections.officer()
    report = refused(officer)
    with pytest.raises(operations.OpeningNeedsAReason):
        reopen_report(report_id=report.pk, note="", by=officer, at=LATER)
    reopen_report(report_id=report.pk, note="Đọc nhầm ngày", by=officer, at=LATER)
    assert Message.objects.filter(purpose="report_reopened").exists()
    corrections.taken_up(report, officer)
    decided = accept_report(report_id=report.pk, note="Khớp", by=officer, at=LATER)
    assert (decided.status, Decision.objects.count()) == (ReportStatus.ACCEPTED, 2)


def test_what_was_withdrawn_or_accepted_or_lies_elsewhere_is_not_opened_again() -> None:
    officer = corrections.officer()
    accepted = corrections.taken_up(corrections.wrong(), officer)
    accept_report(report_id=accepted.pk, note="Khớp", by=officer, at=AT)
    with pytest.raises(operations.MoveNotAllowed):
        reopen_report(report_id=accepted.pk, note="Nhầm", by=officer, at=LATER)


def test_an_officer_elsewhere_opens_nothing() -> None:
    report = refused(corrections.officer())
    with pytest.raises(NotAllowed):
        reopen_report(
            report_id=report.pk, note="Nhầm", by=corrections.officer("vn/2025:79"), at=LATER
        )
