"""Whose word a sheet of corrections needs, and which rows are hers who sends it."""

from dataclasses import replace

import pytest

from sotiem.accounts.facts import Role
from sotiem.corrections.models import CorrectionReport
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.mending import operations
from sotiem.mending.facts import RowTrouble
from sotiem.mending.states import SheetStatus
from sotiem.patients.models import Patient
from tests.factories import accounts, corrections, doses, links, mending, patients, reference
from tests.factories.mending import AT, carried_out, checked, row_of
from tests.mending.test_sheets import DOSE, change, now_of, trouble

pytestmark = pytest.mark.django_db


def test_neither_who_sent_a_sheet_nor_who_began_it_is_the_second_officer() -> None:
    sender, beginner, patient = corrections.officer(), corrections.officer(), patients.patient()
    sheet = checked(sender, row_of(patient, right_phone="0912345678"))
    operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=beginner, at=AT)
    for one in (sender, beginner):
        with pytest.raises(operations.SecondMustBeAnother):
            operations.agree_with_corrections(sheet_id=sheet.pk, by=one, at=AT)
    agreed = operations.agree_with_corrections(sheet_id=sheet.pk, by=corrections.officer(), at=AT)
    assert agreed.status == SheetStatus.COMMITTING


def test_a_sheet_of_two_places_is_for_who_may_decide_in_both() -> None:
    both = accounts.staff((Role.OFFICER, "vn/2025:79"), (Role.OFFICER, "vn/2025:48"))
    sheet = checked(both, row_of(patients.patient(), right_name="Nguyễn Thị Bảo Ngọc"))
    with pytest.raises(NotAllowed):
        operations.cancel_corrections(
            sheet_id=sheet.pk, by=corrections.officer("vn/2025:79"), at=AT
        )
    cancelled = operations.cancel_corrections(sheet_id=sheet.pk, by=both, at=AT)
    assert cancelled.status == SheetStatus.CANCELLED


def test_of_an_officer_who_may_no_longer_nothing_is_taken_back() -> None:
    officer, patient = corrections.officer(), patients.patient()
    sheet = carried_out(checked(officer, row_of(patient, right_name="Nguyễn Thị Ngọc")), officer)
    operations.begin_undo(sheet_id=sheet.pk, note="Nhầm", by=officer, at=AT)
    now = replace(officer, grants=())
    sheet = operations.undo_corrections(sheet_id=sheet.pk, by=now, at=AT)
    assert sheet.status == SheetStatus.COMMITTED
    assert Patient.objects.get(pk=patient.pk).current.full_name == "Nguyễn Thị Ngọc"


def test_a_submission_is_hers_who_sent_it() -> None:
    officer, key = corrections.officer(), new_submission_key()
    content = mending.content_of(row_of(patients.patient(), right_name="Nguyễn Thị Ngọc"))
    sent = {"content": content, "file_name": "a.csv", "submission_key": key, "at": AT}
    sheet = operations.upload_corrections(**sent, by=officer)  # type: ignore[arg-type]
    again = operations.upload_corrections(**sent, by=officer)  # type: ignore[arg-type]
    assert again.pk == sheet.pk
    with pytest.raises(NotAllowed):
        operations.upload_corrections(
            **sent,  # type: ignore[arg-type]
            by=corrections.officer(),
        )


def test_a_report_that_a_colleague_holds_or_another_unit_has_is_not_decided_by_a_row() -> None:
    officer, dose = corrections.officer(reference.facility().path), doses.dose(patients.patient())
    report = corrections.about(dose)
    row = row_of(dose.patient, report=report.tracking_code)
    CorrectionReport.objects.update(path="vn/2025:48")
    assert trouble(checked(officer, row)) == [RowTrouble.NOT_YOURS]
    CorrectionReport.objects.update(path=report.path)
    corrections.taken_up(report, corrections.officer())
    assert trouble(checked(corrections.officer(), row)) == [RowTrouble.REPORT_CLOSED]


def test_a_number_that_two_people_of_one_name_hold_means_neither() -> None:
    one, other = (patients.patient(patients.facts(phone=phone)) for phone in ("", "0912345678"))
    row = row_of(one, right_name="Nguyễn Thị Bảo Ngọc")
    assert trouble(checked(corrections.officer(), row)) == [RowTrouble.PERSON_UNCLEAR]
    links.link(one.pk, other.pk)
    assert trouble(checked(corrections.officer(), row)) == []


def test_of_two_doses_of_a_day_the_vaccine_tells_which() -> None:
    patient = patients.patient()
    doses.dose(patient)
    other = patients.patient(patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""))
    doses.dose(other)
    links.link(patient.pk, other.pk)
    row = row_of(patient, **DOSE, right_lot="A1")
    assert trouble(checked(corrections.officer(), row)) == [RowTrouble.DOSE_UNCLEAR]


def test_each_step_of_a_sheet_leaves_a_trace() -> None:
    officer, dose = corrections.officer(), doses.dose(patients.patient())
    sheet = carried_out(checked(officer, row_of(dose.patient, **DOSE, right_lot="A1")), officer)
    assert now_of(dose).current.lot_number == "A1"
    traces = AuditEntry.objects.filter(object_kind="mendingsheet", object_id=sheet.pk)
    assert [entry.action for entry in traces.order_by("pk")] == [
        "mending_sheet.uploaded",
        "mending_sheet.ready",
        "mending_sheet.committing",
        "mending_sheet.committed",
    ]


def test_a_report_whose_dose_was_changed_since_is_not_decided_by_a_row() -> None:
    officer, dose = corrections.officer(), doses.dose(patients.patient())
    report = corrections.about(dose)
    row = {"report": report.tracking_code, "full_name": dose.patient.current.full_name}
    sheet = checked(officer, row)
    change(dose, lot_number="FK0999")
    carried_out(sheet, officer)
    assert trouble(sheet) == [RowTrouble.CHANGED_SINCE]
    report.refresh_from_db()
    assert report.is_open
