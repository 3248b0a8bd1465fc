"""People who have signed in: one a desk.

python -m benchmarks.with_django entry.world DESKS OUT.json
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.operations import grant_role, make_access_key, register_user
from sotiem.accounts.queries import staff_of
from sotiem.foundation.actors import machine

BY: Final = machine("benchmark")


def main(arguments: Sequence[str]) -> None:
    """Make them anew, and write down what each desk needs."""
    keys = [_key() for _ in range(int(arguments[0]))]
    Path(arguments[1]).write_text(json.dumps([{"key": key} for key in keys]), encoding="utf-8")


def _key() -> str:
    """The key of an officer of the whole country, who has none yet."""
    at, token = timezone.now(), f"sotiem_{secrets.token_urlsafe(32)}"
    user = register_user(
        username=f"bench{secrets.token_hex(6)}",
        full_name="Cán bộ Thử",
        unit_name="Đơn vị Thử",
        password=None,
        by=BY,
        at=at,
    )
    grant_role(user=user, role=Role.OFFICER, jurisdiction=Jurisdiction.country(), by=BY, at=at)
    ends = at + timedelta(days=1)
    make_access_key(token=token, name="benchmark", expires_at=ends, by=staff_of(user, at=at), at=at)
    return token
