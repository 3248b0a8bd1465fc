from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from sotiem.foundation import jobs
from sotiem.foundation.bulk import insert_many
from sotiem.messages import rules
from sotiem.messages.facts import Draft
from sotiem.messages.models import Message
from sotiem.messages.texts import TEXTS

# A phone that no carrier is asked to reach.
NOBODY: Final = ""


@transaction.atomic(savepoint=False)
def send_message(*, phone: str, purpose: str, values: Mapping[str, str], at: datetime) -> Message:
    """Write a message now; it is sent after the commit, at night only when it cannot wait."""
    message = _written(phone, purpose, values, at)
    message.save(force_insert=True)
    if TEXTS[purpose].urgent:
        jobs.enqueue("deliver_message", message_id=message.pk)
    return message


@transaction.atomic(savepoint=False)
def send_once(*, drafts: Sequence[Draft], at: datetime) -> None:
    """Write messages, each unless it was written before, whatever was made of it since."""
    Message.objects.bulk_create(
        (_written(one.phone, one.purpose, one.values, at, once=one.once) for one in drafts),
        batch_size=1_000,
        ignore_conflicts=True,
    )


@transaction.atomic
def send_messages(*, purpose: str, to: Mapping[str, Mapping[str, str]], at: datetime) -> None:
    """Write many messages of one purpose, one for each phone, with what each is told."""
    insert_many(Message, (_written(phone, purpose, values, at) for phone, values in to.items()))


def _written(
    phone: str, purpose: str, values: Mapping[str, str], at: datetime, *, once: str = ""
) -> Message:
    waits = settings.QUIET_NIGHTS and not TEXTS[purpose].urgent
    return Message(
        phone=phone,
        purpose=purpose,
        once=once,
        values=dict(values),
        written_at=at,
        due_at=rules.may_ring_at(phone, at) if waits else at,
    )
