"""`sotiem reports export --decided`: what became of reports, for tools outside."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import connection

COLUMNS: Final = ("code", "decision", "decided_by", "hours", "effect")
# Of the last round alone: what was decided before an appeal is past. No name, no phone, no note.
# A decision of the machine names no officer.
DECIDED: Final = """
SELECT report.tracking_code, report.status,
    CASE WHEN decision.officers IS NULL THEN 'machine' ELSE decision.officers END,
    floor(extract(epoch FROM report.decided_at - report.submitted_at) / 3600)::int,
    CASE WHEN report.status = 'refused' THEN coalesce(decision.reason, '') ELSE report.kind END
FROM corrections_correctionreport AS report
LEFT JOIN LATERAL (
    SELECT string_agg('officer:' || staff.public_id, '+' ORDER BY made.id) AS officers,
        max(made.reason) AS reason
    FROM corrections_decision AS made
    LEFT JOIN accounts_user AS staff ON staff.id = made.decided_by_id
    WHERE made.report_id = report.id AND made.round = report.round
) AS decision ON true
WHERE report.status IN ('accepted', 'refused')
ORDER BY report.id
"""
ROWS_AT_ONCE: Final = 5_000


def export_decided(*, out: Path) -> int:
    """Write one line for each decided report; returns how many."""
    number = 0
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in _decided():
            writer.writerow(row)
            number += 1
    return number


def _decided() -> Iterator[tuple[object, ...]]:
    """The rows, some at a time: none are held but those that are written."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(DECIDED)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows
