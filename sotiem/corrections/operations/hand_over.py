from datetime import datetime

from django.db import connection, transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.channels import NATIONAL, Channel, ChannelState
from sotiem.corrections.events import ReportsMoved
from sotiem.corrections.operations._channel import lock_channels
from sotiem.corrections.operations.channels import (
    ChannelIsElsewhere,
    NationalPortalStays,
    require_successor,
)
from sotiem.corrections.states import OPEN
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import require

# Nobody who has taken a report up loses it: it is theirs to decide, or to put back.
MOVE = """
UPDATE corrections_correctionreport AS report SET path = %(to)s
FROM (
    SELECT id, path FROM corrections_correctionreport
    WHERE channel_id = %(channel)s AND status = ANY(%(open)s)
        AND path <> %(to)s AND left(path, length(%(to)s) + 1) <> %(to)s || '/'
    ORDER BY id FOR UPDATE
) AS before
WHERE report.id = before.id
RETURNING report.id, report.patient_id, report.tracking_code, before.path
"""


@transaction.atomic
def hand_over(*, code: str, successor_code: str, by: Staff, at: datetime) -> Channel:
    """Close a channel for good and give what is open to the one that follows.

    A report stays what it is, with its code, its sender and its clock. Who answers it changes only
    where that unit lies outside the successor's jurisdiction.
    """
    channels = lock_channels((code, successor_code))
    channel = channels[code]
    require(permissions.can_run_channel(by, channel.jurisdiction))
    if channel.code == NATIONAL:
        raise NationalPortalStays
    if channel.handed_over_at is not None or channel.state(at) == ChannelState.PLANNED:
        raise ChannelIsElsewhere
    successor = require_successor(channel, channels.get(successor_code), at=at)
    if channel.closes_at is None or channel.closes_at > at:
        channel.closes_at = at
    channel.announced_at = channel.announced_at or at
    channel.successor, channel.handed_over_at = successor, at
    channel.save(update_fields=["closes_at", "announced_at", "successor", "handed_over_at"])
    moved = _move(channel, successor, by, at)
    audit.record(
        "channel.handed_over",
        channel,
        by=by,
        at=at,
        code=code,
        successor=successor_code,
        moved=moved,
    )
    return channel


def _move(channel: Channel, successor: Channel, by: Actor, at: datetime) -> int:
    """Give the open reports to the successor's unit, each with its trace."""
    waiting = [str(each) for each in OPEN]
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"to": successor.path, "channel": channel.pk, "open": waiting})
        rows = cursor.fetchall()
    audit.record_many(
        (
            audit.Note(
                action="correction_report.handed_over",
                object_kind="correctionreport",
                object_id=report_id,
                patient_id=patient_id,
                details={"code": tracking_code, "came_from": path, "to": successor.path},
            )
            for report_id, patient_id, tracking_code, path in rows
        ),
        by=by,
        at=at,
    )
    if rows:
        events.publish(ReportsMoved(report_ids=tuple(row[0] for row in rows), at=at))
    return len(rows)
