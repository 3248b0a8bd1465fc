from collections import Counter
from functools import partial

import pytest

from sotiem.corrections.facts import RefusalReason
from sotiem.corrections.models import Decision
from sotiem.corrections.operations import (
    MoveNotAllowed,
    SomebodyElseHasIt,
    refuse_report,
    take_up_report,
)
from sotiem.corrections.states import ReportStatus
from sotiem.desk.models import BulkDecision
from sotiem.desk.operations import (
    ErrorIsBeingDecided,
    begin_bulk_decision,
    run_bulk_decision,
)
from sotiem.desk.states import BulkState
from sotiem.doses.models import Dose, DoseVersion
from sotiem.foundation.refusals import Refusal
from tests.concurrency import meanwhile, together
from tests.factories import desk
from tests.factories.corrections import AT

pytestmark = pytest.mark.usefixtures("committed_db")


def test_two_officers_who_decide_an_error_at_once_make_one_decision() -> None:
    desk.session(reported=3, unreported=0)
    error = desk.found()
    raised = together(*(partial(desk.planned, error, desk.officer()) for _ in range(2)))
    assert [type(each) for each in raised] == [ErrorIsBeingDecided]
    assert BulkDecision.objects.count() == 1


def test_two_workers_at_one_decision_amend_each_dose_once() -> None:
    desk.session(reported=3, unreported=2)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer, with_unreported=True)
    begin_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    run = partial(run_bulk_decision, bulk_id=bulk.pk, by=officer, at=AT)
    assert together(run, run) == []
    bulk.refresh_from_db()
    assert (bulk.state, bulk.handled, bulk.result["amend"]) == (BulkState.DONE, 5, 5)
    assert Counter(DoseVersion.objects.values_list("number", flat=True)) == {1: 5, 2: 5}


def test_a_report_decided_while_the_decision_runs_is_decided_once() -> None:
    desk.session(reported=3, unreported=0)
    officer, colleague = desk.officer(), desk.officer()
    bulk = desk.tried(desk.found(), officer)
    begin_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    last = desk.open_reports()[-1]

    def refuse() -> None:
        take_up_report(report_id=last.pk, by=colleague, at=AT)
        reason = RefusalReason.SLIP_BLURRED
        refuse_report(report_id=last.pk, reason=reason, note="", by=colleague, at=AT)

    raised = together(partial(run_bulk_decision, bulk_id=bulk.pk, by=officer, at=AT), refuse)
    assert {type(each) for each in raised} <= {MoveNotAllowed, SomebodyElseHasIt}
    assert all(isinstance(each, Refusal) for each in raised)
    bulk.refresh_from_db()
    last.refresh_from_db()
    is_refused = last.status == ReportStatus.REFUSED
    assert bulk.result["amend"] == (2 if is_refused else 3)
    assert Decision.objects.filter(report=last).count() == 1
    lots = Counter(Dose.objects.values_list("current__lot_number", flat=True))
    assert lots["FK0113"] == bulk.result["amend"]


def test_a_report_that_is_being_decided_is_left_out_of_the_decision_on_all() -> None:
    desk.session(reported=3, unreported=0)
    officer, colleague = desk.officer(), desk.officer()
    bulk = desk.tried(desk.found(), officer)
    begin_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    last = desk.open_reports()[-1]

    def refuse() -> None:
        take_up_report(report_id=last.pk, by=colleague, at=AT)
        reason = RefusalReason.SLIP_BLURRED
        refuse_report(report_id=last.pk, reason=reason, note="", by=colleague, at=AT)

    assert meanwhile(refuse, partial(run_bulk_decision, bulk_id=bulk.pk, by=officer, at=AT)) == []
    bulk.refresh_from_db()
    assert (bulk.state, bulk.result["amend"]) == (BulkState.DONE, 2)
    assert [each.decided_by_id for each in Decision.objects.filter(report=last)] == [
        colleague.user_id
    ]
    assert Counter(Dose.objects.values_list("current__lot_number", flat=True))["FK0113"] == 2
