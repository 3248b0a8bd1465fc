from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require
from sotiem.rosters.models import Roster
from sotiem.rosters.permissions import can_see
from sotiem.rosters.states import DRAFTS, RosterStatus, may_move


class RosterHasGoneOn(Refusal):
    """The file has meanwhile gone on, or was never so far."""


def lock_roster(roster_id: int) -> Roster:
    """Hold a file until the transaction ends."""
    rosters = Roster.objects.select_related("organization", "file")
    return rosters.select_for_update(of=("self",)).get(pk=roster_id)


def move_roster(roster: Roster, *, to: RosterStatus, by: Actor, at: datetime) -> None:
    """Make a move that the table allows, on a locked file; leave a trace."""
    if not may_move(RosterStatus(roster.status), to):
        raise RosterHasGoneOn
    roster.status = to
    roster.save(update_fields=["status"])
    code = roster.organization.code
    audit.record(f"roster.{to}", roster, by=by, at=at, code=code, counts=roster.counts)


@transaction.atomic
def lay_aside(*, roster_id: int, by: Citizen, at: datetime) -> Roster:
    """Send nothing of a file; laid aside twice is laid aside."""
    roster = lock_roster(roster_id)
    require(can_see(by, roster))
    if roster.status in DRAFTS:
        move_roster(roster, to=RosterStatus.REPLACED, by=by, at=at)
    elif roster.status != RosterStatus.REPLACED:
        raise RosterHasGoneOn
    return roster
