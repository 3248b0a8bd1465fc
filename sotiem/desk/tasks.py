from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.accounts.queries import staff_of
from sotiem.desk import operations
from sotiem.desk.models import BulkDecision
from sotiem.foundation.jobs import AGAIN


@app.periodic(cron="*/5 * * * *")
@app.task(name="refresh_shared_errors", queueing_lock="refresh_shared_errors")
def refresh_shared_errors(timestamp: int) -> None:
    """Every five minutes, errors that many open reports share are looked for."""
    operations.refresh_shared_errors(at=timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(name="forget_closed_pages", queueing_lock="forget_closed_pages")
def forget_closed_pages(timestamp: int) -> None:
    """Every night, who had which report open is forgotten."""
    operations.forget_closed_pages(at=timezone.now())


@app.task(name="try_out_bulk_decision", retry=AGAIN)
def try_out_bulk_decision(*, bulk_id: int) -> None:
    """Try out a decision on many doses, in the name of who planned it."""
    at = timezone.now()
    planner = staff_of(_bulk(bulk_id).planned_by, at=at)
    operations.try_out_bulk_decision(bulk_id=bulk_id, by=planner, at=at)


@app.task(name="run_bulk_decision", retry=AGAIN)
def run_bulk_decision(*, bulk_id: int) -> None:
    """Amend the doses of a decision, in the name of who planned it."""
    at = timezone.now()
    planner = staff_of(_bulk(bulk_id).planned_by, at=at)
    operations.run_bulk_decision(bulk_id=bulk_id, by=planner, at=at)


@app.task(name="undo_bulk_decision", retry=AGAIN)
def undo_bulk_decision(*, bulk_id: int) -> None:
    """Put the doses of a decision back, in the name of who said so."""
    at = timezone.now()
    officer = _bulk(bulk_id).undone_by
    assert officer is not None
    operations.undo_bulk_decision(bulk_id=bulk_id, by=staff_of(officer, at=at), at=at)


def _bulk(bulk_id: int) -> BulkDecision:
    return BulkDecision.objects.select_related("planned_by", "undone_by").get(pk=bulk_id)
