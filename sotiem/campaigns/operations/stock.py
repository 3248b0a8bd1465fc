from datetime import datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.operations.plan import LotDoesNotFit
from sotiem.campaigns.operations.tasks import SessionIsOver
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import SessionStatus
from sotiem.foundation.refusals import require
from sotiem.supply import operations as supply
from sotiem.supply.models import Lot, StockMovement


@transaction.atomic
def draw_up_for(
    *, session_id: int, lot: Lot, doses: int, submission_key: UUID, by: Staff, at: datetime
) -> StockMovement:
    """Take doses out of the store for a session that is open."""
    session = _at_work(session_id, by)
    if not session.lots.filter(lot=lot).exists():
        raise LotDoesNotFit(lot=lot.number)
    return supply.draw_up(
        facility=session.facility,
        lot=lot,
        doses=doses,
        session=session.public_id,
        submission_key=submission_key,
        by=by,
        at=at,
    )


@transaction.atomic
def put_back_from(
    *, session_id: int, lot: Lot, doses: int, submission_key: UUID, by: Staff, at: datetime
) -> StockMovement:
    """Bring doses that nobody got back into the store."""
    session = _at_work(session_id, by)
    return supply.put_back(
        facility=session.facility,
        lot=lot,
        doses=doses,
        session=session.public_id,
        submission_key=submission_key,
        by=by,
        at=at,
    )


@transaction.atomic
def waste_in(
    *,
    session_id: int,
    lot: Lot,
    doses: int,
    reason: str,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Note doses that were drawn up and given to nobody."""
    session = _at_work(session_id, by)
    return supply.waste_stock(
        facility=session.facility,
        lot=lot,
        doses=doses,
        session=session.public_id,
        reason=reason,
        submission_key=submission_key,
        by=by,
        at=at,
    )


def _at_work(session_id: int, by: Staff) -> VaccinationSession:
    session = session_at_work(session_id)
    require(can_work_at(by, session.facility))
    if session.status != SessionStatus.OPEN:
        raise SessionIsOver
    return session
