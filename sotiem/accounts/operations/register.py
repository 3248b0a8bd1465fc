from datetime import datetime

from django.db import transaction

from sotiem.accounts.models import User
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor


@transaction.atomic
def register_user(
    *, username: str, full_name: str, unit_name: str, password: str, by: Actor, at: datetime
) -> User:
    """Make an account for a member of staff; it can do nothing until a role is granted."""
    user = User(username=username, first_name=full_name, unit_name=unit_name, date_joined=at)
    user.set_password(password)
    user.save()
    audit.record("user.registered", user, by=by, at=at)
    return user
