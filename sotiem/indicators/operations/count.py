"""Figures follow each report in the transaction of what happened to it."""

from collections.abc import Collection
from typing import Final

from django.db import connection, transaction

from sotiem.corrections.events import (
    ReportAccepted,
    ReportOpenedAgain,
    ReportPlaced,
    ReportRefused,
    ReportsAnswered,
    ReportsLoaded,
    ReportsMoved,
    ReportSubmitted,
    ReportWithdrawn,
)
from sotiem.foundation.bulk import as_array
from sotiem.indicators.measures import COLUMNS, STANDS

_COUNT: Final = f"""
WITH stands AS MATERIALIZED ({STANDS} WHERE report.id = ANY(%s::bigint[])),
stood AS (
    SELECT {COLUMNS} FROM indicators_countedreport
    WHERE report_id IN (SELECT report_id FROM stands)
), entries AS (
    INSERT INTO indicators_entry ({COLUMNS}, number)
    SELECT {COLUMNS}, sum(number) FROM (
        SELECT {COLUMNS}, 1 AS number FROM stands UNION ALL SELECT {COLUMNS}, -1 FROM stood
    ) AS differing GROUP BY {COLUMNS} HAVING sum(number) <> 0
)
INSERT INTO indicators_countedreport AS counted (report_id, {COLUMNS})
SELECT report_id, {COLUMNS} FROM stands
ON CONFLICT (report_id) DO UPDATE SET ({COLUMNS}) = (
    EXCLUDED.path, EXCLUDED.kind, EXCLUDED.state, EXCLUDED.way, EXCLUDED.received_day,
    EXCLUDED.due_hour, EXCLUDED.ended_day, EXCLUDED.hours
)
"""


def follow_report(
    event: ReportSubmitted
    | ReportPlaced
    | ReportAccepted
    | ReportRefused
    | ReportOpenedAgain
    | ReportWithdrawn,
) -> None:
    """Count a report as it stands now, and no longer as it stood."""
    count_reports_again(report_ids=(event.report_id,))


def follow_reports(event: ReportsLoaded | ReportsAnswered | ReportsMoved) -> None:
    """The same for many, in one statement."""
    count_reports_again(report_ids=event.report_ids)


@transaction.atomic(savepoint=False)
def count_reports_again(*, report_ids: Collection[int]) -> None:
    """Count reports as they stand now. Counting again changes nothing.

    Whoever changed them holds them until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [as_array(report_ids)])
