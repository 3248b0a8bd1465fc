from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.foundation.jobs import AGAIN
from sotiem.imports import operations


@app.task(name="check_import", retry=AGAIN)
def check_import(*, import_id: int) -> None:
    """Check a sheet that was uploaded."""
    operations.check_import(import_id=import_id, at=timezone.now())


@app.task(name="commit_import", retry=AGAIN)
def commit_import(*, import_id: int, user_id: int) -> None:
    """Record the new doses of a sheet, in the name of the clerk who said so."""
    at = timezone.now()
    clerk = staff_of(User.objects.get(pk=user_id), at=at)
    operations.finish_commit(import_id=import_id, by=clerk, at=at)
