"""Photos that came with reports about several people: who else was shown the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from sotiem.corrections import pictures
from sotiem.corrections.facts import Named, ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.rules import is_same_person
from sotiem.corrections.slip_claims import slip_claim, warnings_told
from sotiem.foundation import files
from sotiem.foundation.bulk import array_of
from sotiem.foundation.models import StoredFile
from sotiem.slips.facts import Sameness, SlipWarning
from sotiem.slips.queries import readings_of, same_as

# Of a file sent with more reports than that, only the first are looked at.
MOST_REPORTS: Final = 200
_SENT_WITH: Final = """
SELECT file.id, sent.report_id
FROM unnest(%s::bigint[]) AS file (id)
CROSS JOIN LATERAL (
    SELECT report_id FROM corrections_evidence
    WHERE original_id = file.id ORDER BY id LIMIT %s
) AS sent
"""
_ORDER: Final = {sameness: place for place, sameness in enumerate(Sameness)}


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedElsewhere:
    """A report about another person that shows the same photo or slip, and why it is said.

    `evidence_id` is the public name of the own photo. It is worth a look, and proves nothing.
    """

    evidence_id: UUID
    why: Sameness
    report_id: int
    public_id: UUID
    tracking_code: str
    path: str
    submitted_at: datetime
    full_name: str = field(repr=False)


def used_elsewhere(report_ids: Collection[int]) -> Mapping[int, tuple[UsedElsewhere, ...]]:
    """For each of these reports, those about other people that show the same, the surest first."""
    own = _photos_of(report_ids)
    files = {photo.original_id for photo in own}
    if not files:
        return {}
    alike = same_as(files)
    sent_with = _sent_with(files.union(*alike.values()))
    reports = _told({*report_ids}.union(*sent_with.values()))
    whom = {pk: _whom(report) for pk, report in reports.items()}
    found: dict[int, dict[int, UsedElsewhere]] = {}
    for photo in own:
        shown = {photo.original_id: Sameness.FILE, **alike.get(photo.original_id, {})}
        of_report = found.setdefault(photo.report_id, {})
        for other, why in _others(photo.report_id, shown, sent_with, whom):
            earlier = of_report.get(other)
            if earlier is None or _ORDER[why] < _ORDER[earlier.why]:
                of_report[other] = _used(photo, reports[other], whom[other], why)
    return {report_id: _surest_first(others.values()) for report_id, others in found.items()}


def _photos_of(report_ids: Collection[int]) -> list[Evidence]:
    if not report_ids:
        return []
    return list(Evidence.objects.filter(report_id__in=array_of(report_ids)).order_by("pk"))


def _surest_first(others: Iterable[UsedElsewhere]) -> tuple[UsedElsewhere, ...]:
    return tuple(sorted(others, key=lambda one: (_ORDER[one.why], one.report_id)))


def _others(
    own: int,
    shown: Mapping[int, Sameness],
    sent_with: Mapping[int, list[int]],
    whom: Mapping[int, Named],
) -> Iterator[tuple[int, Sameness]]:
    """The reports about somebody else that came with one of these files."""
    for file, why in shown.items():
        for other in sent_with.get(file, ()):
            if other != own and not is_same_person(whom[own], whom[other]):
                yield other, why


def _sent_with(files: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SENT_WITH, [list(files), MOST_REPORTS])
        for file, report_id in cursor.fetchall():
            found.setdefault(file, []).append(report_id)
    return found


def _told(report_ids: Collection[int]) -> dict[int, CorrectionReport]:
    reports = CorrectionReport.objects.select_related("patient__current")
    return reports.in_bulk(list(report_ids))


def _whom(report: CorrectionReport) -> Named:
    """Whom a report is about: on record, or as its sender says."""
    if report.patient is not None:
        current = report.patient.current
        return Named(report.patient.principal_id, current.full_name, current.birth_date)
    person = report.said.person
    return Named(None, person.full_name, person.birth_date) if person else Named(None, "", "")


def _used(photo: Evidence, other: CorrectionReport, whom: Named, why: Sameness) -> UsedElsewhere:
    return UsedElsewhere(
        evidence_id=photo.public_id,
        why=why,
        report_id=other.pk,
        public_id=other.public_id,
        tracking_code=other.tracking_code,
        path=other.path,
        submitted_at=other.submitted_at,
        full_name=whom.full_name,
    )


def warnings_of(report: CorrectionReport) -> list[list[SlipWarning]]:
    """What is to be told of each photo of a report, as far as a machine has read it by now."""
    shown = list(report.evidence.order_by("pk").values_list("original", flat=True))
    read = readings_of(shown)
    claim = slip_claim(ReportKind(report.kind), report.said, report.patient, report.dose)
    return warnings_told([read.get(file) for file in shown], claim, may_rename=True)


def picture_of(photo: Evidence) -> bytes | None:
    """The clean JPEG of a photo: kept, or drawn now; nothing where the file cannot be drawn."""
    if photo.picture is not None:
        return files.read(photo.picture)
    return drawn_of(photo.original)


def drawn_of(original: StoredFile) -> bytes | None:
    """A clean JPEG of a file that came, drawn now; nothing where it cannot be drawn."""
    try:
        return pictures.drawn(files.read(original)).jpeg
    except pictures.NoPicture:
        return None
