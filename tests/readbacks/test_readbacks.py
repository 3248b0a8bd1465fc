"""A dose is read back to its person: right, wrong, mended, or a report; nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sotiem.accounts.facts import Role
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.models import Entry, VaccinationSession
from sotiem.campaigns.operations import (
    DoseIsInDoubt,
    PersonIsKnown,
    SessionIsOver,
    close_session,
    enter_dose,
    withdraw_entry,
)
from sotiem.corrections.facts import ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.facts import DoseReason
from sotiem.doses.operations import NothingToAmend
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.patients.facts import PatientReason
from sotiem.readbacks import queries
from sotiem.readbacks.facts import Counts, Field, Wrong
from sotiem.readbacks.models import Answer, Readback
from sotiem.readbacks.operations import (
    EntryHasChanged,
    EntryIsWithdrawn,
    LinkHasEnded,
    NobodySaysWrong,
    hand_over_due,
    keep_entry,
    mend_entry,
    say_right,
    say_wrong,
)
from sotiem.readbacks.states import ReadbackState
from sotiem.triage.operations import sort_reports
from tests.factories import accounts, campaigns, patients, reference
from tests.factories.campaigns import AT
from tests.factories.readbacks import again, later, read_back, said_of

pytestmark = pytest.mark.django_db
LOT_WRONG = Wrong({Field.LOT: "FK0209"})


def right(readback: Readback, minutes: int = 5) -> Readback:
    seen = queries.seen_of(again(readback))
    say_right(readback_id=readback.pk, seen=seen, at=later(minutes))
    return again(readback)


def wrong(readback: Readback, what: Wrong | None = None, minutes: int = 5) -> Readback:
    say_wrong(readback_id=readback.pk, wrong=what or Wrong(), at=later(minutes))
    return again(readback)


def closed(readback: Readback, minutes: int = 60) -> VaccinationSession:
    by = campaigns.clerk()
    return close_session(session_id=readback.session_id, reason="Thiếu", by=by, at=later(minutes))


def test_the_entry_is_read_back_at_once_by_a_link_that_names_nobody() -> None:
    readback = read_back()
    message = Message.objects.get(purpose="readback")
    assert message.phone == patients.facts().phone
    address = message.values["address"]
    assert address.endswith(f"/xn/{queries.token_of(readback)}")
    assert queries.find_readback(queries.token_of(readback)) == readback
    assert readback.state == ReadbackState.WAITING
    assert readback.expires_at == AT + timedelta(hours=24)


def test_who_gave_no_telephone_has_the_link_on_paper_alone() -> None:
    readback = read_back(person=patients.facts(phone=""))
    assert not Message.objects.exists()
    assert queries.open_links([readback.entry.dose_id or 0], at=AT) == {
        readback.entry.dose_id: readback
    }


def test_a_code_alone_opens_nothing() -> None:
    readback = read_back()
    token = queries.token_of(readback)
    assert queries.find_readback(readback.code) is None
    assert queries.find_readback(token[:-1] + ("2" if token[-1] != "2" else "3")) is None
    assert queries.find_readback("") is None


def test_right_is_kept_with_the_versions_and_the_moment_and_twice_is_once() -> None:
    readback = right(right(read_back()), 9)
    answer = Answer.objects.get()
    assert readback.state == ReadbackState.RIGHT
    assert readback.entry.dose is not None and readback.entry.patient is not None
    assert answer.dose_version_id == readback.entry.dose.current_id
    assert answer.person_version_id == readback.entry.patient.current_id
    assert answer.said_at == later(5)
    told = AuditEntry.objects.filter(action="readback.said_right")
    assert [entry.patient_id for entry in told] == [readback.entry.patient_id]


def test_one_touch_says_wrong_and_the_team_sees_it() -> None:
    readback = wrong(wrong(read_back()))
    assert Answer.objects.count() == 1
    assert queries.called_wrong(readback.session) == [readback]
    assert queries.counts_of(readback.session) == Counts(wrong=1)
    assert not CorrectionReport.objects.exists()
    more = wrong(readback, LOT_WRONG)
    assert Answer.objects.count() == 2
    last = queries.last_wrong(more)
    assert last is not None and last.wrong == LOT_WRONG


def test_mended_on_the_spot_with_its_source_and_asked_again() -> None:
    reference.lot("FK0209")
    readback = wrong(read_back(), LOT_WRONG)
    said = said_of(readback, lot_number="fk 0209", full_name="Nguyễn Thị Bảo Ngọc")
    said = with_accepted(said)
    mend_entry(readback_id=readback.pk, said=said, by=campaigns.clerk(), at=later(8))
    readback = again(readback)
    assert readback.state == ReadbackState.MENDED
    assert readback.entry.dose is not None and readback.entry.patient is not None
    dose, person = readback.entry.dose.current, readback.entry.patient.current
    assert (dose.lot_number, dose.reason) == ("FK0209", DoseReason.POINT_OF_CARE)
    assert (person.full_name, person.reason) == (
        "Nguyễn Thị Bảo Ngọc",
        PatientReason.POINT_OF_CARE,
    )
    assert readback.entry.lot is not None and readback.entry.lot.number == "FK0209"
    assert readback.entry.appointment is not None
    assert readback.entry.appointment.facts["full_name"] == "Nguyễn Thị Bảo Ngọc"
    assert queries.counts_of(readback.session) == Counts(unanswered=1)
    assert right(readback, 9).state == ReadbackState.RIGHT


def with_accepted(said: EntrySaid) -> EntrySaid:
    return replace(said, accepted=frozenset({"lot_not_in_session"}))


def test_what_was_mended_meanwhile_is_not_called_right_unseen() -> None:
    readback = wrong(read_back())
    seen = queries.seen_of(readback)
    said = said_of(readback, birth_date="1988-04-03", cccd="")
    mend_entry(readback_id=readback.pk, said=said, by=campaigns.clerk(), at=later(8))
    with pytest.raises(EntryHasChanged):
        say_right(readback_id=readback.pk, seen=seen, at=later(9))


def test_a_doubtful_lot_is_not_put_in_unseen() -> None:
    readback = wrong(read_back())
    with pytest.raises(DoseIsInDoubt):
        said = said_of(readback, lot_number="KHONGCO")
        mend_entry(readback_id=readback.pk, said=said, by=campaigns.clerk(), at=later(8))
    with pytest.raises(NothingToAmend):
        mend_entry(
            readback_id=readback.pk, said=said_of(readback), by=campaigns.clerk(), at=later(8)
        )
    assert again(readback).state == ReadbackState.WRONG


def test_who_was_on_record_before_is_put_right_by_a_report_alone() -> None:
    known = patients.patient()
    readback = wrong(read_back(), Wrong({Field.PHONE: "0909111222"}))
    assert readback.entry.patient_id == known.pk
    with pytest.raises(PersonIsKnown):
        said = said_of(readback, phone="0909111222")
        mend_entry(readback_id=readback.pk, said=said, by=campaigns.clerk(), at=later(8))
    closed(readback)
    report = CorrectionReport.objects.get()
    assert report.kind == ReportKind.PERSON_WRONG
    assert report.said.change.phone == "0909111222"


def test_a_stranger_mends_nothing() -> None:
    readback = wrong(read_back())
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    stranger = accounts.staff((Role.CLERK, elsewhere.path))
    with pytest.raises(NotAllowed):
        said = said_of(readback, birth_date="1988-04-03")
        mend_entry(readback_id=readback.pk, said=said, by=stranger, at=later(8))
    with pytest.raises(NotAllowed):
        keep_entry(readback_id=readback.pk, note="Đúng rồi", by=stranger, at=later(8))


def test_the_team_may_keep_it_and_says_why() -> None:
    readback = wrong(read_back())
    for _ in range(2):
        keep_entry(readback_id=readback.pk, note="Đúng theo lọ", by=campaigns.clerk(), at=later(8))
    readback = again(readback)
    assert (readback.state, readback.note) == (ReadbackState.KEPT, "Đúng theo lọ")
    assert AuditEntry.objects.filter(action="readback.kept").count() == 1
    assert wrong(readback, minutes=9).state == ReadbackState.WRONG
    right(readback, 10)
    with pytest.raises(NobodySaysWrong):
        keep_entry(readback_id=readback.pk, note="Khác", by=campaigns.clerk(), at=later(11))


def test_a_mind_is_changed_until_the_end() -> None:
    readback = wrong(right(read_back()))
    assert readback.state == ReadbackState.WRONG
    assert right(readback, 7).state == ReadbackState.RIGHT
    assert queries.called_wrong(readback.session) == []
    with pytest.raises(LinkHasEnded):
        say_wrong(readback_id=readback.pk, wrong=Wrong(), at=later(24 * 60))


def test_when_the_session_closes_it_becomes_a_report_with_what_was_said() -> None:
    readback = wrong(read_back(), Wrong({Field.LOT: "FK0209", Field.OTHER: ""}, "Lọ khác"))
    closed(readback, 6)
    readback = again(readback)
    report = CorrectionReport.objects.get()
    assert (readback.state, readback.report) == (ReadbackState.HANDED_OVER, report)
    assert (report.kind, report.dose_id) == (ReportKind.DOSE_WRONG, readback.entry.dose_id)
    assert report.said.dose.lot_number == "FK0209"
    assert "số lô (đúng là: FK0209)" in report.story and "Lọ khác" in report.story
    with pytest.raises(SessionIsOver):
        said = said_of(readback, birth_date="1988-04-03", cccd="")
        mend_entry(readback_id=readback.pk, said=said, by=campaigns.clerk(), at=later(70))


def test_after_the_observation_it_becomes_a_report_though_nothing_was_said_of_what() -> None:
    readback = wrong(read_back(), minutes=25)
    assert hand_over_due(at=later(39)) == 0
    assert hand_over_due(at=later(40)) == 1
    assert hand_over_due(at=later(41)) == 0
    report = CorrectionReport.objects.get()
    assert report.kind == ReportKind.DOSE_WRONG
    assert "Chưa nói sai ở đâu" in report.story
    assert report.reporter_phone == patients.facts().phone
    assert again(readback).report == report


def test_the_machine_does_not_answer_that_nothing_is_wrong() -> None:
    readback = wrong(read_back())
    closed(readback)
    report = CorrectionReport.objects.get()
    sort_reports(report_ids=[report.pk], at=later(61))
    report.refresh_from_db()
    assert report.is_open


def test_wrong_after_the_session_is_a_report_at_once_and_right_takes_it_back() -> None:
    readback = read_back()
    closed(readback)
    readback = wrong(readback, minutes=90)
    assert readback.state == ReadbackState.HANDED_OVER
    first = readback.report
    readback = wrong(readback, LOT_WRONG, minutes=91)
    assert readback.report is not None and readback.report != first
    assert readback.report.said.dose.lot_number == "FK0209"
    assert CorrectionReport.objects.filter(status="submitted").count() == 1
    right(readback, 95)
    assert not CorrectionReport.objects.exclude(status="withdrawn").exists()


def test_what_is_withdrawn_is_neither_right_nor_wrong() -> None:
    readback = wrong(read_back())
    withdraw_entry(
        entry_id=readback.entry_id, reason="Nhầm người", by=campaigns.clerk(), at=later(8)
    )
    with pytest.raises(EntryIsWithdrawn):
        right(readback, 9)
    assert queries.counts_of(readback.session) == Counts()
    closed(readback)
    assert not CorrectionReport.objects.exists()


def test_an_entry_sent_twice_is_read_back_once() -> None:
    by = campaigns.clerk()
    held, said = campaigns.session(by=by), campaigns.said()
    for _ in range(2):
        enter_dose(session_id=held.pk, said=said, by=by, at=AT)
    assert (Entry.objects.count(), Readback.objects.count()) == (1, 1)
    assert Message.objects.filter(purpose="readback").count() == 1
