"""A key lets a program act in the name of one member of staff: made, used, revoked."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sotiem.accounts import permissions, rules
from sotiem.accounts.facts import Staff
from sotiem.accounts.models import AccessKey, User
from sotiem.accounts.operations._revoke import revoke
from sotiem.foundation import audit, limits
from sotiem.foundation.refusals import Refusal, require

# Of all keys of one member of staff together: a second key is no second allowance.
USES: Final = 600
WINDOW: Final = timedelta(minutes=10)
WRONG_KEYS_PER_ADDRESS: Final = 50


class AccessKeyMustEnd(Refusal):
    """A key ends on a later day, within a year; details: days."""


class TooManyAccessKeys(Refusal):
    """So many keys in force are not looked after by anyone; details: most."""


class AccessKeyIsUnknown(Refusal):
    """No key was given, or none that we made."""


class AccessKeyIsRevoked(Refusal):
    """The key was revoked, or its owner's account is closed."""


class AccessKeyHasExpired(Refusal):
    """The key's last day has passed."""


@transaction.atomic
def make_access_key(
    *, token: str, name: str, expires_at: datetime, by: Staff, at: datetime
) -> AccessKey:
    """Let a program act as its owner until then. The same token again is the same key."""
    require(permissions.can_hold_keys(by))
    if not rules.ends_in_time(expires_at, at=at):
        raise AccessKeyMustEnd(days=rules.LONGEST.days)
    user = User.objects.select_for_update().get(pk=by.user_id)
    earlier = AccessKey.objects.filter(user=user, key_hash=rules.hash_of(token)).first()
    if earlier is not None:
        return earlier
    if AccessKey.objects.in_force(at).filter(user=user).count() >= rules.MOST_KEYS:
        raise TooManyAccessKeys(most=rules.MOST_KEYS)
    key = AccessKey.objects.create(
        user=user,
        name=name,
        last_letters=token[-rules.SHOWN :],
        key_hash=rules.hash_of(token),
        made_at=at,
        expires_at=expires_at,
    )
    audit.record("access_key.made", key, by=by, at=at, expires_at=expires_at.isoformat())
    return key


@transaction.atomic
def revoke_access_key(*, key_id: int, by: Staff, at: datetime) -> AccessKey:
    """Let a program in no more. Asking again changes nothing."""
    key = AccessKey.objects.select_for_update().get(pk=key_id)
    require(permissions.can_revoke(by, key))
    revoke(key, by=by, at=at)
    return key


def use_access_key(*, token: str, address: str, at: datetime) -> AccessKey:
    """Find the key a program shows; every use costs its owner, a wrong one costs the address."""
    keys = AccessKey.objects.select_related("user")
    key = keys.filter(key_hash=rules.hash_of(token)).first() if token else None
    if key is None:
        limits.spend("wrong-key-from", address, limit=WRONG_KEYS_PER_ADDRESS, per=WINDOW, at=at)
        raise AccessKeyIsUnknown
    limits.spend("access-key", str(key.user.public_id), limit=USES, per=WINDOW, at=at)
    if key.revoked_at is not None or not key.user.is_active:
        raise AccessKeyIsRevoked
    if key.expires_at <= at:
        raise AccessKeyHasExpired
    return key
