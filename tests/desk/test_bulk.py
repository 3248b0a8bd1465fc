from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.certificates.models import Certificate
from sotiem.corrections.facts import AcceptanceRule, DoseClaim, Way
from sotiem.corrections.models import Decision
from sotiem.corrections.states import ReportStatus
from sotiem.desk import rules
from sotiem.desk.models import BulkDecision, BulkMember, SharedError
from sotiem.desk.operations import (
    BulkHasGoneOn,
    BulkNeedsANote,
    ErrorIsBeingDecided,
    NobodyAgreesTwice,
    NothingIsLeft,
    NothingToDecide,
    UndoNeedsANote,
    agree_bulk_decision,
    begin_bulk_decision,
    begin_undo,
    cancel_bulk_decision,
    leave_out,
    plan_bulk_decision,
    run_bulk_decision,
    try_out_bulk_decision,
    undo_bulk_decision,
)
from sotiem.desk.operations import run as running
from sotiem.desk.operations import undo as undoing
from sotiem.desk.operations._member import amend_member, put_back_member
from sotiem.desk.states import BulkState
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from tests.factories import (
    accounts,
    certificates,
    corrections,
    desk,
    doses,
    patients,
    reference,
)
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def lots() -> Counter[str]:
    return Counter(Dose.objects.values_list("current__lot_number", flat=True))


def run(bulk: BulkDecision, by: Staff) -> BulkDecision:
    """Begin it, and do what the worker does."""
    begin_bulk_decision(bulk_id=bulk.pk, by=by, at=AT)
    return run_bulk_decision(bulk_id=bulk.pk, by=by, at=AT)


def test_a_trial_tells_what_would_happen_and_changes_nothing() -> None:
    desk.session(reported=3, unreported=2)
    bulk = desk.tried(desk.found(), desk.officer(), with_unreported=True)
    assert (bulk.state, bulk.size) == (BulkState.TRIED, 5)
    assert bulk.trial == {"amend": 5, "refused": {}, "certificates": 0, "left_out": 0}
    assert lots() == {"FK0112": 5}
    assert not AuditEntry.objects.filter(action="dose.amended").exists()
    assert not Decision.objects.exists()
    assert {report.status for report in desk.open_reports()} == {ReportStatus.SUBMITTED}


def test_a_trial_counts_the_certificates_that_would_be_replaced() -> None:
    certificates.signing_key()
    desk.session(reported=3, unreported=0)
    bulk = desk.tried(desk.found(), desk.officer())
    assert bulk.trial["certificates"] == 3
    assert Certificate.objects.in_force().count() == Certificate.objects.count() == 3


def test_reported_and_unreported_doses_are_amended_and_reports_accepted() -> None:
    desk.session(reported=3, unreported=2)
    officer = desk.officer()
    bulk = run(desk.tried(desk.found(), officer, with_unreported=True), officer)
    assert (bulk.state, bulk.result) == (BulkState.DONE, {"amend": 5, "refused": {}})
    assert lots() == {"FK0113": 5}
    assert desk.open_reports() == []
    assert set(Decision.objects.values_list("note", "way", "rule", "decided_by")) == {
        ("Sổ kho ghi lô này", Way.BULK, AcceptanceRule.SAME_SESSION, officer.user_id)
    }
    origins = Counter(DoseVersion.objects.filter(number=2).values_list("origin", flat=True))
    assert origins[bulk.origin] == 2
    assert SharedError.objects.get().size == 0


def test_without_being_asked_for_doses_that_nobody_reported_stay() -> None:
    desk.session(reported=3, unreported=2)
    officer = desk.officer()
    run(desk.tried(desk.found(), officer), officer)
    assert lots() == {"FK0113": 3, "FK0112": 2}


def test_a_dose_of_which_a_report_says_something_else_is_never_among_them() -> None:
    given = desk.session(reported=3, unreported=1)
    corrections.about(given[3], claim=DoseClaim(lot_number="FK0199"), photos=0)
    bulk = desk.tried(desk.found(), desk.officer(), with_unreported=True)
    assert {member.dose_id for member in bulk.members.all()} == {dose.pk for dose in given[:3]}


def test_what_is_left_out_stays_as_it_is() -> None:
    desk.session(reported=3, unreported=0)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer)
    shown = [member.pk for member in bulk.members.order_by("pk")]
    bulk = leave_out(bulk_id=bulk.pk, shown=shown, out=shown[:1], by=officer, at=AT)
    assert (bulk.trial["amend"], bulk.trial["left_out"]) == (2, 1)
    leave_out(bulk_id=bulk.pk, shown=shown, out=shown[1:2], by=officer, at=AT)
    run(bulk, officer)
    assert list(BulkMember.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "done",
        "",
        "done",
    ]
    assert lots() == {"FK0113": 2, "FK0112": 1}


def test_a_report_decided_meanwhile_is_passed_by_and_told() -> None:
    desk.session(reported=3, unreported=0)
    officer, colleague = desk.officer(), desk.officer()
    bulk = desk.tried(desk.found(), officer)
    corrections.refused(corrections.taken_up(desk.open_reports()[0], colleague), colleague)
    corrections.taken_up(desk.open_reports()[0], colleague)
    bulk = run(bulk, officer)
    assert bulk.result == {
        "amend": 1,
        "refused": {"corrections.MoveNotAllowed": 1, "corrections.SomebodyElseHasIt": 1},
    }


@pytest.mark.parametrize("reported", [True, False])
def test_a_dose_changed_meanwhile_is_passed_by(reported: bool) -> None:
    given = desk.session(reported=3, unreported=1)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer, with_unreported=True)
    changed = given[0] if reported else given[3]
    facts = replace(doses.facts(), administered_on=date(2021, 8, 14))
    amend_dose(
        dose_id=changed.pk,
        facts=facts,
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=AT,
    )
    assert run(bulk, officer).result["refused"] == {"desk.DoseChangedSince": 1}
    changed.refresh_from_db()
    assert changed.current.facts == facts


def test_nobody_decides_in_bulk_on_what_they_entered_themselves() -> None:
    officer = desk.officer()
    desk.session(reported=3, unreported=0)
    own = doses.dose(patients.patient(), by=officer)
    bulk = desk.tried(desk.found(), officer, with_unreported=True)
    assert bulk.trial["refused"] == {"corrections.NobodyReviewsTheirOwnEntry": 1}
    run(bulk, officer)
    own.refresh_from_db()
    assert own.current.lot_number == "FK0112"


def test_work_broken_off_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    desk.session(reported=3, unreported=0)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer)
    begin_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    calls: list[int] = []

    def killed(member: BulkMember, **given: Any) -> None:
        calls.append(member.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        amend_member(member, **given)

    monkeypatch.setattr(running, "amend_member", killed)
    with pytest.raises(KeyboardInterrupt):
        run_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    bulk.refresh_from_db()
    assert (bulk.state, bulk.handled) == (BulkState.RUNNING, 1)
    assert run_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT).result["amend"] == 3
    assert len(calls) == len(set(calls)) + 1
    assert Decision.objects.count() == 3


def test_many_doses_wait_for_a_second_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ONE_OFFICER_DECIDES", 2)
    desk.session(reported=3, unreported=0)
    planner, second = desk.officer(), desk.officer()
    bulk = desk.tried(desk.found(), planner)
    begin_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT)
    assert run_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT).state == BulkState.AWAITING_SECOND
    assert lots() == {"FK0112": 3}
    with pytest.raises(NobodyAgreesTwice):
        agree_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT)
    for _ in range(2):
        agree_bulk_decision(bulk_id=bulk.pk, by=second, at=AT)
    bulk = run_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT)
    assert (bulk.state, bulk.agreed_by_id) == (BulkState.DONE, second.user_id)
    assert set(Decision.objects.values_list("decided_by", flat=True)) == {planner.user_id}


def places() -> Counter[str]:
    return Counter(Dose.objects.values_list("current__facility__code", flat=True))


def test_a_place_typed_wrong_for_a_session_is_put_right_by_two_and_put_back() -> None:
    elsewhere = reference.facility("79102", "Trạm Y tế Tân Phú")
    for dose in [desk.person_number(number) for number in range(3)]:
        corrections.about(dose, claim=DoseClaim(facility_id=elsewhere.pk), photos=0)
    planner, second = desk.officer(), desk.officer()
    bulk = desk.tried(desk.found(), planner)
    assert run(bulk, planner).state == BulkState.AWAITING_SECOND
    agree_bulk_decision(bulk_id=bulk.pk, by=second, at=AT)
    assert run_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT).result["amend"] == 3
    assert places() == {"79102": 3}
    begin_undo(bulk_id=bulk.pk, note="Nhầm sổ", by=planner, at=AT)
    undo_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT)
    assert places() == {reference.facility().code: 3}


def test_another_vaccine_or_place_is_put_on_record_by_two() -> None:
    assert not rules.needs_second(50, {"lot_number", "administered_on"})
    assert rules.needs_second(51, {"lot_number"})
    assert rules.needs_second(1, {"vaccine_id"})
    assert rules.needs_second(1, {"facility_id"})


def test_one_decision_on_an_error_is_under_way_at_a_time() -> None:
    desk.session(reported=3, unreported=0)
    error, officer = desk.found(), desk.officer()
    bulk = desk.planned(error, officer)
    with pytest.raises(ErrorIsBeingDecided):
        desk.planned(error, desk.officer())
    for _ in range(2):
        cancel_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    again = desk.tried(error, officer)
    with pytest.raises(BulkHasGoneOn):
        leave_out(bulk_id=bulk.pk, shown=[], out=[], by=officer, at=AT)
    run(again, officer)
    with pytest.raises(BulkHasGoneOn):
        cancel_bulk_decision(bulk_id=again.pk, by=officer, at=AT)
    with pytest.raises(NothingToDecide):
        desk.planned(error, officer)


def test_a_trial_ends_when_the_decision_is_cancelled() -> None:
    desk.session(reported=3, unreported=0)
    officer = desk.officer()
    bulk = desk.planned(desk.found(), officer)
    cancel_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    bulk = try_out_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    assert (bulk.state, bulk.trial) == (BulkState.CANCELLED, {})
    with pytest.raises(NothingIsLeft):
        begin_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)


def test_a_bulk_decision_says_on_what_grounds() -> None:
    desk.session(reported=3, unreported=0)
    with pytest.raises(BulkNeedsANote):
        plan_bulk_decision(
            error_id=desk.found().pk, with_unreported=False, note=" ", by=desk.officer(), at=AT
        )


def test_nobody_decides_in_bulk_elsewhere() -> None:
    desk.session(reported=3, unreported=0)
    error, stranger = desk.found(), accounts.staff((Role.OFFICER, "vn/2025:79"))
    with pytest.raises(NotAllowed):
        desk.planned(error, stranger)
    bulk = desk.tried(error, desk.officer())
    for step in (begin_bulk_decision, agree_bulk_decision, cancel_bulk_decision):
        with pytest.raises(NotAllowed):
            step(bulk_id=bulk.pk, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        begin_undo(bulk_id=bulk.pk, note="x", by=stranger, at=AT)


def test_who_may_no_longer_decide_changes_nothing() -> None:
    desk.session(reported=3, unreported=1)
    planner = desk.officer()
    bulk = desk.tried(desk.found(), planner, with_unreported=True)
    begin_bulk_decision(bulk_id=bulk.pk, by=planner, at=AT)
    bulk = run_bulk_decision(bulk_id=bulk.pk, by=replace(planner, grants=()), at=AT)
    assert bulk.result == {"amend": 0, "refused": {"foundation.NotAllowed": 4}}
    assert lots() == {"FK0112": 4}


def undone(bulk: BulkDecision, by: Staff) -> BulkDecision:
    """Say that it be undone, and do what the worker does."""
    begin_undo(bulk_id=bulk.pk, note="Nhầm lô", by=by, at=AT)
    return undo_bulk_decision(bulk_id=bulk.pk, by=by, at=AT)


def test_the_whole_is_undone_and_the_reports_are_open_again() -> None:
    desk.session(reported=3, unreported=2)
    officer = desk.officer()
    bulk = run(desk.tried(desk.found(), officer, with_unreported=True), officer)
    bulk = undone(bulk, officer)
    assert (bulk.state, bulk.undone) == (BulkState.UNDONE, {"amend": 5, "refused": {}})
    assert lots() == {"FK0112": 5}
    assert len(desk.open_reports()) == 3
    assert set(DoseVersion.objects.values_list("number", flat=True)) == {1, 2, 3}
    assert SharedError.objects.get().size == 3
    assert begin_undo(bulk_id=bulk.pk, note="", by=officer, at=AT).state == BulkState.UNDONE


def test_a_dose_amended_once_more_since_stays_when_the_rest_is_undone() -> None:
    given = desk.session(reported=3, unreported=1)
    officer = desk.officer()
    bulk = run(desk.tried(desk.found(), officer, with_unreported=True), officer)
    for dose in (given[0], given[3]):
        amend_dose(
            dose_id=dose.pk,
            facts=replace(doses.facts(), lot_number="FK0444"),
            reason=DoseReason.REPORT,
            origin="test",
            by=machine("test"),
            at=AT,
        )
    bulk = undone(bulk, officer)
    assert bulk.undone["amend"] == 2
    assert sum(bulk.undone["refused"].values()) == 2
    assert lots() == {"FK0112": 2, "FK0444": 2}


def test_undoing_says_why_and_is_broken_off_like_all_work(monkeypatch: pytest.MonkeyPatch) -> None:
    desk.session(reported=3, unreported=0)
    officer = desk.officer()
    bulk = run(desk.tried(desk.found(), officer), officer)
    with pytest.raises(UndoNeedsANote):
        begin_undo(bulk_id=bulk.pk, note=" ", by=officer, at=AT)
    begin_undo(bulk_id=bulk.pk, note="Nhầm lô", by=officer, at=AT)
    calls: list[int] = []

    def killed(member: BulkMember, **given: Any) -> None:
        calls.append(member.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        put_back_member(member, **given)

    monkeypatch.setattr(undoing, "put_back_member", killed)
    with pytest.raises(KeyboardInterrupt):
        undo_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT)
    assert undo_bulk_decision(bulk_id=bulk.pk, by=officer, at=AT).undone["amend"] == 3
    assert lots() == {"FK0112": 3}


def test_who_may_no_longer_decide_takes_nothing_back() -> None:
    desk.session(reported=3, unreported=1)
    officer = desk.officer()
    bulk = run(desk.tried(desk.found(), officer, with_unreported=True), officer)
    begin_undo(bulk_id=bulk.pk, note="Nhầm lô", by=officer, at=AT)
    bulk = undo_bulk_decision(bulk_id=bulk.pk, by=replace(officer, grants=()), at=AT)
    assert bulk.undone == {"amend": 0, "refused": {"foundation.NotAllowed": 4}}
    assert lots() == {"FK0113": 4}


def test_a_dose_that_was_withdrawn_meanwhile_does_not_count_again() -> None:
    *_, unreported = desk.session(reported=3, unreported=1)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer, with_unreported=True)
    withdraw_dose(dose_id=unreported.pk, origin="test", by=machine("test"), at=AT)
    assert run(bulk, officer).result["refused"] == {"corrections.DoseNoLongerCounts": 1}
    unreported.refresh_from_db()
    assert (unreported.current.status, unreported.current.number) == ("entered_in_error", 2)


def test_what_was_passed_by_is_not_taken_back() -> None:
    *_, unreported = desk.session(reported=3, unreported=1)
    officer = desk.officer()
    bulk = desk.tried(desk.found(), officer, with_unreported=True)
    withdraw_dose(dose_id=unreported.pk, origin="test", by=machine("test"), at=AT)
    bulk = undone(run(bulk, officer), officer)
    assert bulk.undone == {"amend": 3, "refused": {}}
    unreported.refresh_from_db()
    assert unreported.current.number == 2
