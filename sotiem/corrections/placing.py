"""What a report was when it came, for who says what kind it is and whose."""

from dataclasses import dataclass
from typing import Any, Final

from sotiem.corrections.facts import KIND_SAID, Claims, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import clue_of
from sotiem.corrections.rules import claims_of
from sotiem.matching.facts import Candidate
from sotiem.matching.queries import match_one

# So many of those who may be meant are offered.
PEOPLE_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class AsItCame:
    """A report as its sender put it, before any officer placed it; `called` is the kind that its
    channel named, where that is one of ours."""

    kind: ReportKind
    patient_id: int | None
    said: Claims
    called: ReportKind | None


def as_it_came(report: CorrectionReport) -> AsItCame:
    """What the sender said, whatever officers made of it since."""
    first = next(iter(report.placed), None)
    kept: dict[str, Any] = report.claims if first is None else first.claims_before
    called = str(kept.get(KIND_SAID) or "")
    return AsItCame(
        kind=ReportKind(report.kind if first is None else first.kind_before),
        patient_id=report.patient_id if first is None else first.patient_before_id,
        said=claims_of(kept),
        called=ReportKind(called) if called in set(ReportKind) else None,
    )


def people_told(came: AsItCame) -> list[Candidate]:
    """Whose a report may be, the likeliest first: her own who was signed in, else those on record
    who may be the person that is told of."""
    if came.patient_id is not None:
        return [Candidate(came.patient_id, 1.0)]
    if came.said.person is None:
        return []
    return list(match_one(clue_of(came.said.person)).candidates[:PEOPLE_AT_MOST])


def kinds_open_to(came: AsItCame) -> list[ReportKind]:
    """The kinds that a report may be: who is on record cannot say that nobody was found."""
    return [
        kind
        for kind in ReportKind
        if kind != ReportKind.NOTHING_RECORDED or came.patient_id is None
    ]
