from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from django.db import connection, transaction

from sotiem.accounts.facts import Citizen
from sotiem.foundation import jobs
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import as_array
from sotiem.foundation.refusals import Refusal, require
from sotiem.registrations.facts import Enrolled, PartOfDay, Registrant, Wish
from sotiem.registrations.operations import enrol_people
from sotiem.rosters.models import Roster, RosterRow
from sotiem.rosters.operations.move import RosterHasGoneOn, lock_roster, move_roster
from sotiem.rosters.permissions import can_see
from sotiem.rosters.queries import listed_traits
from sotiem.rosters.rules import traits_of
from sotiem.rosters.states import Fate, RosterStatus

AT_ONCE: Final = 1_000
_SETTLE: Final = """
UPDATE rosters_rosterrow AS row
SET fate = settled.fate, registration_id = settled.registration, person = '{}',
    cells = jsonb_build_object('full_name', row.cells -> 'full_name')
FROM unnest(%s::int[], %s::text[], %s::bigint[]) AS settled (number, fate, registration)
WHERE row.roster_id = %s AND row.number = settled.number
"""


class NobodyToSend(Refusal):
    """No row of the file would register anybody."""


@transaction.atomic
def begin_sending(*, roster_id: int, by: Citizen, at: datetime) -> Roster:
    """Take the contact person's word that the people be registered; a job does it. Twice is
    once."""
    roster = lock_roster(roster_id)
    require(can_see(by, roster))
    if roster.status in (RosterStatus.SENDING, RosterStatus.SENT):
        return roster
    if roster.status != RosterStatus.READY:
        raise RosterHasGoneOn
    if not roster.counts.get(Fate.NEW):
        raise NobodyToSend
    roster.sent_at, roster.rows_done = at, 0
    roster.save(update_fields=["sent_at", "rows_done"])
    move_roster(roster, to=RosterStatus.SENDING, by=by, at=at)
    jobs.enqueue("send_roster", roster_id=roster.pk)
    return roster


def send_roster(*, roster_id: int, by: Actor, at: datetime) -> Roster:
    """Register the people of a file, a thousand a transaction, all at the moment of its sending.

    Broken off, it goes on where it stopped.
    """
    while _send_some(roster_id, by=by):
        pass
    with transaction.atomic():
        roster = lock_roster(roster_id)
        if roster.status == RosterStatus.SENDING:
            move_roster(roster, to=RosterStatus.SENT, by=by, at=at)
    return roster


@transaction.atomic
def _send_some(roster_id: int, *, by: Actor) -> bool:
    roster = lock_roster(roster_id)
    if roster.status != RosterStatus.SENDING or roster.sent_at is None:
        return False
    waiting = RosterRow.objects.filter(roster=roster, fate=Fate.NEW)
    rows = list(waiting.order_by("number")[:AT_ONCE])
    if not rows:
        return False
    listed = listed_traits(roster.organization)
    fresh = [row for row in rows if not listed & set(traits_of(Registrant(**row.person)))]
    made = enrol_people(
        organization=roster.organization,
        people=[_enrolled(roster, row) for row in fresh],
        by=by,
        at=roster.sent_at,
    )
    for row, registration_id in zip(fresh, made, strict=True):
        row.registration_id = registration_id
    _settle(roster, rows)
    return True


def _settle(roster: Roster, rows: Sequence[RosterRow]) -> None:
    """What is registered is kept there, and no longer with the file."""
    for row in rows:
        row.fate = Fate.SENT if row.registration_id else Fate.LISTED
    numbers, fates, whose = zip(*((r.number, r.fate, r.registration_id) for r in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE, [as_array(numbers), list(map(str, fates)), as_array(whose), roster.pk]
        )
    counts = Counter(roster.counts)
    counts.subtract({Fate.NEW: len(rows)})
    counts.update(str(row.fate) for row in rows)
    roster.counts = {fate: count for fate, count in counts.items() if count}
    roster.rows_done += len(rows)
    roster.save(update_fields=["counts", "rows_done"])


def _enrolled(roster: Roster, row: RosterRow) -> Enrolled:
    return Enrolled(
        key=uuid5(NAMESPACE_OID, f"{roster.public_id}#{row.number}"),
        registrant=Registrant(**row.person),
        group=row.group,
        wish=Wish(
            not_before=date.fromisoformat(row.wish["not_before"]),
            part_of_day=PartOfDay(row.wish["part_of_day"]),
        ),
    )
