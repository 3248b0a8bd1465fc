"""What can happen to figures."""

from sotiem.indicators.operations.count import (
    count_doses_again,
    count_reactions_again,
    count_reports_again,
    follow_dose_of_reaction,
    follow_doses_of_reactions,
    follow_erased_registrations,
    follow_identities,
    follow_identity,
    follow_new_doses,
    follow_new_people,
    follow_people,
    follow_person,
    follow_reaction,
    follow_registrations,
    follow_report,
    follow_reports,
)
from sotiem.indicators.operations.fold import fold_figures
from sotiem.indicators.operations.publish import publish_figures
from sotiem.indicators.operations.publish_doses import publish_doses
from sotiem.indicators.operations.publish_standing import publish_standing
from sotiem.indicators.operations.rebuild import rebuild_figures

__all__ = [
    "count_doses_again",
    "count_reactions_again",
    "count_reports_again",
    "fold_figures",
    "follow_dose_of_reaction",
    "follow_doses_of_reactions",
    "follow_erased_registrations",
    "follow_identities",
    "follow_identity",
    "follow_new_doses",
    "follow_new_people",
    "follow_people",
    "follow_person",
    "follow_reaction",
    "follow_registrations",
    "follow_report",
    "follow_reports",
    "publish_doses",
    "publish_figures",
    "publish_standing",
    "rebuild_figures",
]
