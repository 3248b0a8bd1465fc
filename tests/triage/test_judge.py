"""An officer looks again at what the machine did."""

import pytest

from sotiem.accounts.facts import Role
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.triage import rules
from sotiem.triage.operations import (
    JudgementNeedsAReason,
    NotSampled,
    judge_machine,
    sort_reports,
)
from sotiem.triage.queries import awaiting_second_look
from sotiem.triage.states import Judgement
from tests.factories import accounts, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def answered() -> CorrectionReport:
    person = patients.patient()
    report = corrections.missing(person)
    doses.dose(person, corrections.new_dose_claim().administered_on or AT.date())
    sort_reports(report_ids=[report.pk], at=AT)
    return report


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> CorrectionReport:
    monkeypatch.setattr(rules, "ONE_IN", 1)
    return answered()


def test_what_was_found_right_is_looked_at_once_and_leaves_a_trace(drawn: CorrectionReport) -> None:
    by = corrections.officer()
    assert [row.pk for row in awaiting_second_look(staff=by)] == [drawn.pk]
    judge_machine(report_id=drawn.pk, judgement=Judgement.RIGHT, note="", by=by, at=AT)
    assert awaiting_second_look(staff=by) == []
    entry = AuditEntry.objects.get(action="triage.judged")
    assert (entry.patient_id, entry.details["judgement"]) == (drawn.patient_id, "right")
    with pytest.raises(NotSampled):
        judge_machine(report_id=drawn.pk, judgement=Judgement.WRONG, note="Sai", by=by, at=AT)


def test_what_was_found_wrong_is_open_again_for_a_reason(drawn: CorrectionReport) -> None:
    by = corrections.officer()
    with pytest.raises(JudgementNeedsAReason):
        judge_machine(report_id=drawn.pk, judgement=Judgement.WRONG, note=" ", by=by, at=AT)
    judge_machine(report_id=drawn.pk, judgement=Judgement.WRONG, note="Mũi khác", by=by, at=AT)
    drawn.refresh_from_db()
    assert drawn.status == ReportStatus.SUBMITTED


def test_what_was_not_drawn_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "is_sampled", lambda _pk: False)
    report, by = answered(), corrections.officer()
    assert awaiting_second_look(staff=by) == []
    with pytest.raises(NotSampled):
        judge_machine(report_id=report.pk, judgement=Judgement.RIGHT, note="", by=by, at=AT)


def test_an_officer_elsewhere_neither_sees_nor_judges(drawn: CorrectionReport) -> None:
    elsewhere = accounts.staff((Role.OFFICER, "vn/2025:48"))
    assert awaiting_second_look(staff=elsewhere) == []
    with pytest.raises(NotAllowed):
        judge_machine(report_id=drawn.pk, judgement=Judgement.RIGHT, note="", by=elsewhere, at=AT)
