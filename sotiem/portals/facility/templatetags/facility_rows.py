"""What the navigation of a facility's pages tells, and to whom."""

from typing import Any

from django import template

from sotiem.accounts.facts import Role
from sotiem.certificates.confirmation_queries import groups_awaited_at
from sotiem.corrections.asked import open_question_count
from sotiem.facilities.models import Facility
from sotiem.imports.waiting import waiting_count
from sotiem.portals.components.access import acting_staff

register = template.Library()


@register.simple_tag
def rows_waiting(facility: Facility) -> int:
    """How many rows of the facility's sheets wait, for the navigation."""
    return waiting_count(facility)


@register.simple_tag
def questions_open(facility: Facility) -> int:
    """How many questions about reports the facility has not answered, for the navigation."""
    return open_question_count(facility)


@register.simple_tag
def doses_awaited(facility: Facility) -> int:
    """How many doses wait for the facility's signature, for the navigation."""
    return sum(group.doses for group in groups_awaited_at(facility))


@register.simple_tag(takes_context=True)
def is_clerk_of(context: dict[str, Any], facility: Facility) -> bool:
    """Whether who looks may open the pages of clerks; heads have pages of their own."""
    return acting_staff(context["request"]).may(Role.CLERK, facility.path)
