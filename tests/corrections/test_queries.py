from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from sotiem.accounts.facts import Role
from sotiem.corrections import open_counts, queries
from sotiem.corrections.facts import RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import refuse_report, withdraw_report
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports() -> list[CorrectionReport]:
    """Five open reports; the one sent last was due first."""
    dose = doses.dose(patients.patient())
    return [corrections.about(dose, at=AT - timedelta(hours=hours)) for hours in range(5)]


def test_the_queue_is_in_the_order_of_the_clock_and_pages_by_key(
    reports: list[CorrectionReport],
) -> None:
    staff = corrections.officer()
    expected = [report.public_id for report in reversed(reports)]
    first = queries.queue(staff=staff, limit=2)
    second = queries.queue(staff=staff, after=first.next_key, limit=2)
    third = queries.queue(staff=staff, after=second.next_key, limit=2)
    pages = (first, second, third)
    assert [row.public_id for page in pages for row in page.rows] == expected
    assert third.next_key is None


def test_reports_due_at_the_same_moment_are_each_shown_once() -> None:
    dose = doses.dose(patients.patient())
    made = [corrections.about(dose).public_id for _ in range(3)]
    staff, seen, key = corrections.officer(), [], None
    while True:
        page = queries.queue(staff=staff, after=key, limit=1)
        seen += [row.public_id for row in page.rows]
        if (key := page.next_key) is None:
            break
    assert seen == made


def test_a_row_tells_the_dose_and_its_photos_but_no_name(reports: list[CorrectionReport]) -> None:
    row = queries.queue(staff=corrections.officer()).rows[0]
    assert (row.photos, row.kind) == (1, ReportKind.DOSE_WRONG)
    assert row.facility_name == reference.facility().name
    assert row.vaccine_name == reference.vaccine().name_vi
    assert "Bảo Lộc" not in repr(row)


def test_the_queue_takes_one_query_whatever_its_length(
    reports: list[CorrectionReport], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff = corrections.officer()
    with django_assert_num_queries(1):
        assert len(queries.queue(staff=staff).rows) == 5


def test_an_officer_sees_the_reports_of_her_jurisdiction_only(
    reports: list[CorrectionReport],
) -> None:
    path = reference.facility().path
    assert len(queries.queue(staff=corrections.officer(path)).rows) == 5
    for elsewhere in ("vn/2025:48", f"{path}9", path[:-1]):
        staff = corrections.officer(elsewhere)
        assert not queries.queue(staff=staff).rows
        assert sum(queries.counts(staff=staff, at=AT).by_status.values()) == 0
        with pytest.raises(NotAllowed):
            queries.report_for_officer(staff=staff, public_id=reports[0].public_id)


def test_somebody_without_a_role_sees_nothing(reports: list[CorrectionReport]) -> None:
    assert not queries.queue(staff=accounts.staff()).rows


def test_what_waits_is_counted_once_in_several_jurisdictions(
    reports: list[CorrectionReport],
) -> None:
    path = reference.facility().path
    above, beside = path.rpartition("/")[0], "vn/2025:48"
    roles = [(Role.OFFICER, each) for each in (path, above, beside)]
    found = queries.counts(staff=accounts.staff(*roles), at=AT)
    assert found.by_status[ReportStatus.SUBMITTED] == len(reports)


def test_counts_tell_what_waits_what_is_late_and_what_is_mine(
    reports: list[CorrectionReport],
) -> None:
    staff = corrections.officer()
    corrections.taken_up(reports[0], staff)
    at = reports[3].answer_due_at + timedelta(seconds=1)
    found = queries.counts(staff=staff, at=at)
    assert found.by_status == {
        ReportStatus.SUBMITTED: 4,
        ReportStatus.UNDER_REVIEW: 1,
        ReportStatus.WAITING_FOR_FACILITY: 0,
        ReportStatus.AWAITING_SECOND: 0,
    }
    assert (found.overdue, found.mine) == (2, 1)
    assert len(queries.queue(staff=staff, mine=True).rows) == 1


def test_decided_reports_are_shown_newest_first(reports: list[CorrectionReport]) -> None:
    staff = corrections.officer()
    assert reports[0].patient is not None
    citizen = accounts.citizen_of(reports[0].patient)
    for report in reports[:3]:
        withdraw_report(report_id=report.pk, by=citizen, at=AT)
    gone = [ReportStatus.WITHDRAWN]
    first = queries.queue(staff=staff, statuses=gone, limit=2)
    rest = queries.queue(staff=staff, statuses=gone, after=first.next_key, limit=2)
    shown = [row.public_id for row in (*first.rows, *rest.rows)]
    assert shown == [report.public_id for report in reports[:3]]


def test_an_open_report_is_one_that_still_waits_for_an_answer(
    reports: list[CorrectionReport],
) -> None:
    officer = corrections.officer()
    corrections.taken_up(reports[0], officer)
    refuse_report(
        report_id=reports[0].pk,
        reason=RefusalReason.SLIP_BLURRED,
        note="",
        by=officer,
        at=AT,
    )
    still = set(CorrectionReport.objects.open().values_list("status", flat=True))
    assert still <= set(OPEN)
    assert CorrectionReport.objects.open().count() == 4


def test_one_report_comes_with_all_that_a_decision_needs(
    reports: list[CorrectionReport], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff = corrections.officer()
    with django_assert_num_queries(5):
        report = queries.report_for_officer(staff=staff, public_id=reports[0].public_id)
        assert report.patient is not None
        assert report.dose is not None
        assert report.dose.current.facility is not None
        assert [photo.original_id for photo in report.evidence.all()]
        assert list(report.decisions.all()) == []
    with pytest.raises(NotAllowed):
        queries.report_for_officer(staff=staff, public_id=uuid4())


def test_a_tracking_code_is_found_however_it_was_typed(reports: list[CorrectionReport]) -> None:
    code = reports[0].tracking_code
    for typed in (code.lower(), code.replace("-", " "), f" {code} "):
        assert queries.report_by_code(typed) == reports[0]
    assert queries.report_by_code("PA-2222-2222") is None


def test_citizens_see_their_own_reports_only(reports: list[CorrectionReport]) -> None:
    assert reports[0].patient is not None
    citizen = accounts.citizen_of(reports[0].patient)
    assert queries.reports_of_citizen(citizen) == list(reversed(reports))
    newcomer = corrections.nothing_recorded()
    stranger = corrections.stranger()
    assert queries.reports_of_citizen(stranger) == [newcomer]
    assert queries.report_for_citizen(citizen=stranger, code=newcomer.tracking_code) == newcomer
    with pytest.raises(NotAllowed):
        queries.report_for_citizen(citizen=stranger, code=reports[0].tracking_code)


def test_no_more_is_counted_than_people_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_counts, "MOST", 2)
    dose = doses.dose(patients.patient())
    for _number in range(4):
        corrections.missing(dose.patient)
    corrections.taken_up(corrections.about(dose), corrections.officer())
    found = queries.counts(staff=corrections.officer(), at=AT + timedelta(hours=60))
    assert found.by_status[ReportStatus.SUBMITTED] == 3
    assert found.by_status[ReportStatus.UNDER_REVIEW] == 1
    assert found.overdue == 3
