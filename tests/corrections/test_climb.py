from datetime import timedelta

import pytest

from sotiem.corrections import queries
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import Transfer
from sotiem.corrections.operations import accept_report, climb_overdue
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message
from tests.factories import corrections
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db

LATE = AT + timedelta(hours=49)
DAY = timedelta(hours=24)


def test_what_is_not_answered_climbs_a_level_a_day_up_to_the_country() -> None:
    report = corrections.wrong()
    home = report.path
    steps = []
    for days in range(5):
        climb_overdue(at=LATE + days * DAY)
        report.refresh_from_db()
        steps.append(report.path)
    commune, province = home.rpartition("/")[0], "/".join(home.split("/")[:2])
    assert steps == [commune, province, "vn", "vn", "vn"]
    assert report.climbed_from == home
    moves = Transfer.objects.order_by("pk")
    assert [move.cause for move in moves] == [TransferCause.OVERDUE] * 3
    told = Message.objects.get(purpose="report_overdue")
    assert told.phone == report.reporter_phone
    entries = AuditEntry.objects.filter(action="correction_report.climbed")
    assert [entry.patient_id for entry in entries] == [report.patient_id] * 3


def test_nothing_climbs_before_its_time_nor_twice_for_the_same_hour() -> None:
    report = corrections.wrong()
    assert climb_overdue(at=report.answer_due_at) == 0
    assert climb_overdue(at=LATE) == 1
    assert climb_overdue(at=LATE) == 0


def test_many_climb_at_once_and_no_more_than_asked() -> None:
    for _number in range(3):
        corrections.nothing_recorded()
    assert [climb_overdue(at=LATE, limit=2) for _turn in range(3)] == [2, 1, 0]


def test_a_decided_report_stays_where_it_was() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Khớp", by=officer, at=AT)
    assert climb_overdue(at=LATE) == 0


def test_who_holds_a_report_keeps_it_when_it_climbs_and_her_colleagues_do_not_see_it() -> None:
    report = corrections.wrong()
    holder, colleague = corrections.officer(report.path), corrections.officer(report.path)
    corrections.taken_up(report, holder)
    climb_overdue(at=LATE)
    assert queries.queue(staff=colleague).rows == ()
    (row,) = queries.queue(staff=holder, mine=True).rows
    assert row.climbed
    assert queries.counts(staff=holder, at=LATE).mine == 1
    decided = accept_report(report_id=report.pk, note="Khớp", by=holder, at=LATE)
    assert decided.status == ReportStatus.ACCEPTED
