from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from sotiem.foundation import jobs
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.sequences import next_ids
from sotiem.messages.models import Message
from sotiem.messages.texts import text_of

# A phone that no carrier is asked to reach.
NOBODY: Final = ""


@transaction.atomic
def send_message(*, phone: str, purpose: str, values: dict[str, str], at: datetime) -> Message:
    """Write a message now; a job hands it to the carrier after the commit."""
    message = Message.objects.create(phone=phone, purpose=purpose, values=values, written_at=at)
    jobs.enqueue("deliver_message", message_id=message.pk)
    return message


@transaction.atomic
def send_messages(*, purpose: str, to: Mapping[str, dict[str, str]], at: datetime) -> None:
    """Write many messages of one purpose, one for each phone, with what each is told."""
    ids = next_ids(Message, len(to))
    insert_many(
        Message,
        (
            Message(pk=pk, phone=phone, purpose=purpose, values=values, written_at=at)
            for pk, (phone, values) in zip(ids, to.items(), strict=True)
        ),
    )
    jobs.enqueue_many("deliver_message", [{"message_id": pk} for pk in ids])


@transaction.atomic
def deliver_message(*, message_id: int, at: datetime) -> None:
    """Hand a message to the carrier. Asking again changes nothing."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status == Message.Status.SENT:
        return
    if message.phone != NOBODY:
        _carry(message)
    message.status, message.sent_at, message.values = Message.Status.SENT, at, {}
    message.save(update_fields=["status", "sent_at", "values"])


def _carry(message: Message) -> None:
    carry = import_string(settings.MESSAGE_CARRIER)
    carry(
        key=str(message.public_id),
        phone=message.phone,
        text=text_of(message.purpose, message.values),
        at=message.written_at,
    )
