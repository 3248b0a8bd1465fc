"""All that is counted."""

from typing import Final

from sotiem.indicators.dose_measures import DOSES
from sotiem.indicators.measures import Source
from sotiem.indicators.reaction_measures import REACTIONS
from sotiem.indicators.report_measures import REPORTS

SOURCES: Final[tuple[Source, ...]] = (REPORTS, DOSES, REACTIONS)
