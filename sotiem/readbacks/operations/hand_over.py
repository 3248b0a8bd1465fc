from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from sotiem.campaigns.events import SessionClosed
from sotiem.campaigns.states import SessionStatus
from sotiem.foundation.refusals import Refusal
from sotiem.readbacks.models import Readback
from sotiem.readbacks.operations._state import hand_over, held
from sotiem.readbacks.queries import person_of
from sotiem.readbacks.states import ReadbackState

AT_ONCE: Final = 200


def hand_over_session(event: SessionClosed) -> None:
    """Whatever of a session is still called wrong when it closes becomes a report."""
    waiting = Readback.objects.counting().filter(
        session=event.session_id, state=ReadbackState.WRONG
    )
    for key in waiting.order_by("pk").values_list("pk", flat=True):
        _hand_over(key, at=event.at)


def hand_over_due(*, at: datetime) -> int:
    """What the team did not mend in its time becomes a report; gives how many did."""
    late = Q(team_until__lte=at) | ~Q(session__status=SessionStatus.OPEN)
    waiting = (
        Readback.objects.counting()
        .filter(late, state=ReadbackState.WRONG)
        .order_by("team_until", "pk")
    )
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    return sum(_hand_over(key, at=at) for key in keys)


def _hand_over(readback_id: int, *, at: datetime) -> bool:
    """Hand it over unless it is answered by now. Where it is refused (too many reports of one
    telephone in a day) it waits for the next minute, and closing a session does not wait for it."""
    try:
        with transaction.atomic():
            readback = held(readback_id)
            is_due = readback.state == ReadbackState.WRONG
            if is_due:
                hand_over(readback, by=person_of(readback), at=at)
            return is_due
    except Refusal:
        return False
