"""A whole import is undone while nothing was built on it."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import Membership
from sotiem.accounts.operations import withdraw_role
from sotiem.accounts.queries import staff_of
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key
from sotiem.doses.facts import DoseReason, DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow, WaitingCount
from sotiem.imports.operations import (
    NotWaitingForThis,
    SomethingWasBuiltOnIt,
    UndoNeedsAReason,
    begin_undo,
    finish_undo,
    undo_import,
)
from sotiem.imports.queries import built_upon
from sotiem.imports.states import BuiltUpon
from sotiem.patients.facts import LinkReason, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient, link_patients
from tests.factories import accounts, imports, patients, reference

pytestmark = pytest.mark.django_db
LATER = imports.AT + timedelta(hours=1)
NEWCOMER = {"name": "Lê Thị Mẫu", "born": "02/03/1950", "phone": "0912000111", "number": ""}
TEST = machine("test")
GIVEN = ("Hoa", "Mai", "Lan", "Cúc", "Trúc", "Sen")


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


@pytest.fixture
def known(clerk: Staff) -> Patient:
    return patients.patient()


@pytest.fixture
def done(clerk: Staff, known: Patient) -> DoseImport:
    """A dose of somebody on record, and one of somebody whom the sheet brought."""
    return imports.committed(imports.sheet(imports.row(), imports.row(**NEWCOMER)), by=clerk)


def undo(done: DoseImport, clerk: Staff, reason: str = "nhầm tệp") -> DoseImport:
    return undo_import(import_id=done.pk, reason=reason, by=clerk, at=LATER)


def newcomer() -> Patient:
    return Patient.objects.get(current__full_name="Lê Thị Mẫu")


def test_all_doses_are_withdrawn_and_people_stay(done: DoseImport, clerk: Staff) -> None:
    left = undo(done, clerk)
    assert (left.status, left.counts) == ("undone", {"undone": 2})
    for dose in Dose.objects.select_related("current"):
        version = dose.current
        assert (version.number, version.status) == (2, "entered_in_error")
        assert version.origin == f"import:{done.public_id}"
        assert (
            replace(version.facts, status=DoseStatus.COMPLETED) == dose.versions.get(number=1).facts
        )
    assert Patient.objects.count() == 2
    assert set(ImportRow.objects.values_list("outcome", flat=True)) == {"undone"}


def test_each_withdrawal_leaves_a_trace_that_vouches_for_it(done: DoseImport, clerk: Staff) -> None:
    undo(done, clerk)
    entries = AuditEntry.objects.filter(action="dose.withdrawn")
    assert entries.count() == 2
    for dose in Dose.objects.select_related("current"):
        told = entries.get(object_id=dose.current_id)
        facts = asdict(dose.current.facts)
        assert told.digest == audit.digest_of(facts)
        assert told.patient_id == dose.patient_id


def test_certificates_follow(clerk: Staff, known: Patient) -> None:
    ensure_signing_key(at=imports.AT)
    done = imports.committed(imports.sheet(imports.row()), by=clerk)
    assert Certificate.objects.in_force().count() == 1
    undo(done, clerk)
    assert not Certificate.objects.in_force().exists()


def test_the_same_file_can_be_recorded_anew(done: DoseImport, clerk: Staff) -> None:
    undo(done, clerk)
    again = imports.committed(imports.sheet(imports.row(), imports.row(**NEWCOMER)), by=clerk)
    assert again.counts == {"recorded": 2}
    assert Patient.objects.count() == 2


def test_undoing_twice_changes_nothing(done: DoseImport, clerk: Staff) -> None:
    undo(done, clerk)
    undo(done, clerk)
    assert AuditEntry.objects.filter(action="import.undone").count() == 1


def test_a_dose_corrected_since_keeps_the_sheet(done: DoseImport, clerk: Staff) -> None:
    dose = Dose.objects.select_related("current").order_by("pk")[0]
    facts = replace(dose.current.facts, administered_on=date(2021, 9, 15))
    amend_dose(
        dose_id=dose.pk, facts=facts, reason=DoseReason.REPORT, origin="test", by=TEST, at=LATER
    )
    assert built_upon(done) == {BuiltUpon.DOSE_AMENDED: [2]}
    with pytest.raises(SomethingWasBuiltOnIt):
        undo(done, clerk)
    assert Dose.objects.counting().count() == 2


def test_a_dose_withdrawn_already_stays_as_it_is(done: DoseImport, clerk: Staff) -> None:
    dose = Dose.objects.order_by("pk")[0]
    withdraw_dose(dose_id=dose.pk, origin="test", by=TEST, at=LATER)
    assert undo(done, clerk).status == "undone"
    assert dose.versions.count() == 2


def test_a_person_of_the_sheet_corrected_or_joined_since_keeps_it(
    done: DoseImport, clerk: Staff, known: Patient
) -> None:
    facts = replace(newcomer().current.facts, phone="0911111111")
    amend_patient(
        patient_id=newcomer().pk,
        facts=facts,
        reason=PatientReason.REPORT,
        origin="test",
        by=TEST,
        at=LATER,
    )
    assert built_upon(done) == {BuiltUpon.PERSON_AMENDED: [3]}
    link_patients(
        one_id=known.pk,
        other_id=newcomer().pk,
        reason=LinkReason.REVIEWED,
        evidence={},
        origin="test",
        by=TEST,
        at=LATER,
    )
    assert set(built_upon(done)) == {BuiltUpon.PERSON_AMENDED, BuiltUpon.PERSON_LINKED}


def test_a_correction_of_somebody_who_was_on_record_before_is_no_matter(
    done: DoseImport, clerk: Staff, known: Patient
) -> None:
    amend_patient(
        patient_id=known.pk,
        facts=replace(known.current.facts, phone="0911111111"),
        reason=PatientReason.REPORT,
        origin="test",
        by=TEST,
        at=LATER,
    )
    assert built_upon(done) == {}


def test_an_open_report_keeps_the_sheet_until_it_is_answered(
    done: DoseImport, clerk: Staff, known: Patient
) -> None:
    def tell(action: str) -> None:
        audit.record(f"correction_report.{action}", done, by=TEST, at=LATER, patient_id=known.pk)

    tell("submitted")
    assert built_upon(done) == {BuiltUpon.REPORT_OPEN: [2]}
    tell("refused")
    assert built_upon(done) == {}


def test_it_is_one_job_in_the_name_of_the_clerk(done: DoseImport, clerk: Staff) -> None:
    twice = [begin_undo(import_id=done.pk, reason="nhầm tệp", by=clerk, at=LATER) for _ in range(2)]
    assert {begun.status for begun in twice} == {"undoing"}
    (job,) = ProcrastinateJob.objects.filter(task_name="undo_import")
    assert job.args == {"import_id": done.pk, "user_id": clerk.user_id, "reason": "nhầm tệp"}
    assert finish_undo(import_id=done.pk, reason="nhầm tệp", by=clerk, at=LATER).status == "undone"


def test_what_was_built_on_it_meanwhile_leaves_the_sheet_recorded(
    done: DoseImport, clerk: Staff
) -> None:
    begin_undo(import_id=done.pk, reason="nhầm tệp", by=clerk, at=LATER)
    audit.record("correction_report.submitted", done, by=TEST, at=LATER, patient_id=newcomer().pk)
    left = finish_undo(import_id=done.pk, reason="nhầm tệp", by=clerk, at=LATER)
    assert (left.status, left.counts) == ("committed", {"recorded": 2})
    assert Dose.objects.counting().count() == 2


def test_a_clerk_whose_right_ends_meanwhile_undoes_nothing() -> None:
    user = accounts.user((Role.CLERK, reference.facility().path))
    reference.lot()
    clerk = staff_of(user, at=imports.AT)
    done = imports.committed(imports.sheet(imports.row()), by=clerk)
    begin_undo(import_id=done.pk, reason="nhầm tệp", by=clerk, at=LATER)
    withdraw_role(membership_id=Membership.objects.get(user=user).pk, by=TEST, at=LATER)
    left = finish_undo(import_id=done.pk, reason="x", by=staff_of(user, at=LATER), at=LATER)
    assert left.status == "committed"


def test_it_needs_a_reason_a_recorded_sheet_and_a_clerk_of_the_facility(
    done: DoseImport, clerk: Staff
) -> None:
    with pytest.raises(UndoNeedsAReason):
        undo(done, clerk, " ")
    waiting = imports.checked(imports.sheet(imports.row(day="10/10/2021")), by=clerk)
    with pytest.raises(NotWaitingForThis):
        undo(waiting, clerk)
    stranger = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    with pytest.raises(NotAllowed):
        undo(done, stranger)


def test_its_rows_wait_no_longer(clerk: Staff) -> None:
    patients.patient(replace(patients.facts(), cccd="", phone="0909999888"))
    done = imports.committed(imports.sheet(imports.row(), imports.row(**NEWCOMER)), by=clerk)
    assert WaitingCount.objects.get().rows == 1
    undo(done, clerk)
    assert WaitingCount.objects.get().rows == 0


def test_the_number_of_statements_does_not_grow_with_the_doses(clerk: Staff) -> None:
    counts = []
    for number in (2, 6):
        rows = [
            imports.row(
                name=f"Lê Thị {name}",
                born=f"{place + number:02}/0{place}/19{40 + 3 * place + number}",
                phone=f"09120{number:02}{place:03}",
                number="",
            )
            for place, name in enumerate(GIVEN[:number], 1)
        ]
        done = imports.committed(imports.sheet(*rows), by=clerk)
        assert done.counts == {"recorded": number}
        with CaptureQueriesContext(connection) as asked:
            undo(done, clerk)
        counts.append(len(asked))
    assert counts[0] == counts[1]
