"""The life of a channel: planned, open, announced to close, closed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.corrections import permissions
from sotiem.corrections.channels import NATIONAL, Channel, ChannelKind, ChannelState
from sotiem.corrections.operations._channel import lock_channels
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require


class ChannelCodeIsTaken(Refusal):
    """Another channel has this code already."""


class ChannelIsElsewhere(Refusal):
    """The channel has meanwhile been opened, closed or handed over."""


class ClosingIsNotAhead(Refusal):
    """A closing is announced before it comes, and after the channel has opened."""


class NationalPortalStays(Refusal):
    """The national portal is where people go when every other channel is closed."""


class SuccessorIsNotOpen(Refusal):
    """People are sent to a channel that will take their reports."""


@transaction.atomic
def plan_channel(
    *,
    code: str,
    kind: ChannelKind,
    name_vi: str,
    name_en: str,
    text_vi: str,
    text_en: str,
    jurisdiction: Jurisdiction,
    by: Staff,
    at: datetime,
) -> Channel:
    """Prepare a channel: nobody outside sees it before it opens."""
    require(permissions.can_run_channel(by, jurisdiction) and kind != ChannelKind.NATIONAL)
    channel = Channel(
        code=code,
        kind=kind,
        name_vi=name_vi.strip(),
        name_en=name_en.strip(),
        text_vi=text_vi.strip(),
        text_en=text_en.strip(),
        path=jurisdiction.path,
        planned_at=at,
    )
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError:
        raise ChannelCodeIsTaken from None
    audit.record("channel.planned", channel, by=by, at=at, code=code, path=channel.path)
    return channel


@transaction.atomic
def open_channel(*, code: str, opens_at: datetime, by: Staff, at: datetime) -> Channel:
    """Let a planned channel take reports, from now or from a later moment."""
    channel = _own(code, by)
    if channel.state(at) != ChannelState.PLANNED:
        raise ChannelIsElsewhere
    channel.opens_at = max(opens_at, at)
    channel.save(update_fields=["opens_at"])
    opens = channel.opens_at.isoformat()
    audit.record("channel.opened", channel, by=by, at=at, code=code, opens_at=opens)
    return channel


@transaction.atomic
def announce_closing(
    *, code: str, closes_at: datetime, successor_code: str, by: Staff, at: datetime
) -> Channel:
    """Say until when a channel takes reports, and where people go afterwards.

    Said again, it replaces what was said, as long as the channel is open.
    """
    channel = _own(code, by, successor_code)
    if channel.state(at) not in (ChannelState.OPEN, ChannelState.CLOSING):
        raise ChannelIsElsewhere
    if closes_at <= at:
        raise ClosingIsNotAhead
    _close(channel, closes_at, successor_code, at)
    audit.record(
        "channel.closing_announced",
        channel,
        by=by,
        at=at,
        code=code,
        closes_at=closes_at.isoformat(),
        successor=successor_code,
    )
    return channel


@transaction.atomic
def close_channel(*, code: str, successor_code: str, by: Staff, at: datetime) -> Channel:
    """Take nothing new from now on; what is open is still worked off."""
    channel = _own(code, by, successor_code)
    if channel.state(at) not in (ChannelState.OPEN, ChannelState.CLOSING):
        raise ChannelIsElsewhere
    _close(channel, at, successor_code, at)
    audit.record("channel.closed", channel, by=by, at=at, code=code, successor=successor_code)
    return channel


def require_successor(channel: Channel, successor: Channel | None, *, at: datetime) -> Channel:
    """The channel that follows; it takes reports, and is announced to stay."""
    if successor is None or successor.pk == channel.pk or successor.state(at) != ChannelState.OPEN:
        raise SuccessorIsNotOpen
    return successor


def _own(code: str, by: Staff, *others: str) -> Channel:
    """Hold the channel, together with those that are named beside it."""
    channels = lock_channels((code, *others))
    channel = channels[code]
    require(permissions.can_run_channel(by, channel.jurisdiction))
    return channel


def _close(channel: Channel, closes_at: datetime, successor_code: str, at: datetime) -> None:
    if channel.code == NATIONAL:
        raise NationalPortalStays
    successor = Channel.objects.filter(code=successor_code).first()
    channel.successor = require_successor(channel, successor, at=at)
    channel.announced_at, channel.closes_at = channel.announced_at or at, closes_at
    channel.save(update_fields=["successor", "announced_at", "closes_at"])
