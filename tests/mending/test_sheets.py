"""An officer's sheet of corrections: checked, carried out, and taken back as a whole."""

from dataclasses import replace
from datetime import date

import pytest

from sotiem.certificates.models import Certificate
from sotiem.corrections.facts import ReportKind, Way
from sotiem.corrections.models import Decision
from sotiem.corrections.states import ReportStatus
from sotiem.deadlines.queries import disagreements_on_record
from sotiem.doses.facts import DoseReason, DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.matching.queries import holders_of
from sotiem.mending import operations
from sotiem.mending.facts import RowTrouble
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.states import Fate, SheetStatus
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from tests.factories import certificates, corrections, doses, mending, patients, reference
from tests.factories.mending import AT, carried_out, checked, row_of, undone

pytestmark = pytest.mark.django_db
DOSE = {"day": "12/08/2021", "vaccine": "AstraZeneca"}


def somebody(name: str, cccd: str) -> Patient:
    return patients.patient(patients.facts(full_name=name, cccd=cccd, phone=""))


def only_row(sheet: MendingSheet) -> MendingRow:
    return MendingRow.objects.get(sheet=sheet)


def trouble(sheet: MendingSheet) -> list[str]:
    return [one["code"] for one in only_row(sheet).findings]


def now_of(dose: Dose) -> Dose:
    return Dose.objects.select_related("current").get(pk=dose.pk)


def test_each_row_is_told_what_it_would_do_and_nothing_changes_before_the_word() -> None:
    officer, patient = corrections.officer(), patients.patient()
    doses.dose(patient)
    sheet = checked(
        officer,
        row_of(patient, **DOSE, right_day="13/08/2021"),
        row_of(patient, right_name=patient.current.full_name),
        row_of(patient, full_name="Trần Văn Khác", right_name="Ai Đó"),
    )
    assert (sheet.status, sheet.rows_total) == (SheetStatus.READY, 3)
    assert sheet.counts == {Fate.CHANGES: 1, Fate.SAME: 1, Fate.REFUSED: 1}
    assert Dose.objects.get().current.number == 1


def test_doses_and_people_are_corrected_with_all_that_follows_them() -> None:
    certificates.signing_key()
    officer, patient = corrections.officer(), patients.patient()
    dose = doses.dose(patient)
    certificates.refresh([patient.pk], at=AT)
    old = certificates.in_force(patient.pk)
    row = row_of(patient, **DOSE, right_lot="fk 0999", right_birth="04/04/1987")
    sheet = carried_out(checked(officer, row), officer)
    assert sheet.status == SheetStatus.COMMITTED
    assert sheet.counts == {Fate.DONE: 2}
    version = now_of(dose).current
    assert (version.lot_number, version.reason) == ("FK0999", DoseReason.SHEET)
    assert version.origin == f"sheet:{sheet.public_id}#2"
    person = Patient.objects.get(pk=patient.pk).current
    assert (person.birth_date, person.reason) == ("1987-04-04", PatientReason.SHEET)
    assert Certificate.objects.get(pk=old.pk).replaced_by is not None
    assert AuditEntry.objects.filter(action="dose.amended", patient_id=patient.pk).count() == 1


def test_a_whole_sheet_is_taken_back_by_next_versions() -> None:
    officer, patient = corrections.officer(), patients.patient()
    dose = doses.dose(patient)
    row = row_of(patient, **DOSE, right_day="13/08/2021", right_name="Nguyễn Thị Bảo Ngọc")
    sheet = undone(carried_out(checked(officer, row), officer), officer)
    assert (sheet.status, sheet.counts) == (SheetStatus.UNDONE, {Fate.UNDONE: 2})
    assert now_of(dose).current.facts == dose.current.facts
    assert now_of(dose).current.number == 3
    assert Patient.objects.get(pk=patient.pk).current.facts == patient.current.facts


def test_what_was_changed_since_is_neither_corrected_nor_taken_back() -> None:
    officer, patient = corrections.officer(), patients.patient()
    dose = doses.dose(patient)
    sheet = checked(officer, row_of(patient, **DOSE, right_day="13/08/2021"))
    change(dose, lot_number="FK0555")
    sheet = carried_out(sheet, officer)
    assert (sheet.counts, trouble(sheet)) == ({Fate.REFUSED: 1}, [RowTrouble.CHANGED_SINCE])

    sheet = carried_out(checked(officer, row_of(patient, **DOSE, right_lot="FK0777")), officer)
    change(dose, lot_number="FK0888")
    sheet = undone(sheet, officer)
    assert sheet.counts == {Fate.KEPT: 1}
    assert now_of(dose).current.lot_number == "FK0888"


def change(dose: Dose, *, lot_number: str) -> None:
    amend_dose(
        dose_id=dose.pk,
        facts=replace(now_of(dose).current.facts, lot_number=lot_number),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=AT,
    )


def test_a_new_telephone_lets_the_whole_sheet_wait_for_a_second_officer() -> None:
    officer, second, patient = corrections.officer(), corrections.officer(), patients.patient()
    sheet = checked(officer, row_of(patient, right_phone="0912345678"))
    assert sheet.takes_two
    begun = operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=officer, at=AT)
    assert begun.status == SheetStatus.AWAITING_SECOND
    with pytest.raises(operations.SecondMustBeAnother):
        operations.agree_with_corrections(sheet_id=sheet.pk, by=officer, at=AT)
    operations.agree_with_corrections(sheet_id=sheet.pk, by=second, at=AT)
    operations.carry_out_corrections(sheet_id=sheet.pk, by=officer, second=second, at=AT)
    assert Patient.objects.get(pk=patient.pk).current.phone == "0912345678"


def test_a_row_with_a_report_decides_it_and_undoing_opens_it_again() -> None:
    officer, dose = corrections.officer(), doses.dose(patients.patient())
    report = corrections.about(dose)
    row = {"report": report.tracking_code, "full_name": dose.patient.current.full_name}
    sheet = carried_out(checked(officer, row), officer)
    report.refresh_from_db()
    assert (report.status, sheet.counts) == (ReportStatus.ACCEPTED, {Fate.DONE: 1})
    assert Decision.objects.get().way == Way.SHEET
    assert now_of(dose).current.administered_on == date(2021, 8, 13)
    assert undone(sheet, officer).counts == {Fate.UNDONE: 1}
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED
    assert now_of(dose).current.facts == dose.current.facts


def test_a_report_that_says_otherwise_or_is_of_another_kind_is_not_decided_so() -> None:
    officer, dose = corrections.officer(), doses.dose(patients.patient())
    report = corrections.about(dose)
    row = row_of(dose.patient, **DOSE, report=report.tracking_code, right_day="14/08/2021")
    assert trouble(checked(officer, row)) == [RowTrouble.REPORT_DIFFERS]
    gone = corrections.said(ReportKind.NEVER_RECEIVED, dose.patient, dose=dose)
    row = row_of(dose.patient, report=gone.tracking_code)
    assert trouble(checked(officer, row)) == [RowTrouble.REPORT_OF_ANOTHER_KIND]
    row = row_of(dose.patient, report="PA-0000-0000")
    assert trouble(checked(officer, row)) == [RowTrouble.NO_SUCH_REPORT]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"person": "001187009999"}, RowTrouble.NOT_ON_RECORD),
        ({"full_name": "Nguyễn Thị Bảo"}, RowTrouble.ANOTHER_NAME),
        ({"day": "11/08/2021"}, RowTrouble.NO_SUCH_DOSE),
        ({"day": ""}, RowTrouble.NO_DOSE_NAMED),
        ({"right_day": "12/08/2020"}, RowTrouble.DAY_IMPOSSIBLE),
        ({"right_day": "09/09/2021"}, RowTrouble.DAY_TAKEN),
        ({"right_day": ""}, RowTrouble.NOTHING_TO_CORRECT),
        ({"right_vaccine": "Nước cất"}, RowTrouble.VACCINE_UNKNOWN),
        ({"right_facility": "00009"}, RowTrouble.FACILITY_UNKNOWN),
        ({"right_day": "31/02/2021"}, "day_not_a_day"),
        ({"person": "12"}, "national_number_length"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(cells: dict[str, str], why: str) -> None:
    patient = patients.patient()
    doses.dose(patient)
    doses.dose(patient, date(2021, 9, 9))
    row = row_of(patient, **{**DOSE, "right_day": "13/08/2021", **cells})
    assert trouble(checked(corrections.officer(), row)) == [why]


def test_an_officer_corrects_only_what_lies_in_her_jurisdiction() -> None:
    patient = patients.patient()
    doses.dose(patient)
    elsewhere = corrections.officer("vn/2025:48")
    sheet = checked(elsewhere, row_of(patient, **DOSE, right_day="13/08/2021"))
    assert trouble(sheet) == [RowTrouble.NOT_YOURS]
    sheet = checked(elsewhere, row_of(patient, right_name="Ai Đó Khác"))
    assert trouble(sheet) == [RowTrouble.NOT_YOURS]
    here = corrections.officer(reference.facility().path)
    with pytest.raises(NotAllowed):
        operations.begin_corrections(sheet_id=sheet.pk, note="x", by=here, at=AT)


def test_nobody_is_given_the_number_of_somebody_else_on_record() -> None:
    patient = patients.patient()
    other = somebody("Phạm Văn Lạ", "079090001111")
    row = row_of(patient, right_number=other.current.cccd)
    assert trouble(checked(corrections.officer(), row)) == [RowTrouble.NUMBER_OF_ANOTHER]


def test_a_thing_is_corrected_once_in_a_sheet() -> None:
    officer, patient = corrections.officer(), patients.patient()
    doses.dose(patient)
    rows = [row_of(patient, **DOSE, right_lot=lot) for lot in ("A1", "A2")]
    sheet = checked(officer, *rows)
    second = MendingRow.objects.get(sheet=sheet, number=3)
    assert [one["code"] for one in second.findings] == [RowTrouble.TWICE_IN_SHEET]


def test_a_corrected_number_is_found_and_the_old_one_is_not() -> None:
    officer, patient = corrections.officer(), patients.patient()
    second, old = corrections.officer(), patient.current.cccd
    sheet = checked(officer, row_of(patient, right_number="079187001235"))
    operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=officer, at=AT)
    operations.agree_with_corrections(sheet_id=sheet.pk, by=second, at=AT)
    operations.carry_out_corrections(sheet_id=sheet.pk, by=officer, second=second, at=AT)
    assert holders_of([old, "079187001235"]) == {"079187001235": [patient.pk]}


def test_the_same_file_is_taken_again_only_once_nothing_came_of_it() -> None:
    officer, patient = corrections.officer(), patients.patient()
    row = row_of(patient, right_name="Nguyễn Thị Bảo Ngọc")
    first = mending.uploaded(officer, row)
    with pytest.raises(operations.SameSheetCameBefore):
        mending.uploaded(officer, row)
    operations.check_corrections(sheet_id=first.pk, by=officer, at=AT)
    operations.cancel_corrections(sheet_id=first.pk, by=officer, at=AT)
    assert mending.uploaded(officer, row).pk != first.pk


def test_a_file_without_our_columns_is_refused_as_a_whole() -> None:
    officer = corrections.officer()
    sheet = operations.upload_corrections(
        content=b"a,b,c,d\n1,2,3,4\n",
        file_name="x.csv",
        submission_key=new_submission_key(),
        by=officer,
        at=AT,
    )
    sheet = operations.check_corrections(sheet_id=sheet.pk, by=officer, at=AT)
    assert (sheet.status, sheet.problem) == (SheetStatus.REFUSED, "no_header")


def test_words_are_asked_for_and_steps_are_taken_in_order() -> None:
    officer, patient = corrections.officer(), patients.patient()
    sheet = checked(officer, row_of(patient, right_name="Nguyễn Thị Bảo Ngọc"))
    with pytest.raises(operations.CommitNeedsAReason):
        operations.begin_corrections(sheet_id=sheet.pk, note=" ", by=officer, at=AT)
    with pytest.raises(operations.SheetHasGoneOn):
        operations.begin_undo(sheet_id=sheet.pk, note="x", by=officer, at=AT)
    sheet = carried_out(sheet, officer)
    with pytest.raises(operations.UndoNeedsWords):
        operations.begin_undo(sheet_id=sheet.pk, note="", by=officer, at=AT)
    with pytest.raises(operations.SheetHasGoneOn):
        operations.cancel_corrections(sheet_id=sheet.pk, by=officer, at=AT)


def test_a_sheet_that_changes_nothing_is_not_committed() -> None:
    officer, patient = corrections.officer(), patients.patient()
    sheet = checked(officer, row_of(patient, right_name=patient.current.full_name))
    with pytest.raises(operations.NothingToCorrect):
        operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=officer, at=AT)


def test_of_an_officer_who_may_no_longer_nothing_is_carried_out() -> None:
    officer, patient = corrections.officer(), patients.patient()
    sheet = checked(officer, row_of(patient, right_name="Nguyễn Thị Bảo Ngọc"))
    operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=officer, at=AT)
    now = replace(officer, grants=())
    sheet = operations.carry_out_corrections(sheet_id=sheet.pk, by=now, second=None, at=AT)
    assert sheet.status == SheetStatus.READY
    assert Patient.objects.get(pk=patient.pk).current.number == 1


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: object) -> None:
    officer = corrections.officer()
    people = [somebody(f"Lê Văn {name}", f"0790900012{n:02}") for n, name in enumerate(NAMES)]
    for person in people:
        doses.dose(person)
    rows = [row_of(person, **DOSE, right_day="13/08/2021") for person in people]
    sheet = mending.uploaded(officer, *rows)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        sheet = operations.check_corrections(sheet_id=sheet.pk, by=officer, at=AT)
    assert sheet.counts == {Fate.CHANGES: len(people)}
    operations.begin_corrections(sheet_id=sheet.pk, note="Sổ", by=officer, at=AT)
    with django_assert_max_num_queries(80):  # type: ignore[operator]
        operations.carry_out_corrections(sheet_id=sheet.pk, by=officer, second=None, at=AT)
    days = Dose.objects.filter(current__status=DoseStatus.COMPLETED)
    assert set(days.values_list("current__administered_on", flat=True)) == {date(2021, 8, 13)}
    assert list(disagreements_on_record()) == []


NAMES = ("An", "Bình", "Cường", "Dũng", "Hà", "Khoa", "Lan", "Minh", "Nam", "Oanh")
