"""Rows that wait are found again: by later files, by corrections, and by whoever asks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sotiem.accounts.facts import Staff
from sotiem.doses.models import Dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import ImportRow, WaitingCount, WaitingRow, WaitingRowKey
from sotiem.imports.operations import cancel_import, place_waiting_rows
from sotiem.imports.waiting import (
    facilities_with_waiting_rows,
    waiting_count,
    waiting_rows,
    waiting_rows_for,
    waiting_rows_of,
)
from sotiem.matching.facts import PersonClue
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from tests.factories import doses, imports, patients, reference

pytestmark = pytest.mark.django_db
LATER = imports.AT + timedelta(hours=1)
ALIKE = replace(patients.facts(), cccd="", phone="0909999888")


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


@pytest.fixture
def alike(clerk: Staff) -> Patient:
    return patients.patient(ALIKE)


def place() -> int:
    facility = reference.facility()
    return place_waiting_rows(facility_id=facility.pk, by=machine("imports"), at=LATER)


def test_what_waits_is_kept_with_reason_dose_and_keys(clerk: Staff, alike: Patient) -> None:
    imports.checked(imports.sheet(imports.row()), by=clerk)
    waiting = WaitingRow.objects.get()
    assert (waiting.reason, waiting.given_on) == ("similar_people", date(2021, 9, 14))
    assert waiting.vaccine == reference.vaccine()
    assert WaitingRowKey.objects.filter(row=waiting).count() > 3
    assert waiting_count(reference.facility()) == 1


def test_a_sheet_laid_aside_waits_no_longer(clerk: Staff, alike: Patient) -> None:
    sheet = imports.checked(imports.sheet(imports.row()), by=clerk)
    cancel_import(import_id=sheet.pk, by=clerk, at=LATER)
    assert not WaitingRow.objects.exists()
    assert not WaitingRowKey.objects.exists()
    assert WaitingCount.objects.get().rows == 0


def test_a_row_whose_dose_came_with_a_later_file_is_known(clerk: Staff, alike: Patient) -> None:
    sheet = imports.committed(imports.sheet(imports.row()), by=clerk)
    later = imports.committed(imports.sheet(imports.row(phone="0909999888", number="")), by=clerk)
    assert later.counts == {"recorded": 1}
    assert Dose.objects.get().patient == alike
    job = ProcrastinateJob.objects.filter(task_name="place_waiting_rows").latest("id")
    assert job.args == {"facility_id": reference.facility().pk}
    assert place() == 0  # the row alone still does not tell whose it is
    known = replace(ALIKE, cccd="079187001234")
    amend_patient(
        patient_id=alike.pk,
        facts=known,
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=LATER,
    )
    assert place() == 1
    row = ImportRow.objects.get(dose_import=sheet)
    assert row.outcome == "known"
    assert row.patient == alike
    (told,) = row.problems
    assert (told["code"], told["value_shown"]) == ("recorded_later", "danh-sach.xlsx #2")
    sheet.refresh_from_db()
    assert sheet.counts == {"known": 1}
    assert waiting_count(reference.facility()) == 0
    assert AuditEntry.objects.get(action="import_row.placed").patient_id == alike.pk


def test_a_dose_that_came_from_elsewhere_is_told_by_its_day(clerk: Staff) -> None:
    known = patients.patient()
    doses.dose(known, date(2021, 9, 13))
    imports.committed(imports.sheet(imports.row()), by=clerk)
    assert facilities_with_waiting_rows() == [reference.facility().pk]
    doses.dose(known, date(2021, 9, 14))
    assert place() == 1
    assert ImportRow.objects.get().problems[-1]["value_shown"] == "01/10/2021"


def test_a_row_is_found_by_whoever_it_may_be_about(clerk: Staff, alike: Patient) -> None:
    imports.checked(imports.sheet(imports.row()), by=clerk)
    (found,) = waiting_rows_of(alike.pk)
    assert found.waiting.row == ImportRow.objects.get()
    assert 0.1 < found.probability < 1
    clue = PersonClue(full_name="Nguyen Thi Bao Loc", birth_date="03/04/1987", phone="0901234567")
    (again,) = waiting_rows_for(clue)
    assert again.waiting == found.waiting
    vaccine = reference.vaccine().pk
    assert waiting_rows_for(clue, vaccine_id=vaccine, given_on=date(2021, 9, 14))
    assert not waiting_rows_for(clue, given_on=date(2021, 9, 15))
    stranger = patients.patient(
        patients.facts(full_name="Trần Văn Mẫu", birth_date="1950", phone="0911111111", cccd="")
    )
    assert waiting_rows_of(stranger.pk) == []


def test_a_row_whose_person_is_known_is_found_without_a_doubt(clerk: Staff) -> None:
    known = patients.patient()
    doses.dose(known, date(2021, 9, 13))
    imports.checked(imports.sheet(imports.row()), by=clerk)
    (found,) = waiting_rows_of(known.pk)
    assert found.probability == 1.0


def test_the_work_list_is_read_page_by_page_and_reason_by_reason(
    clerk: Staff, alike: Patient
) -> None:
    rows = [imports.row(), imports.row(day="10/10/2021")]
    imports.checked(imports.sheet(*rows), by=clerk)
    facility = reference.facility()
    first, second = waiting_rows(facility)
    place_of_first = (first.dose_import.public_id, first.row.number, first.row.slot)
    assert waiting_rows(facility, after=place_of_first) == [second]
    assert waiting_rows(facility, reason="similar_people", limit=1) == [first]
    assert waiting_rows(facility, reason="dose_may_be_known") == []
    assert waiting_rows(reference.facility("79102", "Trạm Y tế Bình An")) == []


def test_finding_rows_asks_a_fixed_number_of_questions(clerk: Staff, alike: Patient) -> None:
    counts = []
    for number in (1, 3):
        days = (f"{day:02}/10/2021" for day in range(1, number + 1))
        imports.checked(imports.sheet(*(imports.row(day=day) for day in days)), by=clerk)
        waiting_rows_of(alike.pk)
        with CaptureQueriesContext(connection) as asked:
            waiting_rows_of(alike.pk)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
