from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Staff
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import require
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations._right import end_right, passed_because
from sotiem.guardians.permissions import why_ended


@transaction.atomic
def end_guardianship(*, guardianship_id: int, by: Citizen | Staff, at: datetime) -> Guardianship:
    """End a right: by who holds it, by the ward, another guardian, or an officer.

    What has ended stays as it is.
    """
    right = _held(guardianship_id)
    because = why_ended(by, right, at=at)
    require(because is not None)
    assert because is not None
    if right.ended_at is not None:
        return right
    return end_right(right, because=because, by=by, at=at)


def end_passed(*, by: Actor, at: datetime) -> int:
    """Write down which rights time has ended, and tell those who held them; gives their number."""
    # Of whom the record says another birth date since, the day may be nearer than it was.
    soon = timezone.localdate(at) + timedelta(days=366)
    over = Guardianship.objects.told().not_ended().filter(ends_on__lte=soon).order_by("pk")
    passed = [each.pk for each in over.iterator() if not each.holds(at)]
    for pk in passed:
        with transaction.atomic():
            right = _held(pk)
            if right.ended_at is None:
                end_right(right, because=passed_because(right), by=by, at=at)
    return len(passed)


def _held(pk: int) -> Guardianship:
    return Guardianship.objects.told().select_for_update(of=("self",)).get(pk=pk)
