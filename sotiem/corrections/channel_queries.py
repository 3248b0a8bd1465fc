"""Reading channels: what people may know of each, who sends by it, what became of its reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Sum

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import AccessKey, Membership
from sotiem.corrections.channels import Channel, ChannelKey, ChannelTally, Tallied
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN
from sotiem.foundation.identifiers import normal_tracking_code

MOST_CHANNELS: Final = 500
MOST_KEYS: Final = 50
TO_MOVE: Final = """
SELECT count(*), count(*) FILTER (
    WHERE path <> %(to)s AND left(path, length(%(to)s) + 1) <> %(to)s || '/')
FROM corrections_correctionreport
WHERE channel_id = %(channel)s AND status = ANY(%(open)s)
"""
_COUNTED: Final = """
WITH tallied AS (
    SELECT channel_id, what, sum(number) AS number FROM corrections_channeltally GROUP BY 1, 2
), counted AS (
    SELECT channel_id, what, count(*) AS number FROM (
        SELECT channel_id, 'received' AS what FROM corrections_correctionreport
        UNION ALL
        SELECT channel_id, status FROM corrections_correctionreport
        WHERE status IN ('accepted', 'refused', 'withdrawn')
    ) AS report GROUP BY 1, 2
)
SELECT channel_id, what, coalesce(tallied.number, 0), coalesce(counted.number, 0)
FROM tallied FULL JOIN counted USING (channel_id, what)
WHERE coalesce(tallied.number, 0) <> coalesce(counted.number, 0) ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """What became of a channel's reports; half of them were decided within `median_hours`."""

    received: int = 0
    open: int = 0
    decided: int = 0
    median_hours: int | None = None


@dataclass(frozen=True, slots=True)
class HandOverPreview:
    """What a hand-over would do: how many are open, and how many change their unit."""

    open: int
    moved: int


def known_channels(*, at: datetime) -> list[Channel]:
    """The channels that are open or were, the newest first."""
    channels = Channel.objects.opened_by(at).select_related("successor")
    return list(channels.order_by("-opens_at", "pk")[:MOST_CHANNELS])


def known_channel(code: str, *, at: datetime) -> Channel | None:
    """A channel that people may know of."""
    found = Channel.objects.opened_by(at).select_related("successor")
    return found.filter(code=code).first()


def channels_run_by(staff: Staff) -> list[Channel]:
    """The channels of an administrator's jurisdiction, also those that are only planned."""
    mine = Channel.objects.within(*staff.jurisdictions(Role.ADMINISTRATOR))
    return list(mine.select_related("successor").order_by("-pk")[:MOST_CHANNELS])


def channel_run_by(staff: Staff, code: str) -> Channel | None:
    mine = Channel.objects.within(*staff.jurisdictions(Role.ADMINISTRATOR))
    return mine.select_related("successor").filter(code=code).first()


def possible_successors(channel: Channel, *, at: datetime) -> list[Channel]:
    """The channels that people could be sent to: open, without a day on which they close."""
    others = Channel.objects.opened_by(at).filter(closes_at__isnull=True).exclude(pk=channel.pk)
    return list(others.order_by("name_vi", "pk")[:MOST_CHANNELS])


def figures_of(channels: Iterable[Channel]) -> dict[int, ChannelFigures]:
    """The figures of each channel, by its key: from the tallies, without counting reports."""
    ids = [channel.pk for channel in channels]
    rows = ChannelTally.objects.filter(channel__in=ids).values_list("channel_id", "what", "hours")
    told: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for channel_id, what, hours, number in rows.annotate(all=Sum("number")).order_by():
        told[channel_id][what][hours] = number
    return {pk: _figures(told[pk]) for pk in ids}


def hand_over_preview(channel: Channel, successor: Channel) -> HandOverPreview:
    """Count what would be handed over; for the one page that asks before it happens."""
    waiting = [str(each) for each in OPEN]
    with connection.cursor() as cursor:
        cursor.execute(TO_MOVE, {"to": successor.path, "channel": channel.pk, "open": waiting})
        return HandOverPreview(*cursor.fetchone())


def is_tied(key: AccessKey) -> bool:
    """Whether a key belongs to a channel."""
    return ChannelKey.objects.filter(key=key).exists()


def channel_of_key(key: AccessKey) -> Channel:
    """The channel by which a partner's program sends."""
    return ChannelKey.objects.select_related("channel").get(key=key).channel


def keys_of_channel(channel: Channel) -> list[ChannelKey]:
    """The keys that are tied to a channel."""
    tied = channel.keys.select_related("key__user").order_by("-pk")
    return list(tied[:MOST_KEYS])


def keys_to_tie(channel: Channel, *, at: datetime) -> list[AccessKey]:
    """The free keys of officers of the channel's jurisdiction, or of one around it."""
    around = [str(path) for path in _paths_around(channel.jurisdiction)]
    officers = Membership.objects.in_force(at).filter(role=Role.OFFICER, jurisdiction__in=around)
    keys = AccessKey.objects.in_force(at).filter(user__in=officers.values("user"))
    free = keys.exclude(pk__in=ChannelKey.objects.values("key"))
    return list(free.select_related("user").order_by("-pk")[:MOST_KEYS])


def partner_report(channel: Channel, code: str) -> CorrectionReport | None:
    """A report of this channel, by its tracking code, with what was last decided."""
    found = CorrectionReport.objects.filter(
        channel=channel, tracking_code=normal_tracking_code(code)
    )
    return found.prefetch_related("decisions").first()


def tallies_that_disagree() -> Iterator[str]:
    """Name each tally that is not what the reports themselves say."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        rows = cursor.fetchall()
    for channel_id, what, tallied, counted in rows:
        yield f"channel {channel_id}: {tallied} reports {what} were added up, there are {counted}"


def _figures(told: dict[str, dict[int, int]]) -> ChannelFigures:
    number = {what: sum(told.get(what, {}).values()) for what in Tallied}
    decided = number[Tallied.ACCEPTED] + number[Tallied.REFUSED]
    hours: dict[int, int] = defaultdict(int)
    for what in (Tallied.ACCEPTED, Tallied.REFUSED):
        for hour, some in told.get(what, {}).items():
            hours[hour] += some
    return ChannelFigures(
        received=number[Tallied.RECEIVED],
        open=number[Tallied.RECEIVED] - decided - number[Tallied.WITHDRAWN],
        decided=decided,
        median_hours=_median(hours, decided),
    )


def _median(hours: dict[int, int], number: int) -> int | None:
    """Within how many begun hours half of the reports were decided."""
    seen = 0
    for hour in sorted(hours):
        seen += hours[hour]
        if number and 2 * seen >= number:
            return hour + 1
    return None


def _paths_around(jurisdiction: Jurisdiction) -> list[str]:
    steps = jurisdiction.path.split("/")
    return ["/".join(steps[:length]) for length in range(1, len(steps) + 1)]
