from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import Transfer
from sotiem.corrections.operations.tell import tell_overdue
from sotiem.corrections.rules import CLIMBS_AGAIN_AFTER
from sotiem.corrections.states import OPEN
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import insert_many

AT_ONCE: Final = 5_000
CLOCK: Final = machine("clock")
_CLIMB: Final = """
WITH due AS (
    SELECT id, path FROM corrections_correctionreport
    WHERE status = ANY(%(open)s) AND answer_due_at < %(at)s AND path <> %(top)s
        AND (climbed_at IS NULL OR climbed_at <= %(again)s)
    ORDER BY answer_due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE corrections_correctionreport AS report
SET path = regexp_replace(due.path, '/[^/]+$', ''), climbed_at = %(at)s,
    climbed_from = CASE WHEN report.climbed_from = '' THEN due.path ELSE report.climbed_from END
FROM due WHERE report.id = due.id
RETURNING report.id, report.patient_id, report.tracking_code, due.path, report.path
"""


@dataclass(frozen=True, slots=True)
class _Climbed:
    report_id: int
    patient_id: int | None
    code: str
    came_from: str
    goes_to: str


@transaction.atomic
def climb_overdue(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Reports that were not answered in time go to the unit above; who holds one keeps it.

    Its sender is told. What somebody is deciding at this moment is left for the next time.
    """
    climbed = _climb(at, limit)
    insert_many(
        Transfer,
        [
            Transfer(
                report_id=one.report_id,
                cause=TransferCause.OVERDUE,
                from_path=one.came_from,
                named_path="",
                to_path=one.goes_to,
                note="",
                moved_by=CLOCK.label,
                moved_at=at,
            )
            for one in climbed
        ],
    )
    audit.record_many(
        (
            audit.Note(
                action="correction_report.climbed",
                object_kind="correctionreport",
                object_id=one.report_id,
                patient_id=one.patient_id,
                details={"code": one.code, "came_from": one.came_from, "goes_to": one.goes_to},
            )
            for one in climbed
        ),
        by=CLOCK,
        at=at,
    )
    tell_overdue([one.report_id for one in climbed], at=at)
    return len(climbed)


def _climb(at: datetime, limit: int) -> list[_Climbed]:
    given: dict[str, Any] = {
        "open": list(OPEN),
        "at": at,
        "top": Jurisdiction.country().path,
        "again": at - CLIMBS_AGAIN_AFTER,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLIMB, given)
        return [_Climbed(*row) for row in cursor.fetchall()]
