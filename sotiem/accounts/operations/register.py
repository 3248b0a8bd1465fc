from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import User
from sotiem.accounts.operations.grant import grant_role
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal


class UsernameIsTaken(Refusal):
    """Somebody signs in with this name, in capitals or not."""


@transaction.atomic
def register_user(
    *, username: str, full_name: str, unit_name: str, password: str | None, by: Actor, at: datetime
) -> User:
    """Make an account for a member of staff; it can do nothing until a role is granted."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameIsTaken
    user = User(username=username, first_name=full_name, unit_name=unit_name, date_joined=at)
    user.set_password(password)
    user.save()
    audit.record("user.registered", user, by=by, at=at)
    return user


@transaction.atomic
def add_staff(
    *,
    username: str,
    full_name: str,
    unit_name: str,
    password: str,
    role: Role,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: datetime,
) -> User:
    """Take someone into the staff, with a first role and a password to be replaced at once."""
    user = register_user(
        username=username,
        full_name=full_name,
        unit_name=unit_name,
        password=password,
        by=by,
        at=at,
    )
    user.has_start_password = True
    user.save(update_fields=["has_start_password"])
    grant_role(user=user, role=role, jurisdiction=jurisdiction, by=by, at=at)
    return user
