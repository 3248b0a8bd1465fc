"""The same file again, or the same rows: told at once, and no dose twice."""

import time
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from sotiem.accounts.facts import Staff
from sotiem.doses.models import Dose
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import (
    SameFileCameBefore,
    cancel_import,
    check_import,
    commit_import,
    undo_import,
    upload_again,
    upload_sheet,
)
from tests.concurrency import together
from tests.factories import imports, reference

CONTENT = imports.sheet(imports.row())


def sent(by: Staff, content: bytes = CONTENT, **changes: object) -> DoseImport:
    told = {"facility": reference.facility(), "submission_key": uuid4(), **changes}
    return upload_sheet(content=content, file_name="ds.xlsx", by=by, at=imports.AT, **told)  # type: ignore[arg-type]


def saved_anew(content: bytes) -> bytes:
    """The same rows in other bytes."""
    return imports.repacked(content, "xl/workbook.xml", ("Trang 1", "Trang khác"))


@pytest.mark.django_db
def test_the_second_is_told_who_sent_it_and_when() -> None:
    clerk, colleague = imports.clerk(), imports.clerk()
    first = sent(clerk)
    with pytest.raises(SameFileCameBefore) as caught:
        sent(colleague)
    told = caught.value.details
    assert (told["sheet"], told["at"]) == (str(first.public_id), "09:30 12/10/2021")
    assert str(told["by"]).startswith("canbo")
    assert DoseImport.objects.count() == 1


@pytest.mark.django_db
def test_the_same_submission_and_another_facility_are_no_second_file() -> None:
    clerk, key = imports.clerk(), uuid4()
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    assert sent(clerk, submission_key=key) == sent(clerk, submission_key=key)
    sent(imports.clerk(elsewhere), facility=elsewhere)
    assert DoseImport.objects.count() == 2


@pytest.mark.django_db
def test_what_was_laid_aside_or_could_not_be_read_may_come_again() -> None:
    clerk = imports.clerk()
    laid_aside = sent(clerk)
    cancel_import(import_id=laid_aside.pk, by=clerk, at=imports.AT)
    sent(clerk)
    unreadable = imports.sheet(headers=("Một", "Hai"))
    check_import(import_id=sent(clerk, unreadable).pk, at=imports.AT)
    sent(clerk, unreadable)


@pytest.mark.django_db
def test_an_undone_file_is_told_and_taken_when_the_clerk_says_so() -> None:
    clerk = imports.clerk()
    done = imports.committed(CONTENT, by=clerk)
    undo_import(import_id=done.pk, reason="nhầm", by=clerk, at=imports.AT)
    with pytest.raises(SameFileCameBefore):
        sent(clerk)
    again = upload_again(import_id=done.pk, submission_key=uuid4(), by=clerk, at=imports.AT)
    assert (again.file, again.file_name) == (done.file, done.file_name)
    check_import(import_id=again.pk, at=imports.AT)
    assert commit_import(import_id=again.pk, by=clerk, at=imports.AT).counts == {"recorded": 1}
    assert DoseImport.objects.get(pk=again.pk).same_as == done


@pytest.mark.django_db
def test_a_stranger_takes_nobody_s_file_again() -> None:
    first = sent(imports.clerk())
    stranger = imports.clerk(reference.facility("79102", "Trạm Y tế Bình An"))
    with pytest.raises(NotAllowed):
        upload_again(import_id=first.pk, submission_key=uuid4(), by=stranger, at=imports.AT)


@pytest.mark.django_db
def test_the_same_rows_saved_anew_are_told_and_recorded_once() -> None:
    clerk = imports.clerk()
    done = imports.committed(CONTENT, by=clerk)
    again = sent(clerk, saved_anew(CONTENT))
    check_import(import_id=again.pk, at=imports.AT)
    again.refresh_from_db()
    assert (again.same_as, again.counts) == (done, {"known": 1})
    other = imports.checked(imports.sheet(imports.row(day="13/09/2021")), by=clerk)
    assert other.same_as is None
    assert Dose.objects.count() == 1


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps something of a sheet takes her time to be done."""
    keep = DoseImport.save

    def save(self: DoseImport, **given: Any) -> None:
        keep(self, **given)
        time.sleep(0.3)

    monkeypatch.setattr(DoseImport, "save", save)


@pytest.mark.usefixtures("committed_db")
def test_of_two_clerks_at_the_same_moment_one_is_told(slowly: None) -> None:
    clerks = [imports.clerk(), imports.clerk()]
    cancel_import(import_id=sent(clerks[0]).pk, by=clerks[0], at=imports.AT)
    raised = together(*(partial(sent, clerk) for clerk in clerks))
    assert [type(each) for each in raised] == [SameFileCameBefore]
    assert DoseImport.objects.count() == 2


@pytest.mark.usefixtures("committed_db")
def test_of_two_files_with_the_same_rows_checked_at_the_same_moment_one_is_told(
    slowly: None,
) -> None:
    clerk = imports.clerk()
    both = [sent(clerk), sent(clerk, saved_anew(CONTENT))]
    assert not together(*(partial(check_import, import_id=b.pk, at=imports.AT) for b in both))
    same = DoseImport.objects.order_by("pk").values_list("same_as", flat=True)
    assert sorted(pk is None for pk in same) == [False, True]


@pytest.mark.usefixtures("committed_db")
def test_the_same_file_recorded_twice_at_the_same_moment_adds_each_dose_once() -> None:
    clerk = imports.clerk()
    both = [imports.checked(CONTENT, by=clerk) for _ in range(2)]
    record = [partial(commit_import, import_id=b.pk, by=clerk, at=imports.AT) for b in both]
    assert not together(*record)
    assert Dose.objects.count() == 1
