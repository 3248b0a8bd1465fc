"""A clerk says of a row whether its dose is one on record."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow, RowAnswer
from sotiem.imports.operations import (
    NotWaitingForThis,
    RowAsksSomethingElse,
    SomethingChangedMeanwhile,
    TooLateToTakeBack,
    answer_row,
    begin_commit,
    commit_import,
    take_back_answer,
)
from sotiem.imports.queries import doses_in_question, what_is_seen
from sotiem.imports.states import Answer
from sotiem.imports.waiting import next_waiting
from sotiem.patients.models import Patient
from tests.factories import doses, imports, patients, reference

pytestmark = pytest.mark.django_db

KNOWN_DAY = date(2021, 9, 13)  # the row says the 14th


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


@pytest.fixture
def patient() -> Patient:
    """Somebody with a dose the day before the one that the sheet tells."""
    patient = patients.patient()
    doses.dose(patient, KNOWN_DAY)
    return patient


def asking(clerk: Staff) -> ImportRow:
    imports.checked(imports.sheet(imports.row()), by=clerk)
    return row_now()


def row_now() -> ImportRow:
    return ImportRow.objects.select_related("answer", "dose_import").latest("pk")


def seen(row: ImportRow) -> str:
    return what_is_seen(row, [dose.dose_id for dose in doses_in_question(row)])


def say(answer: Answer, clerk: Staff, *, at: datetime = imports.AT) -> ImportRow:
    row = row_now()
    return answer_row(row_id=row.pk, answer=answer, seen=seen(row), by=clerk, at=at)


def take_back(clerk: Staff, *, at: datetime = imports.AT) -> ImportRow:
    return take_back_answer(row_id=row_now().pk, by=clerk, at=at)


def commit(clerk: Staff) -> DoseImport:
    return commit_import(import_id=row_now().dose_import_id, by=clerk, at=imports.AT)


def fate() -> tuple[str, dict[str, int], int]:
    row = row_now()
    counting = Dose.objects.filter(current__status="completed").count()
    return row.outcome, row.dose_import.counts, counting


def test_another_dose_is_recorded_with_the_sheet(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    assert row.asks_about_dose
    assert next_waiting(row.dose_import) == row
    say(Answer.ANOTHER, clerk)
    assert fate() == ("new", {"new": 1}, 1)
    assert next_waiting(row.dose_import) is None
    assert commit(clerk).counts == {"recorded": 1}
    assert fate() == ("recorded", {"recorded": 1}, 2)
    assert Dose.objects.latest("pk").patient == patient


def test_the_dose_on_record_is_not_recorded_again(clerk: Staff, patient: Patient) -> None:
    asking(clerk)
    say(Answer.SAME, clerk)
    assert fate() == ("known", {"known": 1}, 1)
    commit(clerk)
    assert fate() == ("known", {"known": 1}, 1)


def test_another_dose_of_a_sheet_already_recorded_is_recorded_at_once(
    clerk: Staff, patient: Patient
) -> None:
    asking(clerk)
    assert commit(clerk).counts == {"review": 1}
    say(Answer.ANOTHER, clerk)
    assert fate() == ("recorded", {"recorded": 1}, 2)
    assert row_now().dose == Dose.objects.latest("pk")


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("is_committed", [False, True])
def test_an_answer_taken_back_leaves_all_as_it_was(
    clerk: Staff, patient: Patient, answer: Answer, is_committed: bool
) -> None:
    asking(clerk)
    if is_committed:
        commit(clerk)
    before = (fate(), row_now().problems)
    say(answer, clerk)
    take_back(clerk)
    take_back(clerk)  # asking again changes nothing
    assert (fate(), row_now().problems) == before
    assert not RowAnswer.objects.exists()
    say(answer, clerk)
    assert fate()[0] != "review"


def test_a_correction_first_takes_back_what_the_earlier_answer_did(
    clerk: Staff, patient: Patient
) -> None:
    asking(clerk)
    commit(clerk)
    say(Answer.ANOTHER, clerk)
    say(Answer.SAME, clerk)
    assert fate() == ("known", {"known": 1}, 1)
    say(Answer.ANOTHER, clerk)
    assert fate() == ("recorded", {"recorded": 1}, 2)


def test_the_same_answer_twice_is_one(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    commit(clerk)
    shown = seen(row_now())
    for _ in range(2):
        answer_row(row_id=row.pk, answer=Answer.ANOTHER, seen=shown, by=clerk, at=imports.AT)
    assert fate() == ("recorded", {"recorded": 1}, 2)
    assert AuditEntry.objects.filter(action="import_row.answered").count() == 1


def test_a_dose_that_came_since_is_not_answered_for_unseen(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    shown = seen(row)
    doses.dose(patient, date(2021, 9, 16))
    with pytest.raises(SomethingChangedMeanwhile):
        answer_row(row_id=row.pk, answer=Answer.ANOTHER, seen=shown, by=clerk, at=imports.AT)


def test_a_colleagues_answer_is_not_overruled_unseen(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    shown = seen(row)
    say(Answer.SAME, clerk)
    with pytest.raises(SomethingChangedMeanwhile):
        answer_row(row_id=row.pk, answer=Answer.ANOTHER, seen=shown, by=clerk, at=imports.AT)


def test_a_dose_that_comes_after_the_answer_is_asked_about_again(
    clerk: Staff, patient: Patient
) -> None:
    asking(clerk)
    say(Answer.ANOTHER, clerk)
    doses.dose(patient, date(2021, 9, 15))
    commit(clerk)
    assert fate() == ("review", {"review": 1}, 2)
    assert row_now().asks_about_dose
    assert row_now().standing_answer is None
    say(Answer.ANOTHER, clerk)
    assert fate() == ("recorded", {"recorded": 1}, 3)


def test_a_row_that_asks_whose_it_is_takes_no_answer_about_a_dose(clerk: Staff) -> None:
    patients.patient(patients.facts(cccd="", phone="0909999888"))
    row = asking(clerk)
    assert not row.asks_about_dose
    with pytest.raises(RowAsksSomethingElse):
        say(Answer.ANOTHER, clerk)


def test_a_clerk_of_another_facility_answers_nothing(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    elsewhere = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    with pytest.raises(NotAllowed):
        answer_row(row_id=row.pk, answer=Answer.SAME, seen=seen(row), by=elsewhere, at=imports.AT)
    with pytest.raises(NotAllowed):
        take_back_answer(row_id=row.pk, by=elsewhere, at=imports.AT)


def test_nothing_is_answered_while_the_sheet_is_being_recorded(
    clerk: Staff, patient: Patient, at: datetime
) -> None:
    row = asking(clerk)
    begin_commit(import_id=row.dose_import_id, by=clerk, at=at)
    with pytest.raises(NotWaitingForThis):
        say(Answer.SAME, clerk)


def test_a_dose_recorded_long_ago_is_put_right_by_a_report_only(
    clerk: Staff, patient: Patient
) -> None:
    asking(clerk)
    commit(clerk)
    say(Answer.ANOTHER, clerk)
    later = imports.AT + timedelta(hours=24, minutes=1)
    with pytest.raises(TooLateToTakeBack):
        take_back(clerk, at=later)
    assert fate()[0] == "recorded"


def test_answers_leave_traces_on_the_persons_record(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    say(Answer.SAME, clerk)
    take_back(clerk)
    entries = AuditEntry.objects.filter(patient_id=patient.pk, object_kind="importrow")
    assert [
        (one.action, one.object_id, one.details["answer"]) for one in entries.order_by("pk")
    ] == [
        ("import_row.answered", row.pk, "same"),
        ("import_row.taken_back", row.pk, "same"),
    ]


def test_an_answer_is_one_of_those_there_are(clerk: Staff, patient: Patient) -> None:
    row = asking(clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RowAnswer.objects.create(
            row=row, answer="perhaps", about=[], answered_by="x", answered_at=imports.AT
        )
