"""What triage says of reports, and how often the machine was right."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Count

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.bulk import as_array
from sotiem.triage.facts import Advice, Did
from sotiem.triage.models import SortedReport
from sotiem.triage.states import Judgement

SHOWN: Final = 50
# Open, taken up by nobody, and not sorted since the round that runs began; by whom they tell of,
# so that one person's come together.
UNSORTED: Final = """
SELECT report.id FROM corrections_correctionreport AS report
LEFT JOIN triage_sortedreport AS told
    ON told.report_id = report.id AND told.round = report.round
WHERE report.status = 'submitted' AND told.report_id IS NULL
ORDER BY report.patient_id, report.claims -> 'person' ->> 'birth_date',
    right(report.claims -> 'person' ->> 'full_name', 2), report.id
"""
# One statement: it is asked whenever a dose is recorded.
WAITING_OF: Final = """
SELECT id FROM corrections_correctionreport
WHERE patient_id = ANY(%s::bigint[]) AND status = 'submitted'
UNION
SELECT report.id FROM triage_sortedreport AS told
JOIN corrections_correctionreport AS report ON report.id = told.report_id
WHERE told.patient_id = ANY(%s::bigint[]) AND report.status = 'submitted'
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class MachineFigures:
    """Of what the machine did by itself: how much was looked at again, and was wrong."""

    did: int
    looked_at: int
    wrong: int


def advice_for(report: CorrectionReport) -> Advice | None:
    """What triage made of a report in the round that runs; None before it was sorted."""
    row = SortedReport.objects.filter(pk=report.pk, round=report.round).first()
    return row.advice if row is not None else None


def unsorted_reports() -> list[int]:
    """All open reports that nobody took up and that were not sorted yet."""
    with connection.cursor() as cursor:
        cursor.execute(UNSORTED)
        return [pk for (pk,) in cursor.fetchall()]


def awaiting_second_look(*, staff: Staff, limit: int = SHOWN) -> list[SortedReport]:
    """What the machine did and somebody should look at again, in an officer's places."""
    rows = SortedReport.objects.filter(is_sampled=True, judgement=Judgement.NONE)
    places = CorrectionReport.objects.within(*staff.jurisdictions(Role.OFFICER))
    return list(
        rows.filter(report__in=places).select_related("report", "same_as").order_by("-pk")[:limit]
    )


def machine_figures() -> dict[Did, MachineFigures]:
    """How often people found the machine wrong, by what it did."""
    counts = SortedReport.objects.filter(is_sampled=True).values("did", "judgement")
    found = {
        (row["did"], row["judgement"]): row["number"]
        for row in counts.annotate(number=Count("pk")).order_by()
    }
    return {did: _figures(did, found) for did in Did if did != Did.NOTHING}


def _figures(did: Did, found: dict[tuple[str, str], int]) -> MachineFigures:
    right = found.get((did, Judgement.RIGHT), 0)
    wrong = found.get((did, Judgement.WRONG), 0)
    return MachineFigures(
        did=found.get((did, Judgement.NONE), 0) + right + wrong,
        looked_at=right + wrong,
        wrong=wrong,
    )


def waiting_of(patient_ids: Collection[int]) -> list[int]:
    """The reports about these people, or found to be theirs, that nobody has taken up."""
    people = as_array(patient_ids)
    with connection.cursor() as cursor:
        cursor.execute(WAITING_OF, [people, people])
        return [pk for (pk,) in cursor.fetchall()]


def waiting_with(file_id: int) -> list[int]:
    """The reports that show a stored file and that nobody has taken up."""
    shown = Evidence.objects.filter(original=file_id, report__status=ReportStatus.SUBMITTED)
    return list(shown.order_by("report").values_list("report", flat=True).distinct())


def waiting_reports() -> list[int]:
    """All reports that nobody has taken up."""
    reports = CorrectionReport.objects.filter(status=ReportStatus.SUBMITTED)
    return list(reports.order_by("pk").values_list("pk", flat=True))
