from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.deadlines.queries import reminder_phones
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.reactions.models import Reaction

PURPOSE: Final = "reaction_urgent"


def tell_facility(reaction: Reaction, *, at: datetime) -> None:
    """Tell the telephone that the facility chose that something urgent waits on its page; not
    what, nor of whom."""
    facility = reaction.facility
    phone = reminder_phones([facility.pk]).get(facility.pk) if facility else None
    if facility is None or phone is None:
        return
    told = {
        "code": facility.code,
        "address": f"{settings.PUBLIC_ADDRESS}/co-so/{facility.code}/phan-ung/",
    }
    once = f"{PURPOSE}:{reaction.public_id.hex}:{reaction.versions.count()}"
    send_once(drafts=[Draft(phone=phone, purpose=PURPOSE, once=once, values=told)], at=at)
    reaction.texted_at = at
    reaction.save(update_fields=["texted_at"])
