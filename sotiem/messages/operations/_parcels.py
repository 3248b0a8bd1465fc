"""What is said together, and to which addresses it goes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sotiem.messages import rules
from sotiem.messages.facts import Device, Letter, Way
from sotiem.messages.models import Message, PushDevice, Wish
from sotiem.messages.texts import JOINED, TEXTS, text_of, text_of_several


@dataclass(frozen=True, slots=True)
class Parcel:
    """Messages that are said together, to one phone in one way, and where they go."""

    messages: tuple[Message, ...]
    text: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class _Addresses:
    emails: Mapping[str, str]
    devices: Mapping[str, Sequence[Device]]


def parcels_of(taken: Sequence[Message], *, at: datetime) -> list[Parcel]:
    """Put messages together; what is of no use any more goes nowhere."""
    addresses = _addresses({one.phone for one in taken})
    return [
        _parcel(messages, addresses, is_useless=_is_useless(messages[0], at))
        for messages in _together(taken)
    ]


def _together(taken: Sequence[Message]) -> list[list[Message]]:
    """What goes to one phone in one way is said together, where it waited or says the same."""
    groups: dict[tuple[str, ...], list[Message]] = defaultdict(list)
    for one in taken:
        if one.purpose.startswith(JOINED) and one.way != Way.EMAIL:
            waited = one.attempts > 1 or one.due_at > one.written_at
            groups[one.phone, one.way, "" if waited else one.purpose].append(one)
        else:
            groups[(str(one.public_id),)].append(one)
    return list(groups.values())


def _is_useless(message: Message, at: datetime) -> bool:
    useless_after = TEXTS[message.purpose].useless_after
    return useless_after is not None and at > message.written_at + useless_after


def _parcel(messages: Sequence[Message], addresses: _Addresses, *, is_useless: bool) -> Parcel:
    first, told = messages[0], [one.values for one in messages]
    text = text_of(first.purpose, told[0]) if len(told) == 1 else text_of_several(told)
    if first.way == Way.SMS:
        text = rules.without_marks(text)
    return Parcel(
        messages=tuple(messages),
        text=text,
        letters=() if is_useless else _letters(first, text, told[-1], addresses),
    )


def _letters(
    message: Message, text: str, values: Mapping[str, str], addresses: _Addresses
) -> tuple[Letter, ...]:
    key, phone, at = str(message.public_id), message.phone, message.written_at
    link = values.get("address", "")
    if message.way == Way.PUSH:
        return tuple(
            Letter(key=f"{key}-{one.pk}", phone=phone, text=text, at=at, link=link, device=one)
            for one in addresses.devices.get(phone, ())
        )
    if message.way == Way.EMAIL:
        email = values.get("email") or addresses.emails.get(phone, "")
        return (Letter(key=key, phone=phone, text=text, at=at, email=email),) if email else ()
    return (Letter(key=key, phone=phone, text=text, at=at),) if phone else ()


def _addresses(phones: set[str]) -> _Addresses:
    wishes = Wish.objects.filter(phone__in=phones, email_confirmed_at__isnull=False)
    devices: dict[str, list[Device]] = defaultdict(list)
    for one in PushDevice.objects.filter(phone__in=phones):
        devices[one.phone].append(
            Device(pk=one.pk, endpoint=one.endpoint, key=one.key, secret=one.secret)
        )
    return _Addresses(dict(wishes.values_list("phone", "email")), devices)
