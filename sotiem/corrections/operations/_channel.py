from collections.abc import Iterable
from datetime import datetime
from zlib import crc32

from sotiem.corrections.channels import Channel, ChannelState
from sotiem.foundation.locks import LockSpace, hold_some, share_some
from sotiem.foundation.refusals import Refusal


class ChannelIsClosed(Refusal):
    """The channel takes no new report; details: channel, successor (codes)."""


class ChannelIsNotOpenYet(Refusal):
    """The channel does not take reports before its day."""


def open_channel_of(code: str, *, at: datetime, form_opened_at: datetime | None = None) -> Channel:
    """The channel of this code, if it takes a report now. It stays so until the transaction
    ends: whoever closes it or hands it over waits, and misses no report."""
    share_some(LockSpace.CHANNELS, [_number_of(code)])
    channel = Channel.objects.get(code=code)
    if channel.takes_reports(at, form_opened_at=form_opened_at):
        return channel
    if channel.state(at) == ChannelState.PLANNED:
        raise ChannelIsNotOpenYet
    successor = channel.successor.code if channel.successor else ""
    raise ChannelIsClosed(channel=channel.code, successor=successor)


def channel_to_load(code: str, *, at: datetime) -> Channel:
    """The channel of this code, to take in what came by it elsewhere, also after it closed."""
    share_some(LockSpace.CHANNELS, [_number_of(code)])
    channel = Channel.objects.select_related("successor").get(code=code)
    if channel.state(at) == ChannelState.PLANNED:
        raise ChannelIsNotOpenYet
    return channel


def lock_channels(codes: Iterable[str]) -> dict[str, Channel]:
    """Hold channels until the transaction ends; no report comes in by them meanwhile."""
    wanted = list(codes)
    hold_some(LockSpace.CHANNELS, map(_number_of, wanted))
    found = Channel.objects.select_related("successor").filter(code__in=wanted)
    return {channel.code: channel for channel in found}


def _number_of(code: str) -> int:
    return crc32(code.encode()) & 0x7FFFFFFF
