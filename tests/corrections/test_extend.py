from datetime import timedelta

import pytest

from sotiem.corrections import operations, rules
from sotiem.corrections.facts import Duty
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import extend_report
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from tests.factories import corrections
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def extend(report: CorrectionReport, note: str = "Chờ cơ sở tìm sổ giấy") -> CorrectionReport:
    officer = corrections.officer()
    return extend_report(report_id=report.pk, note=note, by=officer, at=AT)


def test_more_time_is_taken_once_and_its_sender_is_told_until_when() -> None:
    report = extend(corrections.wrong())
    assert report.answer_due_at == rules.extended_answer(AT)
    dues = {due.name: due.due_at for due in report.deadlines}
    assert dues[Duty.ANSWER] == report.answer_due_at
    assert dues[Duty.CARRY_OUT] == report.answer_due_at + timedelta(days=10)
    assert Message.objects.filter(purpose="report_extended").count() == 1
    entry = AuditEntry.objects.get(action="correction_report.extended")
    assert (entry.patient_id, entry.reason) == (report.patient_id, "Chờ cơ sở tìm sổ giấy")
    with pytest.raises(operations.ExtendedAlready):
        extend(report)


def test_more_time_needs_a_reason_and_comes_before_the_deadline() -> None:
    report, officer = corrections.wrong(), corrections.officer()
    with pytest.raises(operations.ExtensionNeedsAReason):
        extend(report, " ")
    late = report.answer_due_at + timedelta(minutes=1)
    with pytest.raises(operations.TooLateToExtend):
        extend_report(report_id=report.pk, note="x", by=officer, at=late)


def test_nobody_extends_what_another_holds_or_what_lies_elsewhere() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    with pytest.raises(operations.SomebodyElseHasIt):
        extend(report)
    with pytest.raises(NotAllowed):
        extend_report(report_id=report.pk, note="x", by=corrections.officer("vn/2025:79"), at=AT)
