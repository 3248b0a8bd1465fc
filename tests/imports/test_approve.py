"""A sheet is recorded in parts; what changed since the upload is seen before it is written."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import Membership
from sotiem.accounts.operations import withdraw_role
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportApproval, ImportRow, RowChange
from sotiem.imports.operations import (
    NothingToRecord,
    NotWaitingForThis,
    PartlyRecorded,
    answer_row,
    approve_part,
    cancel_import,
    commit_import,
    finish_approval,
    record_approval,
)
from sotiem.imports.queries import doses_in_question, parts_of, rows_changed, what_is_seen
from sotiem.imports.states import Answer, Part
from sotiem.patients.facts import LinkReason, PatientFacts, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient, link_patients
from tests.factories import accounts, doses, imports, patients, reference

pytestmark = pytest.mark.django_db
LATER = imports.AT + timedelta(hours=1)
PLAIN = {"name": "Lê Thị Mẫu", "born": "02/03/1950", "phone": "0912000111", "number": ""}
NOTED = {"name": "TRAN VAN MAU", "born": "1950", "sex": "Nam", "phone": "0912000222", "number": ""}


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


@pytest.fixture
def known(clerk: Staff) -> Patient:
    return patients.patient()


@pytest.fixture
def sheet(clerk: Staff, known: Patient) -> DoseImport:
    """Somebody with a dose that may be the row's, answered for; someone new; someone noted."""
    doses.dose(known, date(2021, 9, 13))
    content = imports.sheet(imports.row(), imports.row(**PLAIN), imports.row(**NOTED))
    made = imports.checked(content, by=clerk)
    row = ImportRow.objects.select_related("dose_import").get(number=2)
    seen = what_is_seen(row, [dose.dose_id for dose in doses_in_question(row)])
    answer_row(row_id=row.pk, answer=Answer.ANOTHER, seen=seen, by=clerk, at=imports.AT)
    made.refresh_from_db()
    return made


def approve(
    sheet: DoseImport, clerk: Staff, *parts: Part, rows: tuple[int, ...] = (), at: datetime = LATER
) -> DoseImport:
    approval = approve_part(
        import_id=sheet.pk, parts=parts, rows=rows, key=uuid4(), by=clerk, at=at
    )
    record_approval(approval_id=approval.pk, by=clerk, at=at)
    return DoseImport.objects.get(pk=sheet.pk)


def amend(patient: Patient, **changes: str) -> None:
    facts: PatientFacts = Patient.objects.get(pk=patient.pk).current.facts
    amend_patient(
        patient_id=patient.pk,
        facts=replace(facts, **changes),  # type: ignore[arg-type]
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=LATER,
    )


def test_each_part_is_counted(sheet: DoseImport) -> None:
    assert parts_of(sheet) == {Part.PLAIN: 1, Part.NOTED: 1, Part.DECIDED: 1}


def test_parts_are_recorded_one_after_the_other(sheet: DoseImport, clerk: Staff) -> None:
    first = approve(sheet, clerk, Part.PLAIN)
    assert (first.status, first.counts) == ("ready", {"new": 2, "recorded": 1})
    assert Dose.objects.latest("pk").current.origin == f"import:{sheet.public_id}#3"
    second = approve(sheet, clerk, Part.NOTED, Part.DECIDED)
    assert (second.status, second.counts) == ("committed", {"recorded": 3})
    assert Dose.objects.count() == 4
    assert list(ImportApproval.objects.order_by("pk").values_list("recorded", flat=True)) == [1, 2]


def test_only_the_named_rows_are_recorded(sheet: DoseImport, clerk: Staff) -> None:
    done = approve(sheet, clerk, *Part, rows=(4, 9))
    assert done.counts == {"new": 2, "recorded": 1}
    assert ImportRow.objects.get(outcome="recorded").number == 4
    with pytest.raises(NothingToRecord):
        approve(sheet, clerk, *Part, rows=(4, 9))


def test_the_rest_is_recorded_with_the_whole_sheet(sheet: DoseImport, clerk: Staff) -> None:
    approve(sheet, clerk, Part.PLAIN)
    done = commit_import(import_id=sheet.pk, by=clerk, at=LATER)
    assert (done.status, done.counts) == ("committed", {"recorded": 3})


def test_a_double_click_is_one_approval(sheet: DoseImport, clerk: Staff) -> None:
    key = uuid4()
    approval, again = (
        approve_part(import_id=sheet.pk, parts=[Part.PLAIN], rows=[], key=key, by=clerk, at=LATER)
        for _ in range(2)
    )
    assert approval == again
    (job,) = ProcrastinateJob.objects.filter(task_name="record_approval")
    assert job.args == {"approval_id": approval.pk, "user_id": clerk.user_id}
    for _ in range(2):
        record_approval(approval_id=approval.pk, by=clerk, at=LATER)
    assert Dose.objects.count() == 2
    with pytest.raises(NotWaitingForThis):
        approve_part(
            import_id=cancelled(clerk).pk,
            parts=[Part.PLAIN],
            rows=[],
            key=uuid4(),
            by=clerk,
            at=LATER,
        )


def cancelled(clerk: Staff) -> DoseImport:
    other = imports.checked(imports.sheet(imports.row(day="10/10/2021")), by=clerk)
    return cancel_import(import_id=other.pk, by=clerk, at=LATER)


def test_a_sheet_recorded_in_part_is_not_cancelled(sheet: DoseImport, clerk: Staff) -> None:
    approve(sheet, clerk, Part.PLAIN)
    with pytest.raises(PartlyRecorded):
        cancel_import(import_id=sheet.pk, by=clerk, at=LATER)


def test_a_clerk_of_elsewhere_approves_nothing(sheet: DoseImport) -> None:
    stranger = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    with pytest.raises(NotAllowed):
        approve(sheet, stranger, *Part)


def test_a_clerk_whose_right_ends_meanwhile_records_nothing(at: datetime) -> None:
    user = accounts.user((Role.CLERK, reference.facility().path))
    reference.lot()
    sheet = imports.checked(imports.sheet(imports.row()), by=staff_of(user, at=at))
    clerk = staff_of(user, at=at)
    approval = approve_part(
        import_id=sheet.pk, parts=list(Part), rows=[], key=uuid4(), by=clerk, at=at
    )
    withdraw_role(membership_id=Membership.objects.get(user=user).pk, by=machine("test"), at=at)
    finish_approval(approval_id=approval.pk, by=staff_of(user, at=at), at=at)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.counts) == ("ready", {"new": 1})
    assert not Dose.objects.exists()


def test_somebody_amended_since_the_upload_is_laid_before_the_clerk(
    clerk: Staff, known: Patient
) -> None:
    sheet = imports.checked(imports.sheet(imports.row(), imports.row(**PLAIN)), by=clerk)
    amend(known, phone="0900000001")
    done = commit_import(import_id=sheet.pk, by=clerk, at=LATER)
    assert (done.status, done.counts) == ("committed", {"changed": 1, "recorded": 1})
    assert done.rows_changed == 1
    assert not Dose.objects.filter(patient=known).exists()
    ((row,),) = rows_changed(done)
    assert row.change.then is not None
    assert row.change.now is not None
    assert (row.change.kind, row.change.then.phone, row.change.now.phone) == (
        "person_amended",
        "0901234567",
        "0900000001",
    )
    again = approve(sheet, clerk, Part.CHANGED, at=LATER + timedelta(minutes=5))
    assert (again.counts, again.rows_changed) == ({"recorded": 2}, 0)
    assert Dose.objects.filter(patient=known).count() == 1
    assert not RowChange.objects.exists()


def test_what_changes_once_more_is_laid_before_the_clerk_once_more(
    clerk: Staff, known: Patient
) -> None:
    sheet = imports.checked(imports.sheet(imports.row()), by=clerk)
    amend(known, phone="0900000001")
    commit_import(import_id=sheet.pk, by=clerk, at=LATER - timedelta(minutes=1))
    amend(known, phone="0900000002")
    done = approve(sheet, clerk, Part.CHANGED, at=LATER + timedelta(minutes=1))
    assert (done.counts, done.rows_changed) == ({"changed": 1}, 1)
    assert RowChange.objects.get().now is not None
    assert not Dose.objects.exists()


def test_somebody_joined_since_the_upload_is_laid_before_the_clerk(
    clerk: Staff, known: Patient
) -> None:
    other = patients.patient(patients.facts(full_name="Lê Văn Mẫu", phone="", cccd=""))
    sheet = imports.checked(imports.sheet(imports.row()), by=clerk)
    link_patients(
        one_id=known.pk,
        other_id=other.pk,
        reason=LinkReason.REVIEWED,
        evidence={},
        origin="test",
        by=machine("test"),
        at=LATER,
    )
    done = commit_import(import_id=sheet.pk, by=clerk, at=LATER)
    assert done.counts == {"changed": 1}
    assert RowChange.objects.get().kind == "person_linked"


def test_a_dose_that_became_known_is_told_until_it_was_seen(clerk: Staff, known: Patient) -> None:
    sheet = imports.checked(imports.sheet(imports.row(), imports.row(**PLAIN)), by=clerk)
    doses.dose(known, date(2021, 9, 14))
    done = commit_import(import_id=sheet.pk, by=clerk, at=LATER)
    assert (done.counts, done.rows_changed) == ({"known": 1, "recorded": 1}, 1)
    ((row,),) = rows_changed(done)
    assert row.change.kind == "dose_known"


def test_what_a_sheet_itself_completed_is_no_change(clerk: Staff, known: Patient) -> None:
    sheet = imports.checked(imports.sheet(imports.row(), imports.row(day="10/10/2021")), by=clerk)
    approve(sheet, clerk, *Part, rows=(2,))
    amend_patient(
        patient_id=known.pk,
        facts=replace(known.current.facts, bhyt="1234567890"),
        reason=PatientReason.COMPLETED,
        origin=f"import:{sheet.public_id}#2",
        by=clerk,
        at=LATER,
    )
    assert approve(sheet, clerk, *Part).counts == {"recorded": 2}
