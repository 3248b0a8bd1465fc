"""What a facility's key confirmed that somebody else may have, its next key signs anew."""

from datetime import datetime

import structlog
from django.db import transaction

from sotiem.certificates.confirmation_queries import (
    Covered,
    covered_by,
    signature_holds,
    to_confirm_anew,
)
from sotiem.certificates.models import Confirmation
from sotiem.certificates.operations.first_signature import Statement, sign_statement
from sotiem.foundation.actors import machine
from sotiem.foundation.locks import LockSpace, hold_some

ANEW = machine("facility_keys", "Hệ thống, khi thay khóa của cơ sở")
AT_ONCE = 200

log = structlog.get_logger("certificates")


def left_to_confirm_anew(*, at: datetime) -> int:
    """How many confirmations no believed key has signed."""
    return to_confirm_anew(at=at).count()


@transaction.atomic
def confirm_anew(*, after: int, at: datetime, limit: int = AT_ONCE) -> int | None:
    """Sign the next of them behind this key; give the key of the last, None when none was left.

    One whose doses say something else than was confirmed is left for a person to look at: the
    leaked key may have signed it.
    """
    some = list(to_confirm_anew(at=at).filter(pk__gt=after)[:limit])
    if not some:
        return None
    hold_some(LockSpace.CONFIRMATIONS, [each.facility_id for each in some])
    ids = [each.pk for each in some]
    still = to_confirm_anew(at=at).filter(pk__in=ids).select_related("facility", "signing_key")
    covered = covered_by(ids)
    for each in still:
        if covered.get(each.pk) != Covered(each.doses, each.digest, each.facility_id) or not (
            signature_holds(each)
        ):
            log.error("confirmation_does_not_hold", confirmation=each.pk)
            continue
        _sign_anew(each, at)
    return ids[-1]


def _sign_anew(first: Confirmation, at: datetime) -> None:
    sign_statement(
        Statement(
            first.facility_id,
            first.facility.code,
            first.doses,
            first.digest,
            first.confirmed_by,
            first.confirmed_at,
            repeats=first,
        ),
        by=ANEW,
        at=at,
    )
