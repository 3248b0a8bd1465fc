from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.deadlines import permissions
from sotiem.deadlines.models import ReminderPhone
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.identity.phones import PhoneNumber
from sotiem.identity.problems import InvalidIdentity


class NotAPhone(Refusal):
    """No phone of Việt Nam has this number."""


@transaction.atomic
def choose_phone(*, facility: Facility, phone: str, by: Staff, at: datetime) -> ReminderPhone:
    """Say to which phone a facility's reminders go from now on."""
    require(permissions.can_choose_phone(by, facility))
    try:
        number = str(PhoneNumber.parse(phone))
    except InvalidIdentity:
        raise NotAPhone from None
    chosen, _ = ReminderPhone.objects.update_or_create(
        facility=facility, defaults={"phone": number, "set_by": str(by), "set_at": at}
    )
    audit.record("reminder_phone.chosen", chosen, by=by, at=at)
    return chosen
