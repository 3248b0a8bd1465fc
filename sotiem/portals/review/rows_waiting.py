"""Rows of facilities' sheets that wait and may be about the person of a report."""

from typing import Any, Final

from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import clue_of
from sotiem.imports.waiting import WaitingMatch, waiting_rows_for, waiting_rows_of
from sotiem.portals.facility.words import WAITING_FOR
from sotiem.portals.review.pair_facts import percent

_SHOWN: Final = 5


def rows_waiting(report: CorrectionReport) -> list[dict[str, Any]]:
    """What a facility sent and could not be recorded: often the very dose that is missed."""
    return [
        {
            "facility": found.waiting.facility.name,
            "given_on": found.waiting.given_on,
            "vaccine": found.waiting.vaccine.name_vi,
            "file_name": found.waiting.dose_import.file_name,
            "number": found.waiting.dose_import.lists.where(found.waiting.row.number),
            "reason": WAITING_FOR[found.waiting.reason],
            "percent": percent(found.probability),
        }
        for found in _found(report)[:_SHOWN]
    ]


def _found(report: CorrectionReport) -> list[WaitingMatch]:
    if report.patient_id is not None:
        return waiting_rows_of(report.patient_id)
    claim = report.said.person
    return [] if claim is None else waiting_rows_for(clue_of(claim))
