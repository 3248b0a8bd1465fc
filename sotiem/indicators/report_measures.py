"""How a report stands, and what that counts as."""

from typing import Final

from sotiem.indicators.measures import Source

# A unit that let a report climb unanswered keeps it in its figures.
_STANDS: Final = """
SELECT report.id AS report_id,
    coalesce(nullif(report.climbed_from, ''), report.path) AS path, report.kind,
    CASE WHEN report.status IN ('accepted', 'refused', 'withdrawn') THEN report.status
        ELSE 'open' END AS state,
    CASE WHEN report.decided_at IS NULL THEN '' ELSE coalesce((
        SELECT decision.way FROM corrections_decision AS decision
        WHERE decision.report_id = report.id AND decision.round = report.round
        ORDER BY decision.id DESC LIMIT 1
    ), '') END AS way,
    (report.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - DATE '1970-01-01'
        AS received_day,
    CASE WHEN report.status NOT IN ('accepted', 'refused', 'withdrawn')
        THEN floor(extract(epoch FROM report.answer_due_at) / 3600)::int END AS due_hour,
    (report.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - DATE '1970-01-01' AS ended_day,
    floor(greatest(extract(epoch FROM report.decided_at - report.submitted_at), 0) / 3600)::int
        AS hours
FROM corrections_correctionreport AS report
{chosen}
"""
_MEASURED: Final = """
    SELECT stood.path, each.what, each.label, each.bucket, sum(stood.number) AS number
    FROM stood CROSS JOIN LATERAL (VALUES
        ('received', stood.kind, stood.received_day, true),
        ('open', stood.kind, 0, stood.state = 'open'),
        ('due', '', stood.due_hour, stood.state = 'open'),
        ('since', '', stood.received_day, stood.state = 'open'),
        ('decided', stood.kind, stood.ended_day, stood.state IN ('accepted', 'refused')),
        ('outcome', stood.state, 0, stood.state <> 'open'),
        ('way', stood.way, 0, stood.state IN ('accepted', 'refused')),
        ('hours', '', stood.hours, stood.state IN ('accepted', 'refused'))
    ) AS each (what, label, bucket, counts)
    WHERE each.counts GROUP BY 1, 2, 3, 4
"""
REPORTS: Final = Source(
    thing="report",
    columns="path, kind, state, way, received_day, due_hour, ended_day, hours",
    stands=_STANDS,
    chosen="WHERE report.id = ANY(%s::bigint[])",
    measured=_MEASURED,
    whats=("received", "open", "due", "since", "decided", "outcome", "way", "hours"),
    locked=("corrections_correctionreport",),
)
