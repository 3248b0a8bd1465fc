"""All that is counted."""

from typing import Final

from sotiem.indicators.dose_measures import DOSES
from sotiem.indicators.identity_measures import IDENTITY
from sotiem.indicators.measures import Source
from sotiem.indicators.reaction_measures import REACTIONS
from sotiem.indicators.registration_measures import REGISTRATIONS
from sotiem.indicators.report_measures import REPORTS

SOURCES: Final[tuple[Source, ...]] = (REPORTS, DOSES, REACTIONS, REGISTRATIONS, IDENTITY)
