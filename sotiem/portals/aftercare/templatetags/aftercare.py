"""What pages of others tell of reactions."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from sotiem.facilities.models import Facility
from sotiem.portals.aftercare.telling import hotline
from sotiem.portals.components.access import acting_citizen
from sotiem.reactions.queries import first_day, open_count, reactions_of

register = template.Library()


@register.simple_tag
def reactions_open(facility: Facility) -> int:
    """How many reactions the facility has to look at, for the navigation."""
    return open_count(facility)


@register.filter
def may_report(administered_on: date) -> bool:
    """Whether a dose is so recent that one reports reactions to it oneself."""
    return administered_on >= first_day(timezone.now())


@register.simple_tag(takes_context=True)
def my_reactions(context: dict[str, Any]) -> list[Any]:
    """What the reader of a health book told of reactions."""
    patient_id = acting_citizen(context["request"]).patient_id
    return reactions_of(patient_id) if patient_id is not None else []


@register.simple_tag
def hotline_number() -> str:
    return hotline()["emergency"]
