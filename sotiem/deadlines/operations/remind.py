from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sotiem.deadlines import permissions
from sotiem.deadlines.models import EntryDeadline, Reminder, Standing
from sotiem.deadlines.queries import reminder_phones
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import require
from sotiem.messages.models import Message
from sotiem.messages.operations import send_message

# The page of a facility's line: its address stands in messages that outlive a release.
FACILITY_PAGE: Final = "/co-so/{code}/han-nhap/"


@transaction.atomic
def remind_facilities(
    *, deadline_id: int, facility_ids: Collection[int], by: Actor, at: datetime
) -> list[Reminder]:
    """Tell facilities that are behind how much they have yet to enter, or that nothing is known of
    them, each once a day at most.

    The reminder stands on the facility's own pages; it also goes to the phone it chose.
    """
    deadline = EntryDeadline.objects.get(pk=deadline_id)
    facilities = Facility.objects.select_for_update(no_key=True).filter(
        pk__in=array_of(list(facility_ids))
    )
    for facility in facilities.order_by("pk"):
        require(permissions.can_remind(by, facility))
    today = timezone.localdate(at)
    told = Reminder.objects.filter(facility__in=array_of(list(facility_ids)), day=today)
    behind = (
        Standing.objects.behind()
        .filter(deadline=deadline, facility__in=array_of(list(facility_ids)))
        .exclude(facility__in=told.values("facility"))
        .select_related("facility")
        .order_by("facility")
    )
    standings = list(behind)
    phones = reminder_phones([each.facility_id for each in standings])
    return [_remind(each, phones.get(each.facility_id), by=by, at=at) for each in standings]


def _remind(standing: Standing, phone: str | None, *, by: Actor, at: datetime) -> Reminder:
    reminder = Reminder.objects.create(
        deadline_id=standing.deadline_id,
        facility=standing.facility,
        day=timezone.localdate(at),
        missing=standing.missing,
        sent_by=str(by),
        sent_by_unit=by.label,
        sent_at=at,
        message=_message(standing, phone, at) if phone else None,
    )
    audit.record("facility.reminded", reminder, by=by, at=at, missing=standing.missing)
    return reminder


def _message(standing: Standing, phone: str, at: datetime) -> Message:
    return send_message(
        phone=phone, purpose=purpose_of(standing), values=values_of(standing), at=at
    )


def purpose_of(standing: Standing) -> str:
    return "entry_reminder" if standing.missing else "silence_reminder"


def values_of(standing: Standing) -> dict[str, str]:
    """What a reminder's message says: no name, no health data."""
    code = standing.facility.code
    return {
        "code": code,
        "missing": str(standing.missing),
        "due": f"{standing.due_on:%d/%m/%Y}",
        "address": f"{settings.PUBLIC_ADDRESS}{FACILITY_PAGE.format(code=code)}",
    }
