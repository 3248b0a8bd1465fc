from datetime import datetime

from sotiem.accounts.models import AccessKey, User
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor


def revoke(key: AccessKey, *, by: Actor, at: datetime) -> None:
    """End a held key now. Ending it again changes nothing."""
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        audit.record("access_key.revoked", key, by=by, at=at)


def revoke_all(user: User, *, by: Actor, at: datetime) -> None:
    """End every key of someone whose sign-in begins afresh."""
    held = AccessKey.objects.select_for_update().filter(user=user, revoked_at__isnull=True)
    for key in held.order_by("pk"):
        revoke(key, by=by, at=at)
