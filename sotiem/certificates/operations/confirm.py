from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.certificates import permissions
from sotiem.certificates.confirmation_queries import mark_of, versions_awaited
from sotiem.certificates.models import Confirmation
from sotiem.certificates.operations.first_signature import parts_of_versions, sign_part
from sotiem.certificates.operations.follow import follow_people
from sotiem.certificates.operations.keys import KeyCannotBeOpened
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.operations import lock_patients


class WaitingDosesHaveChanged(Refusal):
    """What waits for the signature is not what stood on the page."""


class OwnEntriesAreConfirmedByAnother(Refusal):
    """Nobody confirms doses that she entered herself."""


@transaction.atomic
def confirm_doses(
    *, facility: Facility, day: date, origin: str, seen: str, by: Staff, at: datetime
) -> list[Confirmation]:
    """The head of a facility has looked at doses of one day, from one session or sheet, and
    confirms them: the facility signs, and their certificates follow.

    `seen` is the mark of the versions that stood on the page: all that wait there, no others.
    """
    require(permissions.can_confirm_doses(by, facility))
    hold_some(LockSpace.CONFIRMATIONS, [facility.pk])
    waiting = versions_awaited(facility, day=day, origin=origin)
    if not waiting or mark_of(waiting) != seen:
        raise WaitingDosesHaveChanged
    return confirm_versions(waiting, by=by, at=at)


def confirm_versions(
    version_ids: Collection[int], *, by: Staff, at: datetime
) -> list[Confirmation]:
    """Sign these for their facility; what cannot be signed refuses all.

    Their people are held before the facility's key is, as by whoever records doses.
    """
    versions = DoseVersion.objects.filter(pk__in=array_of(list(version_ids)))
    people = sorted(set(versions.values_list("dose__patient_id", flat=True)))
    lock_patients(people)
    parts = parts_of_versions(version_ids)
    if any(part.recorded_by == str(by) for part in parts):
        raise OwnEntriesAreConfirmedByAnother
    signed = [sign_part(part, by=by, at=at) for part in parts]
    if None in signed:
        raise KeyCannotBeOpened
    follow_people(people, at=at)
    return [each for each in signed if each is not None]
