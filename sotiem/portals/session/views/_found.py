"""The session a page is about, if it is one of theirs who asks."""

from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.queries import find_session
from sotiem.portals.components.facilities import facility_of


def session_of(
    request: HttpRequest, code: str, public_id: UUID, *roles: Role
) -> VaccinationSession:
    """The session of this facility; of others it is as if it did not exist."""
    found = find_session(public_id, facility_of(request, code, *roles))
    if found is None:
        raise Http404
    return found
