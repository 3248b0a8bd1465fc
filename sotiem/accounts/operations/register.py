from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts import permissions
from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import User
from sotiem.accounts.operations.grant import grant_role
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class UsernameIsTaken(Refusal):
    """Somebody signs in with this name, in capitals or not."""


@transaction.atomic
def register_user(
    *, username: str, full_name: str, unit_name: str, password: str | None, by: Actor, at: datetime
) -> User:
    """Make an account for a member of staff; it can do nothing until a role is granted."""
    user = User(username=username, first_name=full_name, unit_name=unit_name)
    _keep(user, password, by=by, at=at)
    return user


@transaction.atomic
def add_staff(
    *,
    public_id: UUID,
    username: str,
    full_name: str,
    unit_name: str,
    password: str,
    role: Role,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: datetime,
) -> User:
    """Take someone into the staff, with a first role and a password to be replaced at once.

    `public_id` names the submission: sent again, it is answered with the account it made.
    """
    require(permissions.can_grant(by, jurisdiction))
    earlier = User.objects.filter(public_id=public_id, username=username).first()
    if earlier is not None:
        return earlier
    user = User(
        public_id=public_id,
        username=username,
        first_name=full_name,
        unit_name=unit_name,
        has_start_password=True,
    )
    try:
        _keep(user, password, by=by, at=at)
    except UsernameIsTaken:
        # The same form, sent twice at once: the other one was first.
        earlier = User.objects.filter(public_id=public_id, username=username).first()
        if earlier is None:
            raise
        return earlier
    grant_role(user=user, role=role, jurisdiction=jurisdiction, by=by, at=at)
    return user


def _keep(user: User, password: str | None, *, by: Actor, at: datetime) -> None:
    if User.objects.filter(username__iexact=user.username).exists():
        raise UsernameIsTaken
    user.date_joined = at
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise UsernameIsTaken from taken
    audit.record("user.registered", user, by=by, at=at)
