"""From a sheet to doses on record."""

import threading
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import Membership, User
from sotiem.accounts.operations import withdraw_role
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import (
    NotWaitingForThis,
    begin_commit,
    cancel_import,
    check_import,
    commit_import,
    finish_commit,
)
from sotiem.imports.operations._resolve import Seen, look
from sotiem.patients.models import Patient
from tests.factories import accounts, doses, imports, patients, reference

ANOTHER = {
    "name": "Trần Văn Mẫu",
    "born": "1950",
    "sex": "Nam",
    "phone": "912000111",
    "number": "",
}


def two_rows() -> bytes:
    return imports.sheet(imports.row(), imports.row(**ANOTHER))


@pytest.mark.django_db
def test_a_sheet_becomes_doses_of_known_and_of_new_people() -> None:
    clerk, known = imports.clerk(), patients.patient()
    done = imports.committed(two_rows(), by=clerk)
    assert (done.status, done.counts) == ("committed", {"recorded": 2})
    mine, his = Dose.objects.order_by("pk")
    assert mine.patient == known
    assert his.patient.current.full_name == "Trần Văn Mẫu"
    assert his.patient.current.birth_date == "1950"
    assert his.patient.current.phone == "0912000111"
    assert mine.current.administered_on == date(2021, 9, 14)
    assert mine.current.lot_number == "FK0112"
    assert mine.current.facility == reference.facility()
    assert mine.current.origin == f"import:{done.public_id}#2"
    assert his.current.origin == f"import:{done.public_id}#3"
    kept = ImportRow.objects.order_by("number").values_list("dose", "patient", "outcome")
    assert list(kept) == [
        (mine.pk, known.pk, "recorded"),
        (his.pk, his.patient_id, "recorded"),
    ]


@pytest.mark.django_db
def test_the_same_file_again_adds_nothing() -> None:
    clerk = imports.clerk()
    imports.committed(two_rows(), by=clerk)
    again = imports.committed(two_rows(), by=clerk)
    assert again.counts == {"known": 2}
    assert (Dose.objects.count(), Patient.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_committing_twice_adds_nothing(at: datetime) -> None:
    clerk = imports.clerk()
    done = imports.committed(two_rows(), by=clerk)
    commit_import(import_id=done.pk, by=clerk, at=at)
    assert Dose.objects.count() == 2
    assert AuditEntry.objects.filter(action="import.committed").count() == 1


@pytest.mark.django_db
def test_two_rows_of_one_new_person_are_one_person_with_all_that_is_known_of_her() -> None:
    clerk = imports.clerk()
    first = imports.row(name="NGUYỄN THỊ BẢO LỘC", number="")
    second = imports.row(day="14/12/2020"[:6] + "2021", vaccine="AZ")
    imports.committed(imports.sheet(first, imports.row(day="11/10/2021"), second), by=clerk)
    (patient,) = Patient.objects.all()
    assert patient.current.cccd == "079187001234"
    assert Dose.objects.count() == 2


@pytest.mark.django_db
def test_what_became_known_since_the_check_is_not_recorded_again(at: datetime) -> None:
    clerk, patient = imports.clerk(), patients.patient()
    waiting = imports.checked(two_rows(), by=clerk)
    assert waiting.counts == {"new": 2}
    doses.dose(patient, date(2021, 9, 14))
    done = commit_import(import_id=waiting.pk, by=clerk, at=at)
    assert done.counts == {"known": 1, "recorded": 1}
    assert Dose.objects.filter(patient=patient).count() == 1


@pytest.mark.django_db
def test_a_doubt_that_came_up_since_the_check_waits_for_a_person(at: datetime) -> None:
    clerk = imports.clerk()
    waiting = imports.checked(imports.sheet(imports.row()), by=clerk)
    patients.patient(replace(patients.facts(), cccd="", phone="0909999888"))
    done = commit_import(import_id=waiting.pk, by=clerk, at=at)
    assert done.counts == {"review": 1}
    (row,) = ImportRow.objects.all()
    assert [one["code"] for one in row.problems] == ["similar_people"]
    assert row.problems[0]["column"] == "Họ và tên*"
    assert not Dose.objects.exists()


@pytest.mark.django_db
def test_only_good_rows_go_in_and_bad_ones_do_not_hold_them_back() -> None:
    clerk = imports.clerk()
    content = imports.sheet(imports.row(day="30/02/2021"), imports.row(**ANOTHER))
    assert imports.committed(content, by=clerk).counts == {"recorded": 1, "refused": 1}


@pytest.mark.django_db
def test_a_clerk_of_elsewhere_neither_commits_nor_cancels(at: datetime) -> None:
    waiting = imports.checked(two_rows(), by=imports.clerk())
    stranger = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    for decide in (commit_import, begin_commit, cancel_import):
        with pytest.raises(NotAllowed):
            decide(import_id=waiting.pk, by=stranger, at=at)
    assert not Dose.objects.exists()


@pytest.mark.django_db
def test_a_clerk_whose_right_ends_before_the_work_is_done_records_nothing(at: datetime) -> None:
    user = accounts.user((Role.CLERK, reference.facility().path))
    reference.lot()
    waiting = imports.checked(two_rows(), by=staff_of(user, at=at))
    begin_commit(import_id=waiting.pk, by=staff_of(user, at=at), at=at)
    membership = Membership.objects.get(user=user)
    withdraw_role(membership_id=membership.pk, by=machine("test"), at=at)
    left = finish_commit(import_id=waiting.pk, by=staff_of(user, at=at), at=at)
    assert left.status == "ready"
    assert not Dose.objects.exists()


@pytest.mark.django_db
def test_saying_yes_twice_is_one_job_in_the_name_of_the_clerk(at: datetime) -> None:
    clerk = imports.clerk()
    waiting = imports.checked(two_rows(), by=clerk)
    begin_commit(import_id=waiting.pk, by=clerk, at=at)
    assert begin_commit(import_id=waiting.pk, by=clerk, at=at).status == "committing"
    (job,) = ProcrastinateJob.objects.filter(task_name="commit_import")
    assert job.args == {"import_id": waiting.pk, "user_id": clerk.user_id}
    assert User.objects.filter(pk=clerk.user_id).exists()


@pytest.mark.django_db
def test_a_cancelled_sheet_is_not_recorded(at: datetime) -> None:
    clerk = imports.clerk()
    waiting = imports.checked(two_rows(), by=clerk)
    assert cancel_import(import_id=waiting.pk, by=clerk, at=at).status == "cancelled"
    assert cancel_import(import_id=waiting.pk, by=clerk, at=at).status == "cancelled"
    with pytest.raises(NotWaitingForThis):
        commit_import(import_id=waiting.pk, by=clerk, at=at)
    assert check_import(import_id=waiting.pk, at=at).status == "cancelled"
    assert not Dose.objects.exists()


@pytest.mark.django_db
def test_a_check_begun_anew_keeps_each_row_once(at: datetime) -> None:
    clerk = imports.clerk()
    waiting = imports.checked(two_rows(), by=clerk)
    DoseImport.objects.filter(pk=waiting.pk).update(status="checking", rows_done=1)
    again = check_import(import_id=waiting.pk, at=at)
    assert (again.status, again.rows_done, again.counts) == ("ready", 2, {"new": 2})
    assert ImportRow.objects.count() == 2


@pytest.mark.django_db
def test_of_two_checks_at_once_the_one_behind_stops(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded = imports.uploaded(two_rows(), by=imports.clerk())

    def overtaken(*given: Any) -> list[Seen]:
        DoseImport.objects.update(rows_done=2)
        return look(*given)

    monkeypatch.setattr("sotiem.imports.operations.check.look", overtaken)
    check_import(import_id=uploaded.pk, at=at)
    assert DoseImport.objects.get().status == "checking"
    assert not ImportRow.objects.exists()


def test_two_files_with_the_same_new_people_at_the_same_moment_add_them_once(
    committed_db: None, at: datetime
) -> None:
    clerk = imports.clerk()
    waiting = [imports.checked(two_rows(), by=clerk) for _ in range(2)]
    start = threading.Barrier(2, timeout=20)
    failures: list[BaseException] = []

    def commit(import_id: int, by: Staff) -> None:
        try:
            start.wait()
            commit_import(import_id=import_id, by=by, at=at)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=commit, args=(each.pk, clerk)) for each in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert (Dose.objects.count(), Patient.objects.count()) == (2, 2)
    counts = [each.counts for each in DoseImport.objects.all()]
    assert {"recorded": 2} in counts
    assert {"known": 2} in counts


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_rows(at: datetime) -> None:
    clerk = imports.clerk()

    def statements(*years: int) -> tuple[int, int]:
        rows = [
            imports.row(
                name=f"Nguyễn Thị {GIVEN[year]}",
                born=f"01/{month:02}/{year}",
                phone=f"09{year * month * 7_919 % 100_000_000:08}",
                number="",
            )
            for year in years
            for month in range(1, 13)
        ]
        uploaded = imports.uploaded(imports.sheet(*rows), by=clerk)
        counter = Statements()
        with connection.execute_wrapper(counter):
            check_import(import_id=uploaded.pk, at=at)
            checked = counter.count
            commit_import(import_id=uploaded.pk, by=clerk, at=at)
        return checked, counter.count - checked

    statements(1945)  # what a process reads once
    assert statements(1950, 1955) == statements(1960, 1970, 1980, 1990)
    assert Dose.objects.count() == 84


# Nobody takes these for one another.
GIVEN = {
    1945: "Xuân", 1950: "Hạnh", 1955: "Mai", 1960: "Lựu",
    1970: "Phượng", 1980: "Thắm", 1990: "Oanh",
}  # fmt: skip


class Statements:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: object, *arguments: object) -> object:
        self.count += 1
        return execute(*arguments)  # type: ignore[operator]
