import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections import channel_queries, operations
from sotiem.corrections.channels import Channel, ChannelKind, ChannelState, ChannelTally, Tallied
from sotiem.corrections.facts import Claims, DoseClaim, RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import submit_report
from sotiem.doses.models import Dose
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, Refusal
from tests.factories import accounts, corrections, doses, patients, reference

CITY = "vn/2025:79"
AT = corrections.AT


def runner(path: str = "vn") -> Staff:
    return accounts.staff((Role.ADMINISTRATOR, path))


def channel(code: str = "tp-hcm", *, path: str = CITY, opened: bool = True) -> Channel:
    planned = operations.plan_channel(
        code=code,
        kind=ChannelKind.REGION,
        name_vi="Cổng Thành phố",
        name_en="City portal",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction(path),
        by=runner(),
        at=AT - timedelta(days=2),
    )
    if not opened:
        return planned
    before = AT - timedelta(days=1)
    return operations.open_channel(code=code, opens_at=before, by=runner(), at=before)


def send(
    dose: Dose,
    code: str = "tp-hcm",
    *,
    at: datetime = AT,
    form_opened_at: datetime | None = None,
    photos: tuple[()] = (),
) -> CorrectionReport:
    return submit_report(
        kind=ReportKind.DOSE_WRONG,
        patient_id=dose.patient_id,
        dose_id=dose.pk,
        claims=Claims(dose=corrections.ANOTHER_DAY),
        story="",
        photos=photos,
        submission_key=new_submission_key(),
        by=accounts.citizen_of(dose.patient),
        at=at,
        channel_code=code,
        form_opened_at=form_opened_at,
    )


def close(code: str = "tp-hcm", *, at: datetime = AT) -> Channel:
    return operations.close_channel(code=code, successor_code="quoc-gia", by=runner(), at=at)


def hand_over(code: str = "tp-hcm", to: str = "quoc-gia", *, at: datetime = AT) -> Channel:
    return operations.hand_over(code=code, successor_code=to, by=runner(), at=at)


@pytest.fixture
def dose(db: None) -> Dose:
    return doses.dose(patients.patient())


@pytest.mark.django_db
def test_the_national_portal_is_there_from_the_start() -> None:
    assert Channel.objects.get(code="quoc-gia").state(AT) == ChannelState.OPEN


def test_a_report_without_a_channel_comes_by_the_national_portal(dose: Dose) -> None:
    assert corrections.about(dose).channel.code == "quoc-gia"


@pytest.mark.django_db
def test_a_channel_lives_from_its_plan_to_its_closing() -> None:
    planned = channel(opened=False)
    assert planned.state(AT) == ChannelState.PLANNED
    later = AT + timedelta(days=1)
    opened = operations.open_channel(code="tp-hcm", opens_at=later, by=runner(), at=AT)
    assert [opened.state(AT), opened.state(later)] == [ChannelState.PLANNED, ChannelState.OPEN]
    ends = AT + timedelta(days=3)
    closing = operations.announce_closing(
        code="tp-hcm", closes_at=ends, successor_code="quoc-gia", by=runner(), at=later
    )
    assert [closing.state(later), closing.state(ends)] == [
        ChannelState.CLOSING,
        ChannelState.CLOSED,
    ]
    actions = AuditEntry.objects.filter(object_kind="channel").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "channel.planned",
        "channel.opened",
        "channel.closing_announced",
    ]


@pytest.mark.django_db
def test_only_administrators_of_its_jurisdiction_run_a_channel() -> None:
    channel()
    for by in (accounts.staff((Role.OFFICER, "vn")), runner("vn/2025:48")):
        with pytest.raises(NotAllowed):
            operations.close_channel(code="tp-hcm", successor_code="quoc-gia", by=by, at=AT)


@pytest.mark.django_db
def test_no_two_channels_have_one_code() -> None:
    channel()
    with pytest.raises(operations.ChannelCodeIsTaken):
        channel()


@pytest.mark.django_db
def test_the_national_portal_never_closes() -> None:
    channel()
    with pytest.raises(operations.NationalPortalStays):
        operations.close_channel(code="quoc-gia", successor_code="tp-hcm", by=runner(), at=AT)
    with pytest.raises(operations.NationalPortalStays):
        hand_over("quoc-gia", "tp-hcm")


@pytest.mark.django_db
def test_people_are_sent_to_a_channel_that_takes_reports() -> None:
    channel()
    channel("sap-mo", opened=False)
    for successor in ("sap-mo", "tp-hcm", "khong-co"):
        with pytest.raises(operations.SuccessorIsNotOpen):
            operations.close_channel(code="tp-hcm", successor_code=successor, by=runner(), at=AT)


@pytest.mark.django_db
def test_a_closing_is_announced_before_it_comes() -> None:
    channel()
    with pytest.raises(operations.ClosingIsNotAhead):
        operations.announce_closing(
            code="tp-hcm", closes_at=AT, successor_code="quoc-gia", by=runner(), at=AT
        )


def test_a_planned_channel_takes_no_report(dose: Dose) -> None:
    channel(opened=False)
    with pytest.raises(operations.ChannelIsNotOpenYet):
        send(dose)


def test_a_closed_channel_takes_no_report_and_names_the_one_that_follows(dose: Dose) -> None:
    channel()
    close()
    with pytest.raises(operations.ChannelIsClosed) as refused:
        send(dose)
    assert refused.value.details == {"channel": "tp-hcm", "successor": "quoc-gia"}


def test_a_form_that_was_open_when_its_channel_closed_may_still_be_sent(dose: Dose) -> None:
    channel()
    before = AT - timedelta(minutes=1)
    close()
    with pytest.raises(operations.ChannelIsClosed):
        send(dose, at=AT + timedelta(hours=1), form_opened_at=AT)
    with pytest.raises(operations.ChannelIsClosed):
        send(dose, at=AT + timedelta(hours=2, seconds=1), form_opened_at=before)
    late = send(dose, at=AT + timedelta(hours=2), form_opened_at=before)
    assert late.channel.code == "tp-hcm"


def test_a_hand_over_moves_who_answers_and_nothing_else(dose: Dose) -> None:
    channel()
    channel("ben-kia", path="vn/2025:48")
    report = send(dose)
    hand_over(to="ben-kia")
    moved = CorrectionReport.objects.get()
    assert (moved.path, moved.channel.code) == ("vn/2025:48", "tp-hcm")
    assert (moved.tracking_code, moved.answer_due_at) == (
        report.tracking_code,
        report.answer_due_at,
    )
    entry = AuditEntry.objects.get(action="correction_report.handed_over")
    assert (entry.patient_id, entry.details["came_from"]) == (dose.patient_id, report.path)


def test_a_unit_of_the_successor_keeps_what_it_has(dose: Dose) -> None:
    channel()
    path = send(dose).path
    hand_over()
    assert CorrectionReport.objects.get().path == path
    assert not AuditEntry.objects.filter(action="correction_report.handed_over").exists()


def test_what_is_decided_is_not_handed_over(dose: Dose) -> None:
    channel()
    channel("ben-kia", path="vn/2025:48")
    officer, report = corrections.officer(), send(dose)
    corrections.taken_up(report, officer)
    operations.refuse_report(
        report_id=report.pk, reason=RefusalReason.SLIP_BLURRED, note="Mờ.", by=officer, at=AT
    )
    hand_over(to="ben-kia")
    assert CorrectionReport.objects.get().path == report.path


def test_a_form_sent_after_the_hand_over_goes_to_who_took_over(dose: Dose) -> None:
    channel()
    channel("ben-kia", path="vn/2025:48")
    hand_over(to="ben-kia")
    late = send(dose, at=AT + timedelta(hours=1), form_opened_at=AT - timedelta(minutes=1))
    assert late.path == "vn/2025:48"


@pytest.mark.django_db
def test_a_channel_is_handed_over_once() -> None:
    channel()
    hand_over()
    with pytest.raises(operations.ChannelIsElsewhere):
        hand_over()


def test_two_hand_overs_at_once_end_in_one(committed_db: None) -> None:
    channel("mot")
    channel("hai")
    together, ended = threading.Barrier(2, timeout=30), []

    def run(act: Callable[[], object]) -> None:
        together.wait()
        try:
            act()
            ended.append("")
        except Refusal as refusal:
            ended.append(type(refusal).__name__)
        connection.close()

    acts = (lambda: hand_over("mot", "hai"), lambda: hand_over("hai", "mot"))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ended) == ["", "SuccessorIsNotOpen"]
    assert Channel.objects.filter(handed_over_at__isnull=False).count() == 1


def test_nobody_is_asked_twice_by_a_hand_over(dose: Dose) -> None:
    channel()
    first = send(dose)
    hand_over()
    again = send(dose, "quoc-gia")
    assert again.pk == first.pk
    assert AuditEntry.objects.get(action="correction_report.sent_again").object_id == first.pk


def test_photos_sent_again_are_kept_with_the_first_report(dose: Dose) -> None:
    channel()
    first = send(dose)
    corrections.about(dose, photos=2)
    assert first.evidence.count() == 2


def test_what_comes_in_and_ends_is_counted(dose: Dose) -> None:
    channel()
    officer, report = corrections.officer(), send(dose)
    corrections.taken_up(report, officer)
    operations.refuse_report(
        report_id=report.pk,
        reason=RefusalReason.SLIP_BLURRED,
        note="Mờ.",
        by=officer,
        at=AT + timedelta(hours=5, minutes=59),
    )
    told = ChannelTally.objects.filter(channel__code="tp-hcm").order_by("what")
    assert [(one.what, one.hours, one.number) for one in told] == [
        (Tallied.RECEIVED, 0, 1),
        (Tallied.REFUSED, 5, 1),
    ]


def test_a_report_taken_back_is_counted(dose: Dose) -> None:
    report = send(dose, "quoc-gia")
    by = accounts.citizen_of(dose.patient)
    operations.withdraw_report(report_id=report.pk, by=by, at=AT)
    assert ChannelTally.objects.get(what=Tallied.WITHDRAWN).number == 1


def test_where_nobody_else_is_responsible_the_channel_is(db: None) -> None:
    channel()
    claim = corrections.new_dose_claim()
    report = submit_report(
        kind=ReportKind.NOTHING_RECORDED,
        patient_id=None,
        dose_id=None,
        claims=Claims(
            dose=DoseClaim(
                vaccine_id=reference.vaccine().pk, administered_on=claim.administered_on
            ),
            person=corrections.newcomer(),
        ),
        story="",
        photos=(),
        submission_key=new_submission_key(),
        by=corrections.stranger(),
        at=AT,
        channel_code="tp-hcm",
    )
    assert report.path == CITY


def test_a_tally_that_is_not_what_the_reports_say_is_named(dose: Dose) -> None:
    report = send(dose, "quoc-gia")
    assert list(channel_queries.tallies_that_disagree()) == []
    ChannelTally.objects.update(number=7)
    (found,) = channel_queries.tallies_that_disagree()
    assert found == (f"channel {report.channel_id}: 7 reports received were added up, there are 1")


def test_half_of_the_reports_were_decided_within_the_median(dose: Dose) -> None:
    channel = Channel.objects.get(code="quoc-gia")
    for hours, number in ((0, 1), (5, 2), (90, 1)):
        ChannelTally.objects.create(
            channel=channel, what=Tallied.ACCEPTED, hours=hours, slot=0, number=number
        )
    ChannelTally.objects.create(channel=channel, what=Tallied.RECEIVED, hours=0, slot=3, number=9)
    figures = channel_queries.figures_of([channel])[channel.pk]
    assert (figures.received, figures.open, figures.decided) == (9, 5, 4)
    assert figures.median_hours == 6
