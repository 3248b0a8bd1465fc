"""A registration as pages tell it."""

from typing import Any

from django.utils.translation import gettext as _

from sotiem.identity import PartialDate
from sotiem.portals.citizen.words import unit_in_words
from sotiem.portals.registering import words
from sotiem.registrations.models import Registration
from sotiem.registrations.queries import place_in_line
from sotiem.registrations.states import CALLED, RegistrationState


def told_of(registration: Registration) -> dict[str, Any]:
    """How far it is, who holds the list, and how many stand before one."""
    first = registration.same_as or registration
    place = place_in_line(registration)
    return {
        "registration": registration,
        "group": words.group_name(registration.group),
        "state": words.STATES[registration.state],
        "tone": words.TONES[registration.state],
        "next_step": words.NEXT[registration.state],
        "because": words.BECAUSE.get(registration.withdrawn_because),
        "born": PartialDate.from_iso(registration.birth_date).vietnamese,
        "relation": words.RELATIONS[registration.relation],
        "part_of_day": words.PARTS[registration.part_of_day],
        "holder": _holder(first.list_path),
        "place": place,
        "seat": registration.appointment,
        "may_answer": registration.state == RegistrationState.INVITED,
        "is_called": registration.state in CALLED,
        "is_waiting": place is not None,
        "is_again": registration.same_as is not None,
        "first_at": first.registered_at,
        "organization": registration.organization,
        "is_pending": registration.organization_id is not None
        and registration.taken_over_at is None,
    }


def _holder(list_path: str) -> str:
    """Who holds a list: a province's health department, or a facility."""
    name = unit_in_words(list_path)
    is_province = list_path.count("/") == 1
    return _("Sở Y tế %(place)s") % {"place": name} if is_province else name
