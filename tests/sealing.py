"""Adding links to the hash chain where other tests share the server."""

from datetime import datetime

from django.db.models import Sum

from sotiem.foundation import audit
from sotiem.foundation.models import AuditEntry, AuditSeal


def seal_all(at: datetime) -> int:
    """Seal every entry there is; gives how many were added.

    A link waits for each transaction of the server that began earlier, and other tests run theirs
    in databases of their own: they end.
    """
    added = 0
    while (
        AuditSeal.objects.aggregate(held=Sum("entries"))["held"] or 0
    ) < AuditEntry.objects.count():
        added += audit.seal_trail(at=at)
    return added
