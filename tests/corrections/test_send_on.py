import pytest

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections import operations, queries
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import CorrectionReport, Transfer
from sotiem.corrections.operations import send_on_report
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from tests.factories import accounts, corrections
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db

ELSEWHERE = Jurisdiction("vn/2025:79/2025:26734")


def send(report: CorrectionReport, by: Staff, to: str, note: str = "Phiếu của xã khác") -> None:
    send_on_report(report_id=report.pk, to=Jurisdiction(to), note=note, by=by, at=AT)
    report.refresh_from_db()


def test_a_report_of_another_unit_goes_there_and_its_sender_is_told() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    home, due = report.path, report.answer_due_at
    corrections.taken_up(report, officer)
    send(report, officer, ELSEWHERE.path)
    assert (report.path, report.status) == (ELSEWHERE.path, ReportStatus.SUBMITTED)
    assert report.reviewer is None
    assert report.answer_due_at == due
    moved = Transfer.objects.get()
    assert (moved.cause, moved.from_path, moved.to_path) == (
        TransferCause.NOT_OURS,
        home,
        ELSEWHERE.path,
    )
    entry = AuditEntry.objects.get(action="correction_report.sent_on")
    assert (entry.patient_id, entry.reason) == (report.patient_id, "Phiếu của xã khác")
    told = Message.objects.get(purpose="report_moved")
    assert told.phone == report.reporter_phone


def test_who_sends_a_report_on_says_why_and_names_another_unit() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    with pytest.raises(operations.TransferNeedsAReason):
        send(report, officer, ELSEWHERE.path, " ")
    with pytest.raises(operations.UnitHasItAlready):
        send(report, officer, report.path)
    assert not Transfer.objects.exists()


def test_a_unit_that_had_it_is_not_named_again_for_the_same_reason() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    home = report.path
    send(report, officer, ELSEWHERE.path, "Không phải của chúng tôi.")
    with pytest.raises(operations.UnitNeedsANewReason):
        send(report, officer, home, "không phải  của chúng tôi")


def test_two_units_that_send_it_to_each_other_lose_it_to_the_unit_above_both() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    home = report.path
    send(report, officer, ELSEWHERE.path, "Phiếu mang dấu của xã kia")
    send(report, officer, home, "Mũi này do cơ sở kia tiêm")
    assert report.path == "vn"
    last = Transfer.objects.latest("pk")
    assert (last.named_path, last.to_path) == (home, "vn")
    send(report, officer, home, "Cấp trên phân công")
    assert report.path == home


def test_nobody_sends_on_what_another_officer_holds_or_what_lies_elsewhere() -> None:
    report = corrections.wrong()
    with pytest.raises(NotAllowed):
        send(report, corrections.officer(ELSEWHERE.path), ELSEWHERE.path)
    with pytest.raises(NotAllowed):
        send(report, accounts.staff((Role.CLERK, "vn")), ELSEWHERE.path)
    corrections.taken_up(report, corrections.officer())
    with pytest.raises(operations.SomebodyElseHasIt):
        send(report, corrections.officer(), ELSEWHERE.path)


def test_a_decided_report_goes_nowhere() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    operations.accept_report(report_id=report.pk, note="Khớp", by=officer, at=AT)
    with pytest.raises(operations.MoveNotAllowed):
        send(report, officer, ELSEWHERE.path)


def test_the_unit_it_left_sees_it_no_longer_and_the_other_does() -> None:
    report = corrections.wrong()
    here, there = corrections.officer(report.path), corrections.officer(ELSEWHERE.path)
    send(report, here, ELSEWHERE.path)
    assert queries.queue(staff=here).rows == ()
    assert [row.public_id for row in queries.queue(staff=there).rows] == [report.public_id]
