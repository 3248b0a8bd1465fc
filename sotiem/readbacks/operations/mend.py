from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.operations import ReasonIsNeeded, amend_entry
from sotiem.campaigns.permissions import can_work_at
from sotiem.foundation.refusals import Refusal, require
from sotiem.readbacks.models import Readback
from sotiem.readbacks.operations._state import held, move
from sotiem.readbacks.states import CALLED_WRONG, ReadbackState


class NobodySaysWrong(Refusal):
    """The person says by now that the entry is right, or a colleague mended it."""


@transaction.atomic
def mend_entry(*, readback_id: int, said: EntrySaid, by: Staff, at: datetime) -> Readback:
    """Put the entry right on the spot, and ask its person again."""
    found = Readback.objects.only("state", "entry_id").get(pk=readback_id)
    if found.state not in CALLED_WRONG:
        raise NobodySaysWrong
    # The session is held first, as everybody holds it who works at it.
    amend_entry(entry_id=found.entry_id, said=said, by=by, at=at)
    return move(held(readback_id), ReadbackState.MENDED, by=by, at=at, note="", team_until=None)


@transaction.atomic
def keep_entry(*, readback_id: int, note: str, by: Staff, at: datetime) -> Readback:
    """Tell the person why the entry stays as it is, and ask again. Twice is once."""
    readback = held(readback_id)
    require(can_work_at(by, readback.session.facility))
    if not note.strip():
        raise ReasonIsNeeded
    if (readback.state, readback.note) == (ReadbackState.KEPT, note.strip()):
        return readback
    if readback.state not in CALLED_WRONG:
        raise NobodySaysWrong
    return move(readback, ReadbackState.KEPT, by=by, at=at, note=note.strip(), team_until=None)
