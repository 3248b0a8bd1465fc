"""A clerk says whose a row is."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow, RowDecision, WaitingCount, WaitingRow
from sotiem.imports.operations import (
    BirthDateIsToBeCorrected,
    RowAsksSomethingElse,
    SomethingChangedMeanwhile,
    TooLateToTakeBack,
    commit_import,
    decide_row,
    take_back_decision,
)
from sotiem.imports.queries import people_in_question, who_is_seen
from sotiem.imports.states import Decision
from sotiem.imports.waiting import next_waiting, previous_waiting
from sotiem.patients.models import Patient
from tests.factories import doses, imports, patients, reference

pytestmark = pytest.mark.django_db
# Name and birth date of the good row, but nothing that bears it out.
ALIKE = replace(patients.facts(), cccd="", phone="0909999888")


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


@pytest.fixture
def alike(clerk: Staff) -> Patient:
    """Somebody on record who may be the person of the row."""
    return patients.patient(ALIKE)


def asking(clerk: Staff, **changes: str) -> ImportRow:
    imports.checked(imports.sheet(imports.row(**changes)), by=clerk)
    row = row_now()
    assert row.asks_about_person
    return row


def row_now() -> ImportRow:
    rows = ImportRow.objects.select_related("answer", "decision", "dose_import")
    return rows.latest("pk")


def seen(row: ImportRow) -> str:
    return who_is_seen(row, [one.patient_id for one in people_in_question(row)])


def say(
    decision: Decision, clerk: Staff, patient: Patient | None = None, *, at: datetime = imports.AT
) -> ImportRow:
    row = row_now()
    return decide_row(
        row_id=row.pk,
        decision=decision,
        patient_id=patient.pk if patient else None,
        seen=seen(row),
        by=clerk,
        at=at,
    )


def commit(clerk: Staff) -> DoseImport:
    return commit_import(import_id=row_now().dose_import_id, by=clerk, at=imports.AT)


def test_a_dose_of_somebody_on_record_is_recorded_for_her_and_nothing_else_changes(
    clerk: Staff, alike: Patient
) -> None:
    asking(clerk)
    assert say(Decision.KEEP, clerk, alike).outcome == "new"
    assert commit(clerk).counts == {"recorded": 1}
    assert Dose.objects.get().patient == alike
    alike.refresh_from_db()
    assert alike.current.number == 1
    assert Patient.objects.count() == 1


def test_what_is_empty_on_record_is_filled_and_what_differs_stays(
    clerk: Staff, alike: Patient
) -> None:
    asking(clerk)
    say(Decision.USE, clerk, alike)
    commit(clerk)
    alike.refresh_from_db()
    assert alike.current.cccd == "079187001234"
    assert alike.current.phone == "0909999888"
    assert alike.current.reason == "completed"


def test_someone_new_is_registered(clerk: Staff, alike: Patient) -> None:
    asking(clerk)
    assert say(Decision.BOTH, clerk).outcome == "new"
    commit(clerk)
    assert Patient.objects.count() == 2
    assert Dose.objects.get().patient != alike


def test_whoever_came_since_is_not_told_apart_unseen(clerk: Staff, alike: Patient) -> None:
    asking(clerk)
    say(Decision.BOTH, clerk)
    patients.patient(replace(ALIKE, phone="0909999777"))
    assert commit(clerk).counts == {"review": 1}
    assert row_now().asks_about_person
    assert not Dose.objects.exists()


def test_a_dose_that_is_known_of_the_chosen_person_is_not_recorded_again(
    clerk: Staff, alike: Patient
) -> None:
    doses.dose(alike, date(2021, 9, 14))
    asking(clerk)
    assert say(Decision.KEEP, clerk, alike).outcome == "known"


def test_a_dose_that_may_be_known_of_the_chosen_person_is_asked_about_next(
    clerk: Staff, alike: Patient
) -> None:
    doses.dose(alike, date(2021, 9, 13))
    asking(clerk)
    row = say(Decision.KEEP, clerk, alike)
    assert (row.outcome, row.asks_about_dose) == ("review", True)
    assert WaitingRow.objects.get().reason == "dose_may_be_known"
    assert WaitingRow.objects.get().patient == alike


def test_a_row_of_a_recorded_sheet_is_recorded_at_once(clerk: Staff, alike: Patient) -> None:
    asking(clerk)
    assert commit(clerk).counts == {"review": 1}
    assert say(Decision.USE, clerk, alike).outcome == "recorded"
    assert Dose.objects.get().patient == alike
    assert row_now().dose_import.counts == {"recorded": 1}


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_decision_taken_back_leaves_the_record_as_it_was(
    clerk: Staff, alike: Patient, decision: Decision, is_committed: bool
) -> None:
    asking(clerk)
    if is_committed:
        commit(clerk)
    before = (row_now().outcome, row_now().problems, row_now().dose_import.counts)
    facts = Patient.objects.get(pk=alike.pk).current.facts
    say(decision, clerk, None if decision == Decision.BOTH else alike)
    for _ in range(2):  # asking again changes nothing
        take_back_decision(row_id=row_now().pk, by=clerk, at=imports.AT)
    assert (row_now().outcome, row_now().problems, row_now().dose_import.counts) == before
    assert Patient.objects.get(pk=alike.pk).current.facts == facts
    assert not Dose.objects.filter(current__status="completed").exists()
    assert not RowDecision.objects.exists()
    assert WaitingCount.objects.get().rows == 1


def test_a_recorded_decision_cannot_be_taken_back_after_a_day(clerk: Staff, alike: Patient) -> None:
    asking(clerk)
    commit(clerk)
    say(Decision.KEEP, clerk, alike)
    later = imports.AT + timedelta(hours=24, seconds=1)
    with pytest.raises(TooLateToTakeBack):
        take_back_decision(row_id=row_now().pk, by=clerk, at=later)


def test_another_word_is_a_correction_and_the_same_word_is_one(
    clerk: Staff, alike: Patient
) -> None:
    asking(clerk)
    commit(clerk)
    say(Decision.BOTH, clerk)
    for _ in range(2):
        say(Decision.KEEP, clerk, alike)
    counting = Dose.objects.filter(current__status="completed")
    assert counting.get().patient == alike
    assert AuditEntry.objects.filter(action="import_row.decided").count() == 2
    assert AuditEntry.objects.filter(action="import_row.reopened").count() == 1


def test_who_came_while_the_page_was_open_is_not_decided_on_unseen(
    clerk: Staff, alike: Patient
) -> None:
    row = asking(clerk)
    shown = seen(row)
    patients.patient(replace(ALIKE, phone="0909999777"))
    with pytest.raises(SomethingChangedMeanwhile):
        decide_row(
            row_id=row.pk,
            decision=Decision.BOTH,
            patient_id=None,
            seen=shown,
            by=clerk,
            at=imports.AT,
        )


def test_nobody_is_chosen_who_was_not_shown(clerk: Staff, alike: Patient) -> None:
    asking(clerk)
    stranger = patients.patient(patients.facts(full_name="Lê Văn Mẫu", phone="0911111111", cccd=""))
    with pytest.raises(SomethingChangedMeanwhile):
        say(Decision.KEEP, clerk, stranger)


def test_somebody_born_after_the_dose_is_not_chosen(clerk: Staff) -> None:
    young = patients.patient(replace(patients.facts(), birth_date="2021-12-03"))
    asking(clerk, born="03/12/1987")
    assert row_now().patient == young
    with pytest.raises(BirthDateIsToBeCorrected):
        say(Decision.KEEP, clerk, young)


def test_the_second_person_with_a_number_is_registered_without_it(clerk: Staff) -> None:
    other = imports.row(name="Trần Văn Mẫu", born="1950", sex="Nam", phone="0912000111")
    imports.checked(imports.sheet(imports.row(), other), by=clerk)
    asked = [one["code"] for one in row_now().problems]
    assert "number_of_another_row" in asked
    say(Decision.BOTH, clerk)
    assert commit(clerk).counts == {"recorded": 2}
    numbers = Patient.objects.order_by("pk").values_list("current__cccd", flat=True)
    assert list(numbers) == ["079187001234", ""]


def test_all_doses_of_a_row_are_decided_together(clerk: Staff, alike: Patient) -> None:
    second = {
        "Vắc xin mũi 2": "AstraZeneca",
        "Ngày tiêm mũi 2": "10/10/2021",
        "Số lô mũi 2": "FK0112",
        "Cơ sở tiêm mũi 2 (mã)": "79101",
    }
    headers = (*imports.HEADERS[:-1], *second, imports.HEADERS[-1])
    content = imports.sheet({**imports.row(), **second}, headers=headers)
    imports.checked(content, by=clerk)
    assert WaitingCount.objects.get().rows == 2
    say(Decision.KEEP, clerk, alike)
    assert row_now().dose_import.counts == {"new": 2}
    assert row_now().dose_import.rows_decided == 1
    assert WaitingCount.objects.get().rows == 0


def test_a_row_that_asks_nothing_is_not_decided(clerk: Staff) -> None:
    imports.checked(imports.sheet(imports.row()), by=clerk)
    with pytest.raises(RowAsksSomethingElse):
        say(Decision.BOTH, clerk)


def test_a_clerk_of_elsewhere_neither_decides_nor_takes_back(clerk: Staff, alike: Patient) -> None:
    row = asking(clerk)
    stranger = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    with pytest.raises(NotAllowed):
        say(Decision.BOTH, stranger)
    with pytest.raises(NotAllowed):
        take_back_decision(row_id=row.pk, by=stranger, at=imports.AT)


def test_rows_that_wait_are_gone_through_in_order(clerk: Staff, alike: Patient) -> None:
    imports.checked(imports.sheet(imports.row(), imports.row(day="10/10/2021")), by=clerk)
    first, second = ImportRow.objects.select_related("dose_import").order_by("pk")
    sheet = first.dose_import
    assert next_waiting(sheet) == first
    assert next_waiting(sheet, after=first) == second
    assert next_waiting(sheet, after=second) is None
    assert previous_waiting(sheet, before=second) == first


@pytest.mark.parametrize(
    "decision, is_named", [("perhaps", False), ("both", True), ("keep", False)]
)
def test_a_decision_that_makes_no_sense_is_not_kept(
    clerk: Staff, alike: Patient, decision: str, is_named: bool
) -> None:
    row = asking(clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RowDecision.objects.create(
            row=row,
            decision=decision,
            patient=alike if is_named else None,
            about=[],
            asked=[],
            decided_by="x",
            decided_at=imports.AT,
        )
