"""Keys of programs, invented."""

import secrets
from datetime import datetime, timedelta

from sotiem.accounts.models import User
from sotiem.accounts.operations import make_access_key
from sotiem.accounts.queries import staff_of


def token_of(user: User, *, at: datetime, days: int = 30) -> str:
    """A key that this member of staff has just made."""
    token = f"sotiem_{secrets.token_urlsafe(32)}"
    make_access_key(
        token=token,
        name="Máy ở quầy tiếp đón",
        expires_at=at + timedelta(days=days),
        by=staff_of(user, at=at),
        at=at,
    )
    return token
