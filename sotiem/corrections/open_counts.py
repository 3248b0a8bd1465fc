"""How many reports wait in a jurisdiction: read from an index alone, never from the reports."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from sotiem.corrections.states import OPEN, ReportStatus

# Of one unit itself, and of all below it: two reaches of one index, which an OR would not be.
_OF: Final = """
SELECT status, answer_due_at FROM corrections_correctionreport
WHERE status = ANY(%(open)s) AND path = %({0})s
UNION ALL
SELECT status, answer_due_at FROM corrections_correctionreport
WHERE status = ANY(%(open)s) AND path ~>=~ (%({0})s || '/') AND path ~<~ (%({0})s || '0')
"""
_COUNTED: Final = """
SELECT status, count(*), count(*) FILTER (WHERE answer_due_at < %(at)s) FROM ({}) AS waiting
GROUP BY status
"""


class OpenCount(NamedTuple):
    """Open reports of one status, and how many of them are overdue."""

    number: int = 0
    overdue: int = 0


def open_counts(paths: Iterable[str], *, at: datetime) -> Mapping[ReportStatus, OpenCount]:
    """By status, what waits in these places; none of them lies in another."""
    names = {f"path{number}": path for number, path in enumerate(paths)}
    if not names:
        return {}
    counted = _COUNTED.format("UNION ALL".join(map(_OF.format, names)))
    with connection.cursor() as cursor:
        cursor.execute(counted, {**names, "open": list(map(str, OPEN)), "at": at})
        rows = cursor.fetchall()
    return {ReportStatus(status): OpenCount(*counts) for status, *counts in rows}
