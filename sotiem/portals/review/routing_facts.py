"""What the page of a case shows of the units that had it, and where it may go."""

from datetime import datetime
from typing import Any

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import CorrectionReport
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review.words import TRANSFERS


def facts_of(report: CorrectionReport, *, who: Staff, now: datetime) -> dict[str, Any]:
    """Everything on the page about units and the clock."""
    moves = list(report.transfers.all())
    concerned = {path for move in moves for path in (move.from_path, move.named_path, move.to_path)}
    names = names_of({report.climbed_from, *concerned} - {""})
    return {
        "transfers": [
            {
                "words": TRANSFERS[TransferCause(move.cause)],
                "from": names[move.from_path],
                "to": names[move.to_path],
                "named": names.get(move.named_path, "") if move.named_path != move.to_path else "",
                "note": move.note,
                "by": move.moved_by,
                "at": move.moved_at,
            }
            for move in moves
        ],
        "climbed_from": names.get(report.climbed_from, ""),
        "may_send_on": permissions.can_send_on(who, report),
    }
