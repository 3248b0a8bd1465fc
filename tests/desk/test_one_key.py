import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.facts import AcceptanceRule, Outcome, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations import NobodyReviewsTheirOwnEntry
from sotiem.corrections.states import ReportStatus
from sotiem.desk.operations import ProposalIsGone, agree_with_proposal
from sotiem.doses.models import Dose
from sotiem.foundation.refusals import NotAllowed
from sotiem.triage.facts import Finding, Route, Sign, Weight
from tests.factories import accounts, corrections, desk, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def agree(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return agree_with_proposal(
        report_id=report.pk,
        note="Cơ sở trả lời: có tiêm.",
        rule=AcceptanceRule.FACILITY_CONFIRMS,
        by=by,
        at=AT,
    )


def test_one_key_takes_a_report_up_and_agrees_with_it() -> None:
    report, officer = corrections.wrong(), desk.officer()
    desk.advised(report)
    assert agree(report, officer).status == ReportStatus.ACCEPTED
    decision = Decision.objects.get()
    assert (decision.way, decision.rule) == (Way.ONE_KEY, AcceptanceRule.FACILITY_CONFIRMS)
    assert Dose.objects.get().current.number == 2


def test_where_two_must_agree_both_may_do_it_by_one_key() -> None:
    report = corrections.missing(patients.patient())
    desk.advised(report)
    assert agree(report, desk.officer()).status == ReportStatus.AWAITING_SECOND
    assert not Dose.objects.exists()
    assert agree(report, desk.officer()).status == ReportStatus.ACCEPTED
    assert Dose.objects.count() == 1


def test_what_the_record_says_by_now_is_answered_so() -> None:
    report, officer = corrections.wrong(), desk.officer()
    desk.advised(report, Finding(Sign.RECORD_SAYS_SO, Weight.OPEN))
    agree(report, officer)
    assert Decision.objects.get().outcome == Outcome.ALREADY
    assert Dose.objects.get().current.number == 1


@pytest.mark.parametrize("route", [None, Route.LOOK, Route.FACILITY])
def test_nothing_is_agreed_to_that_is_not_proposed(route: Route | None) -> None:
    report = corrections.wrong()
    if route is not None:
        desk.advised(report, route=route)
    with pytest.raises(ProposalIsGone):
        agree(report, desk.officer())
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED


def test_a_key_allows_nothing_that_a_look_does_not() -> None:
    officer = desk.officer()
    own = corrections.about(doses.dose(patients.patient(), by=officer))
    desk.advised(own)
    with pytest.raises(NobodyReviewsTheirOwnEntry):
        agree(own, officer)
    with pytest.raises(NotAllowed):
        agree(own, accounts.staff((Role.OFFICER, "vn/2025:79")))
