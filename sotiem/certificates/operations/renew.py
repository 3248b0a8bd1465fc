from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.certificates.models import Certificate
from sotiem.certificates.operations.follow import ISSUER
from sotiem.certificates.operations.refresh import refresh_certificates

RENEWED_AT_ONCE: Final = 1_000


@transaction.atomic
def renew_expired(*, at: datetime, limit: int = RENEWED_AT_ONCE) -> int:
    """Issue anew what has run its twelve months, and say for how many people."""
    expired = Certificate.objects.in_force().filter(expires_at__lte=at).order_by("expires_at")
    people = set(expired.values_list("patient_id", flat=True)[:limit])
    refresh_certificates(patient_ids=people, by=ISSUER, at=at)
    return len(people)
