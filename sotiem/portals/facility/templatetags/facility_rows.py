"""What every page of a facility tells of its rows that wait."""

from django import template

from sotiem.facilities.models import Facility
from sotiem.imports.waiting import waiting_count

register = template.Library()


@register.simple_tag
def rows_waiting(facility: Facility) -> int:
    """How many rows of the facility's sheets wait, for the navigation."""
    return waiting_count(facility)
