from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.foundation import jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.jobs import AGAIN
from sotiem.foundation.processes import CORES
from sotiem.imports import operations
from sotiem.imports.waiting import facilities_with_waiting_rows


@app.task(name="check_import", retry=AGAIN)
def check_import(*, import_id: int) -> None:
    """Check a sheet that was uploaded."""
    operations.check_import(import_id=import_id, at=timezone.now(), processes=CORES)


@app.task(name="commit_import", retry=AGAIN)
def commit_import(*, import_id: int, user_id: int) -> None:
    """Record the new doses of a sheet, in the name of the clerk who said so."""
    at = timezone.now()
    clerk = staff_of(User.objects.get(pk=user_id), at=at)
    operations.finish_commit(import_id=import_id, by=clerk, at=at, processes=CORES)


@app.task(name="commit_checked_import", retry=AGAIN)
def commit_checked_import(*, import_id: int, user_id: int) -> None:
    """Record a sheet as soon as it is checked, in the name of the clerk who said so."""
    at = timezone.now()
    clerk = staff_of(User.objects.get(pk=user_id), at=at)
    operations.finish_commit_when_checked(import_id=import_id, by=clerk, at=at)


@app.task(name="record_approval", retry=AGAIN)
def record_approval(*, approval_id: int, user_id: int) -> None:
    """Record the approved part of a sheet, in the name of the clerk who said so."""
    at = timezone.now()
    clerk = staff_of(User.objects.get(pk=user_id), at=at)
    operations.finish_approval(approval_id=approval_id, by=clerk, at=at, processes=CORES)


@app.task(name="undo_import", retry=AGAIN)
def undo_import(*, import_id: int, user_id: int, reason: str) -> None:
    """Withdraw all doses of a sheet, in the name of the clerk who said so."""
    at = timezone.now()
    clerk = staff_of(User.objects.get(pk=user_id), at=at)
    operations.finish_undo(import_id=import_id, reason=reason, by=clerk, at=at)


@app.task(name="place_waiting_rows", retry=AGAIN)
def place_waiting_rows(*, facility_id: int) -> None:
    """Ask again about a facility's rows that wait, after some of its doses were recorded."""
    operations.place_waiting_rows(facility_id=facility_id, by=machine("imports"), at=timezone.now())


@app.periodic(cron="20 3 * * *")
@app.task(name="place_all_waiting_rows", queueing_lock="place_all_waiting_rows")
def place_all_waiting_rows(timestamp: int) -> None:
    """Every night, ask again about all rows that wait: corrections may have placed them."""
    for facility_id in facilities_with_waiting_rows():
        jobs.enqueue("place_waiting_rows", facility_id=facility_id)
