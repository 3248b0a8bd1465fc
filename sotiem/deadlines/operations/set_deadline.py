from datetime import date, datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines import permissions
from sotiem.deadlines.models import EntryDeadline
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class DaysAreNotInOrder(Refusal):
    """Doses would have to be entered before they are given."""


@transaction.atomic
def set_deadline(
    *,
    name: str,
    given_since: date,
    given_until: date,
    enter_by: date,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: datetime,
) -> EntryDeadline:
    """Say by the end of which day the doses of a period must be entered, and where this holds."""
    require(permissions.can_set(by, jurisdiction.path))
    if not given_since <= given_until <= enter_by:
        raise DaysAreNotInOrder
    deadline = EntryDeadline.objects.create(
        name=name,
        given_since=given_since,
        given_until=given_until,
        enter_by=enter_by,
        jurisdiction=jurisdiction.path,
        set_by=str(by),
        set_by_unit=by.label,
        set_at=at,
    )
    audit.record("entry_deadline.set", deadline, by=by, at=at, jurisdiction=jurisdiction.path)
    return deadline
