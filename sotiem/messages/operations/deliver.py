"""Messages go to their carriers, many at a time; what is not taken is tried again later."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from sotiem.foundation.bulk import array_of
from sotiem.messages import rules
from sotiem.messages.carriers import carry
from sotiem.messages.facts import NeverThere, NotNow, Way
from sotiem.messages.models import Message, MessageQuerySet, PushDevice, Wish
from sotiem.messages.operations._parcels import Parcel, parcels_of
from sotiem.messages.operations.send import NOBODY
from sotiem.messages.texts import TEXTS

AT_ONCE: Final = 200
HANDS: Final = 8
# A sender that took messages and has not told what became of them by then will not any more.
TAKES_AT_MOST: Final = timedelta(minutes=10)
_NOTE: Final = """
UPDATE outbox_message AS message SET
    status = told.status, due_at = told.due_at, said = told.said, carried_by_id = told.carried_by,
    sent_at = CASE told.status WHEN 'sent' THEN %s::timestamptz END,
    values = CASE told.status WHEN 'waiting' THEN message.values ELSE '{}'::jsonb END
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[], %s::bigint[])
    AS told (id, status, due_at, said, carried_by)
WHERE message.id = told.id
"""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What became of a parcel, and which devices are there no more."""

    parcel: Parcel
    sent: bool
    again: bool
    gone: tuple[int, ...]


def deliver_due(*, at: datetime) -> int:
    """Send what is due, some at a time; returns how many messages were taken."""
    due = Message.objects.due(at)
    if settings.QUIET_NIGHTS and rules.is_night(at):
        due = due.urgent()
    return _deliver(due, at=at)


def deliver_message(*, message_id: int, at: datetime) -> None:
    """Send one message, unless somebody does it already. Asking again changes nothing."""
    _deliver(Message.objects.due(at).filter(pk=message_id), at=at)


def _deliver(due: MessageQuerySet, *, at: datetime) -> int:
    """Take messages, carry them outside any transaction, and note what became of them.

    Who is stopped in between leaves them to be taken again, with the same keys.
    """
    taken = _take(due, at=at)
    if taken:
        parcels = parcels_of(taken, at=at)
        with ThreadPoolExecutor(max_workers=min(HANDS, len(parcels))) as hands:
            carried = list(hands.map(_carried, parcels))
        _note(carried, at=at)
    return len(taken)


@transaction.atomic
def _take(due: MessageQuerySet, *, at: datetime) -> list[Message]:
    """Take messages: nobody else does before this sender must have ended."""
    rows = due.order_by("due_at", "phone", "pk").select_for_update(skip_locked=True)
    taken = list(rows[:AT_ONCE])
    if taken:
        Message.objects.filter(pk__in=array_of([one.pk for one in taken])).update(
            due_at=at + TAKES_AT_MOST, attempts=F("attempts") + 1
        )
        _copy([one for one in taken if not one.attempts and one.way == Way.SMS], at=at)
    for one in taken:
        one.attempts += 1
    return taken


def _copy(messages: Sequence[Message], *, at: datetime) -> None:
    """Write a message once more for each other way in which its reader wants to be told."""
    told = [one for one in messages if one.phone and not TEXTS[one.purpose].urgent]
    phones = {one.phone for one in told}
    if not phones:
        return
    devices = PushDevice.objects.filter(phone__in=phones).values_list("phone", flat=True)
    mails = Wish.objects.filter(phone__in=phones, email_confirmed_at__isnull=False)
    wanted = {(phone, Way.PUSH) for phone in devices}
    wanted |= {(phone, Way.EMAIL) for phone in mails.values_list("phone", flat=True)}
    Message.objects.bulk_create(
        Message(
            phone=one.phone,
            purpose=one.purpose,
            way=way,
            once=str(one.public_id),
            values=one.values,
            written_at=one.written_at,
            due_at=at,
        )
        for one in told
        for way in (Way.PUSH, Way.EMAIL)
        if (one.phone, way) in wanted
    )


def _carried(parcel: Parcel) -> _Carried:
    """Hand over each letter. A parcel is sent when one of its letters was taken."""
    sent = again = False
    gone = []
    for letter in parcel.letters:
        try:
            carry(Way(parcel.messages[0].way), letter)
        except NotNow:
            again = True
        except NeverThere:
            gone += [letter.device.pk] if letter.device else []
        else:
            sent = True
    return _Carried(parcel, sent=sent, again=again and not sent, gone=tuple(gone))


@transaction.atomic
def _note(carried: Sequence[_Carried], *, at: datetime) -> None:
    rows = [row for one in carried for row in _rows(one, at)]
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [at, *map(list, zip(*rows, strict=True))])
    gone = [pk for one in carried for pk in one.gone]
    if gone:
        PushDevice.objects.filter(pk__in=gone).delete()


def _rows(carried: _Carried, at: datetime) -> list[tuple[int, str, datetime, str, int | None]]:
    """What stands of each message now: its key, state, when it is due, what it said, by which."""
    first = carried.parcel.messages[0]
    text = "" if TEXTS[first.purpose].secret else carried.parcel.text
    if carried.sent or first.phone == NOBODY:
        said = {first.pk: text}
        return [
            (one.pk, "sent", at, said.get(one.pk, ""), None if one is first else first.pk)
            for one in carried.parcel.messages
        ]
    return [
        (one.pk, "waiting", again, "", None) if again else (one.pk, "failed", at, "", None)
        for one in carried.parcel.messages
        for again in [_again(one, at) if carried.again else None]
    ]


def _again(message: Message, at: datetime) -> datetime | None:
    """When to try again: at night, only what cannot wait."""
    again = rules.try_again_at(at, attempts=message.attempts)
    if again is None or TEXTS[message.purpose].urgent or not settings.QUIET_NIGHTS:
        return again
    return rules.may_ring_at(message.phone, again)
