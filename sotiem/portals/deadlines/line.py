"""A facility's own line: what is missing, and what to do next."""

from datetime import datetime
from typing import Any

from sotiem.deadlines.queries import FacilityLine, facility_lines
from sotiem.facilities.models import Facility
from sotiem.portals.deadlines.words import DELAYS, PROGRESS, outlook, percent, told, trend


def line_of(facility: Facility, *, at: datetime) -> dict[str, Any] | None:
    """The deadline that presses most, in words; None where none holds."""
    lines = facility_lines(facility, at=at)
    return words_of(lines[0], at=at) if lines else None


def words_of(line: FacilityLine, *, at: datetime) -> dict[str, Any]:
    icon, words, tone = PROGRESS[line.forecast.progress]
    most = max(line.delays) or 1
    return {
        "line": line,
        "icon": icon,
        "words": words,
        "tone": tone,
        "outlook": outlook(line.forecast),
        "share": percent(line.figures.share),
        "trend": trend(line.figures),
        "delays": [
            {"words": said, "doses": doses, "most": most}
            for said, doses in zip(DELAYS, line.delays, strict=True)
        ],
        "is_short": line.figures.missing > 0,
        "is_silent": line.figures.is_behind and line.figures.missing == 0,
        "told": told(line.figures),
    }
