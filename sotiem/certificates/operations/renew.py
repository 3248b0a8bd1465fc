from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations.follow import ISSUER
from sotiem.certificates.operations.refresh import refresh_certificates
from sotiem.certificates.rules import RENEWED_BEFORE

RENEWED_AT_ONCE: Final = 1_000


@transaction.atomic
def renew_in_time(*, at: datetime, limit: int = RENEWED_AT_ONCE) -> int:
    """Issue anew what ends within two weeks or has ended; say for how many people."""
    ending = Certificate.objects.in_force().filter(expires_at__lte=at + RENEWED_BEFORE)
    people = set(ending.order_by("expires_at").values_list("patient_id", flat=True)[:limit])
    refresh_certificates(patient_ids=people, by=ISSUER, at=at)
    return len(people)
