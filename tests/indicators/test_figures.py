"""Figures follow each report; what is proved is that they are what the reports say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.corrections.facts import RefusalReason, ReportKind, Way
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    accept_report,
    answer_reports,
    appeal_report,
    climb_overdue,
    extend_report,
    join_reports,
    refuse_report,
    reopen_report,
    send_on_report,
    withdraw_report,
)
from sotiem.foundation.actors import machine
from sotiem.indicators import proof, queries
from sotiem.indicators.facts import Totals
from sotiem.indicators.models import CountedReport, Figure, ReportEntry
from sotiem.indicators.operations import count_reports_again, fold_figures, rebuild_figures
from tests.factories import accounts, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db

ELSEWHERE = "vn/2025:79/2025:26734"
HOUR = timedelta(hours=1)
MACHINE = machine("test")


@pytest.fixture(autouse=True)
def proved() -> Iterator[None]:
    """Whatever a test did, figures and reports agree at its end, folded or not."""
    yield
    assert list(proof.figures_that_disagree()) == []
    fold_figures()
    assert not ReportEntry.objects.exists()
    assert list(proof.figures_that_disagree()) == []


@pytest.fixture(params=[False, True], ids=["fresh", "folded"])
def folding(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def totals(path: str = "vn", *, hours: int = 0) -> Totals:
    return queries.whole(path, at=AT + hours * HOUR).totals


def test_a_report_counts_where_it_is_and_in_all_that_lies_above(folding: bool) -> None:
    report = corrections.wrong()
    if folding:
        fold_figures()
    steps = report.path.split("/")
    for depth in range(1, len(steps) + 1):
        assert totals("/".join(steps[:depth])) == Totals(open=1)
    assert totals(ELSEWHERE) == Totals()


def test_an_answer_counts_by_its_outcome_its_way_and_its_hours(folding: bool) -> None:
    officer = corrections.officer()
    agreed, denied = corrections.wrong(), corrections.wrong()
    if folding:
        fold_figures()
    corrections.taken_up(agreed, officer)
    later = AT + timedelta(hours=5, minutes=59)
    accept_report(report_id=agreed.pk, note="Khớp", by=officer, at=later, way=Way.ONE_KEY)
    refuse(denied, officer, at=AT + 30 * HOUR)
    seen = queries.whole("vn", at=AT + 31 * HOUR)
    assert (seen.totals.accepted, seen.totals.refused, seen.totals.open) == (1, 1, 0)
    assert (seen.totals.median, seen.totals.most) == (6, 31)
    assert seen.ways == {"one_key": 1, "look": 1}
    (kind,) = seen.kinds.values()
    assert (kind.received, kind.open, kind.decided) == (2, 0, 2)
    assert [(day.received, day.decided) for day in seen.days[-2:]] == [(2, 1), (0, 1)]


def refuse(report: CorrectionReport, officer: Staff, *, at: object = AT) -> None:
    corrections.taken_up(report, officer)
    refuse_report(
        report_id=report.pk,
        reason=RefusalReason.SLIP_BLURRED,
        note="",
        by=officer,
        at=at,  # type: ignore[arg-type]
    )


def test_a_report_becomes_overdue_when_its_hour_has_ended() -> None:
    corrections.wrong()
    assert [totals(hours=hours).overdue for hours in (47, 48, 49)] == [0, 0, 1]


def test_more_time_makes_it_overdue_later() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    extend_report(report_id=report.pk, note="Chờ cơ sở", by=officer, at=AT)
    assert totals(hours=49) == Totals(open=1)
    report.refresh_from_db()
    assert queries.whole("vn", at=report.answer_due_at + HOUR).totals.overdue == 1


def test_a_report_sent_to_another_unit_counts_there() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    home = report.path
    send_on_report(
        report_id=report.pk, to=Jurisdiction(ELSEWHERE), note="Của xã khác", by=officer, at=AT
    )
    assert (totals(home), totals(ELSEWHERE), totals()) == (Totals(), Totals(open=1), Totals(open=1))


def test_what_climbs_unanswered_stays_with_whom_let_it_climb() -> None:
    report = corrections.wrong()
    climb_overdue(at=AT + 49 * HOUR)
    assert totals(report.path, hours=49) == Totals(open=1, overdue=1)


def test_an_appeal_is_open_again_and_counts_with_the_unit_above() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    refuse(report, officer)
    assert report.patient is not None
    appeal_report(
        report_id=report.pk,
        words="Còn phiếu",
        photos=(),
        by=accounts.citizen_of(report.patient),
        at=AT + HOUR,
    )
    home = report.path
    assert totals(home, hours=1) == Totals()
    assert totals(home.rpartition("/")[0], hours=1) == Totals(open=1)


def test_what_is_opened_again_is_as_if_it_had_never_been_refused() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    refuse(report, officer)
    fold_figures()
    reopen_report(report_id=report.pk, note="Xem lại", by=officer, at=AT)
    assert totals() == Totals(open=1)


def test_what_the_machine_answers_and_what_waits_with_others_is_counted() -> None:
    patient = patients.patient()
    dose = doses.dose(patient)
    first, second = corrections.about(dose), corrections.about(dose)
    answered = corrections.wrong()
    join_reports(joins={second.pk: first.pk}, by=MACHINE, at=AT)
    assert totals() == Totals(open=3)
    answer_reports(report_ids=[answered.pk], by=MACHINE, at=AT)
    officer = corrections.officer()
    corrections.taken_up(first, officer)
    accept_report(report_id=first.pk, note="Khớp", by=officer, at=AT)
    seen = queries.whole("vn", at=AT)
    assert seen.totals.accepted == 3
    assert seen.ways == {"look": 1, "joined": 1, "machine": 1}


def test_what_is_taken_back_was_received_and_is_not_open() -> None:
    report = corrections.wrong()
    assert report.patient is not None
    withdraw_report(report_id=report.pk, by=accounts.citizen_of(report.patient), at=AT)
    assert totals() == Totals(withdrawn=1)
    assert totals().received == 1


def test_the_parts_of_a_unit_and_what_it_answers_itself_make_the_whole(folding: bool) -> None:
    officer, stays = corrections.officer(), corrections.wrong()
    home = stays.path
    above = "/".join(home.split("/")[:2])
    for to in (f"{above}/2025:99999", above):
        send_on_report(
            report_id=corrections.wrong().pk,
            to=Jurisdiction(to),
            note=f"Của {to}",
            by=officer,
            at=AT,
        )
    if folding:
        fold_figures()
    (province,) = queries.parts("vn", at=AT)
    assert (province.path, province.totals) == (above, Totals(open=3))
    parts = queries.parts(above, at=AT)
    assert {(part.path, part.totals.open, part.is_itself) for part in parts} == {
        (home.rpartition("/")[0], 1, False),
        (f"{above}/2025:99999", 1, False),
        (above, 1, True),
    }


def test_the_open_are_told_by_how_long_they_wait() -> None:
    corrections.wrong()
    seen = [queries.whole("vn", at=AT + timedelta(days=days)).ages for days in (0, 1, 3, 60)]
    assert [ages.index(1) for ages in seen] == [0, 1, 2, 5]


def test_counting_again_changes_nothing() -> None:
    report = corrections.wrong()
    count_reports_again(report_ids=[report.pk])
    assert ReportEntry.objects.count() == 1
    fold_figures()
    count_reports_again(report_ids=[report.pk])
    assert fold_figures() == 0


def test_what_adds_up_to_nothing_is_let_go() -> None:
    report = corrections.wrong()
    fold_figures()
    CorrectionReport.objects.filter(pk=report.pk).update(kind=ReportKind.CERTIFICATE)
    count_reports_again(report_ids=[report.pk])
    fold_figures()
    assert not Figure.objects.filter(label=ReportKind.DOSE_WRONG).exists()
    assert Figure.objects.filter(label=ReportKind.CERTIFICATE).exists()


def test_a_report_that_was_counted_otherwise_is_found_and_put_right() -> None:
    report = corrections.wrong()
    fold_figures()
    CountedReport.objects.update(kind=ReportKind.CERTIFICATE)
    assert len(list(proof.figures_that_disagree())) > 1
    rebuild_figures(by=MACHINE, at=AT)
    Figure.objects.filter(path=report.path, what="open").update(number=7)
    (found,) = proof.figures_that_disagree()
    assert "7 were added up, there are 1" in found
    ReportEntry.objects.all().delete()
    rebuild_figures(by=MACHINE, at=AT)
    assert list(proof.figures_that_disagree()) == []


def test_a_report_that_nobody_counted_is_found() -> None:
    report = corrections.wrong()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_countedreport")
        cursor.execute("DELETE FROM indicators_reportentry")
    (found,) = proof.figures_that_disagree()
    assert str(report.pk) in found
    rebuild_figures(by=MACHINE, at=AT)
