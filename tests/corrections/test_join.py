"""Reports that say the same are one case."""

from datetime import timedelta

import pytest

from sotiem.corrections.channel_queries import tallies_that_disagree
from sotiem.corrections.facts import ReportKind, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations import (
    MoveNotAllowed,
    accept_report,
    join_reports,
    separate_report,
    withdraw_report,
)
from sotiem.corrections.queries import disagreements_on_record, queue
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import DoseVersion
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from tests.factories import accounts, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
TRIAGE = machine("triage")


def twice() -> tuple[CorrectionReport, CorrectionReport]:
    """Two reports that say the same of one dose."""
    dose = doses.dose(patients.patient())
    return corrections.about(dose), corrections.about(dose, at=LATER)


def joined() -> tuple[CorrectionReport, CorrectionReport]:
    earlier, later = twice()
    assert join_reports(joins={later.pk: earlier.pk}, by=TRIAGE, at=LATER) == [later.pk]
    later.refresh_from_db()
    return earlier, later


def test_a_joined_report_leaves_the_queue_and_its_sender_is_told() -> None:
    earlier, later = joined()
    assert (later.status, later.joined_to_id) == (ReportStatus.JOINED, earlier.pk)
    seen = queue(staff=corrections.officer()).rows
    assert [row.tracking_code for row in seen] == [earlier.tracking_code]
    told = Message.objects.get(purpose="report_joined")
    assert (told.phone, told.values["code"]) == (later.reporter_phone, later.tracking_code)


def test_it_ends_with_the_one_before_it_and_the_record_is_changed_once() -> None:
    earlier, later = joined()
    officer = corrections.officer()
    corrections.taken_up(earlier, officer)
    accept_report(report_id=earlier.pk, note="Khớp với phiếu", by=officer, at=LATER)
    later.refresh_from_db()
    assert (later.status, later.decided_at) == (ReportStatus.ACCEPTED, LATER)
    ways = Decision.objects.order_by("report_id").values_list("way", "decided_by_id")
    assert list(ways) == [(Way.LOOK, officer.user_id), (Way.JOINED, officer.user_id)]
    assert DoseVersion.objects.count() == 2
    assert list(disagreements_on_record()) == []
    assert list(tallies_that_disagree()) == []


def test_it_is_refused_with_the_one_before_it() -> None:
    earlier, later = joined()
    officer = corrections.officer()
    corrections.refused(corrections.taken_up(earlier, officer), officer)
    later.refresh_from_db()
    assert later.status == ReportStatus.REFUSED
    assert list(tallies_that_disagree()) == []


def test_the_next_one_takes_the_place_of_one_that_is_withdrawn() -> None:
    earlier, later = joined()
    assert later.dose is not None
    last = corrections.about(later.dose, at=LATER)
    join_reports(joins={last.pk: earlier.pk}, by=TRIAGE, at=LATER)
    assert earlier.patient is not None
    withdraw_report(report_id=earlier.pk, by=accounts.citizen_of(earlier.patient), at=LATER)
    later.refresh_from_db()
    last.refresh_from_db()
    assert (later.status, later.joined_to_id) == (ReportStatus.SUBMITTED, None)
    assert (last.status, last.joined_to_id) == (ReportStatus.JOINED, later.pk)


def test_an_officer_takes_it_for_a_case_of_its_own() -> None:
    _earlier, later = joined()
    officer = corrections.officer()
    apart = separate_report(report_id=later.pk, note="Nói về mũi khác", by=officer, at=LATER)
    assert (apart.status, apart.joined_to_id) == (ReportStatus.SUBMITTED, None)
    with pytest.raises(MoveNotAllowed):
        separate_report(report_id=later.pk, note="", by=officer, at=LATER)


def test_what_is_taken_up_or_ended_is_not_joined() -> None:
    earlier, later = twice()
    officer = corrections.officer()
    corrections.taken_up(later, officer)
    assert join_reports(joins={later.pk: earlier.pk}, by=TRIAGE, at=LATER) == []
    corrections.refused(later, officer)
    assert join_reports(joins={earlier.pk: later.pk}, by=TRIAGE, at=LATER) == []
    kinds = CorrectionReport.objects.values_list("kind", "joined_to").distinct()
    assert list(kinds) == [(ReportKind.DOSE_WRONG, None)]


def test_reports_that_name_each_other_do_not_both_wait() -> None:
    earlier, later = twice()
    made = join_reports(joins={later.pk: earlier.pk, earlier.pk: later.pk}, by=TRIAGE, at=LATER)
    assert len(made) <= 1
    assert CorrectionReport.objects.filter(status=ReportStatus.SUBMITTED).exists()


def test_an_officer_elsewhere_separates_nothing() -> None:
    patient = patients.patient()
    earlier, later = corrections.missing(patient), corrections.missing(patient)
    join_reports(joins={later.pk: earlier.pk}, by=machine("test"), at=AT)
    elsewhere = corrections.officer("vn/2025:48")
    with pytest.raises(NotAllowed):
        separate_report(report_id=later.pk, note="Mũi khác", by=elsewhere, at=LATER)
    later.refresh_from_db()
    assert later.status == ReportStatus.JOINED
