import secrets
from typing import Final

from sotiem.campaigns.events import EntryRecorded
from sotiem.campaigns.models import Entry
from sotiem.foundation.identifiers import ALPHABET
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.readbacks import rules
from sotiem.readbacks.models import Readback
from sotiem.readbacks.queries import address_of
from sotiem.readbacks.states import ReadbackState

PURPOSE: Final = "readback"


def read_back(event: EntryRecorded) -> None:
    """Ask the person of an entry, as soon as it is on record, whether it is right.

    The link goes to the telephone that she gave at the session; it also stands on her slip.
    """
    entry = Entry.objects.get(pk=event.entry_id)
    readback = Readback.objects.create(
        entry=entry,
        code="".join(secrets.choice(ALPHABET) for _ in range(8)),
        session_id=entry.session_id,
        state=ReadbackState.WAITING,
        state_at=event.at,
        made_at=event.at,
        expires_at=event.at + rules.LINK_LASTS,
    )
    phone = entry.said["person"]["phone"]
    if phone:
        told = {"address": address_of(readback)}
        draft = Draft(phone=phone, purpose=PURPOSE, once=f"{PURPOSE}:{readback.code}", values=told)
        send_once(drafts=[draft], at=event.at)
