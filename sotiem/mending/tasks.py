from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.foundation.jobs import AGAIN
from sotiem.mending import operations
from sotiem.mending.models import MendingSheet


@app.task(name="check_corrections", retry=AGAIN)
def check_corrections(*, sheet_id: int) -> None:
    """Check a sheet of corrections, for the officer who uploaded it."""
    at = timezone.now()
    officer = staff_of(_sheet(sheet_id).uploaded_by, at=at)
    operations.check_corrections(sheet_id=sheet_id, by=officer, at=at)


@app.task(name="carry_out_corrections", retry=AGAIN)
def carry_out_corrections(*, sheet_id: int) -> None:
    """Carry out a sheet of corrections, in the name of who said so."""
    at, sheet = timezone.now(), _sheet(sheet_id)
    officer, second = _known(sheet.committed_by), sheet.agreed_by
    operations.carry_out_corrections(
        sheet_id=sheet_id,
        by=staff_of(officer, at=at),
        second=staff_of(second, at=at) if second else None,
        at=at,
    )


@app.task(name="undo_corrections", retry=AGAIN)
def undo_corrections(*, sheet_id: int) -> None:
    """Take a sheet of corrections back, in the name of who said so."""
    at = timezone.now()
    officer = staff_of(_known(_sheet(sheet_id).undone_by), at=at)
    operations.undo_corrections(sheet_id=sheet_id, by=officer, at=at)


def _sheet(sheet_id: int) -> MendingSheet:
    officers = ("uploaded_by", "committed_by", "agreed_by", "undone_by")
    return MendingSheet.objects.select_related(*officers).get(pk=sheet_id)


def _known(officer: User | None) -> User:
    assert officer is not None
    return officer
