from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sotiem.accounts.models import OneTimeCode

KEPT_FOR: Final = timedelta(days=1)


@transaction.atomic
def forget_codes(*, at: datetime) -> None:
    """Delete one-time codes that expired a day ago: nothing refers to them any more."""
    OneTimeCode.objects.filter(expires_at__lt=at - KEPT_FOR).delete()
