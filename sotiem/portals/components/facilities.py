"""The facility a page is about, if it is one of theirs who asks; or that a form names."""

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff


def facility_of(request: HttpRequest, code: str, *roles: Role) -> Facility:
    """The facility with this code, for who holds one of these roles there (a clerk, unless said).

    Of others it is as if it did not exist.
    """
    facility = Facility.objects.filter(code=code).first()
    asked = roles or (Role.CLERK,)
    if facility is None or not any(
        acting_staff(request).may(role, facility.path) for role in asked
    ):
        raise Http404
    return facility


def find_facility(text: str) -> int | None:
    """The one facility of this code or name; none when the name alone does not say which."""
    coded = Facility.objects.filter(code=text).values_list("pk", flat=True)
    if " " not in text and (found := coded.first()):
        return found
    named = Facility.objects.filter(name__iexact=text).values_list("pk", flat=True)[:2]
    return named[0] if len(named) == 1 else None
