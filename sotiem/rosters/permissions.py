"""Who may see an organization's files, and send them."""

from sotiem.accounts.facts import Citizen
from sotiem.registrations.permissions import speaks_for
from sotiem.rosters.models import Roster


def can_see(by: Citizen, roster: Roster) -> bool:
    """Whoever speaks for the organization now."""
    return speaks_for(by, roster.organization)
