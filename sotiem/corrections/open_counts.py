"""How many reports wait in a jurisdiction: read from indexes alone, and never further than people
read a number."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from sotiem.corrections.states import OPEN, ReportStatus

MOST: Final = 2_000  # beyond it, only that there are more

# Of one unit itself, and of all below it: two reaches of one index, which an OR would not be.
_OF: Final = """
SELECT FROM corrections_correctionreport AS report
WHERE {asked} AND report.status = ANY(%(open)s) AND report.path = %({path})s
UNION ALL
SELECT FROM corrections_correctionreport AS report
WHERE {asked} AND report.status = ANY(%(open)s)
    AND report.path ~>=~ (%({path})s || '/') AND report.path ~<~ (%({path})s || '0')
"""
_COUNTED: Final = """
SELECT asked.status, (SELECT count(*) FROM ({of_status} LIMIT %(limit)s) AS waiting)
FROM unnest(%(open)s::text[]) AS asked (status)
UNION ALL
SELECT '', (SELECT count(*) FROM ({overdue} LIMIT %(limit)s) AS waiting)
"""


class OpenCounts(NamedTuple):
    """What is open, by status, and what of it is overdue; `MOST` + 1 says that there are more."""

    by_status: Mapping[ReportStatus, int]
    overdue: int


def open_counts(paths: Iterable[str], *, at: datetime) -> OpenCounts:
    """What waits in these places; none of them lies in another."""
    names = {f"path{number}": path for number, path in enumerate(paths)}
    if not names:
        return OpenCounts(dict.fromkeys(OPEN, 0), 0)
    counted = _COUNTED.format(
        of_status=_anywhere(names, "report.status = asked.status"),
        overdue=_anywhere(names, "report.answer_due_at < %(at)s"),
    )
    given: dict[str, Any] = {"open": list(map(str, OPEN)), "at": at, "limit": MOST + 1}
    with connection.cursor() as cursor:
        cursor.execute(counted, names | given)
        found = dict(cursor.fetchall())
    return OpenCounts({status: found[status] for status in OPEN}, found[""])


def _anywhere(names: Iterable[str], asked: str) -> str:
    return "UNION ALL".join(_OF.format(asked=asked, path=name) for name in names)
