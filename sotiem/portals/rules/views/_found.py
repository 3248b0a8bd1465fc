"""The version that an address names, for regulators of the country."""

from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import require
from sotiem.portals.components.access import acting_staff
from sotiem.reopening import permissions
from sotiem.reopening.models import RuleVersion


def regulator_in(request: HttpRequest) -> Staff:
    """Who asks, if she may draft and publish rules."""
    who = acting_staff(request)
    require(permissions.can_regulate(who))
    return who


def version_of(public_id: UUID) -> RuleVersion:
    """The version, with who drafted and who published it."""
    versions = RuleVersion.objects.select_related("drafted_by", "published_by", "based_on")
    version = versions.filter(public_id=public_id).first()
    if version is None:
        raise Http404
    return version


def draft_of(public_id: UUID) -> RuleVersion:
    """The same, while it is a draft."""
    version = version_of(public_id)
    if version.state != RuleVersion.State.DRAFT:
        raise Http404
    return version
