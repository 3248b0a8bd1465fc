"""Closing, reopening and resetting accounts; choosing a password."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from sotiem.accounts import permissions
from sotiem.accounts.facts import Staff
from sotiem.accounts.models import Membership, User
from sotiem.accounts.operations._national import is_national, require_another
from sotiem.accounts.operations._revoke import revoke_all
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class NobodyClosesTheirOwnAccount(Refusal):
    """Closing, reopening and resetting an account is somebody else's task."""


@transaction.atomic
def close_account(*, user_id: int, by: Actor, at: datetime) -> User:
    """Let someone in no more. What they did stays theirs; their roles sleep."""
    user = _held(user_id, by=by, at=at)
    if user.is_active:
        if any(is_national(held) for held in Membership.objects.in_force(at).filter(user=user)):
            require_another(user, at=at)
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record("user.closed", user, by=by, at=at)
    return user


@transaction.atomic
def reopen_account(*, user_id: int, by: Actor, at: datetime) -> User:
    """Let someone in again, with the roles they still hold."""
    user = _held(user_id, by=by, at=at)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record("user.reopened", user, by=by, at=at)
    return user


@transaction.atomic
def reset_sign_in(*, user_id: int, password: str, by: Actor, at: datetime) -> User:
    """Start someone's sign-in afresh: a new start password, and no second factor yet.

    Every session that was open with the old password ends, and every key is revoked.
    """
    user = _held(user_id, by=by, at=at)
    Authenticator.objects.filter(user=user).delete()
    revoke_all(user, by=by, at=at)
    user.set_password(password)
    user.has_start_password = True
    user.save(update_fields=["password", "has_start_password"])
    audit.record("user.sign_in_reset", user, by=by, at=at)
    return user


@transaction.atomic
def choose_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Replace one's own password; a start password has then served."""
    user.set_password(password)
    user.has_start_password = False
    user.save(update_fields=["password", "has_start_password"])
    audit.record("user.password_chosen", user, by=by, at=at)


def _held(user_id: int, *, by: Actor, at: datetime) -> User:
    """The account, held until the transaction ends, if this actor looks after it."""
    user = User.objects.select_for_update().get(pk=user_id)
    if isinstance(by, Staff) and by.user_id == user.pk:
        raise NobodyClosesTheirOwnAccount
    every = Membership.objects.filter(user=user)
    require(permissions.can_administer(by, every.in_force(at) or every))
    return user
