"""People who register, invented."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sotiem.accounts.facts import Citizen, citizen
from sotiem.registrations.facts import (
    CONSENT_IN_FORCE,
    Asked,
    Condition,
    Known,
    Registrant,
    Relation,
    Wish,
)
from sotiem.registrations.models import Registration
from sotiem.registrations.operations import register
from tests.factories.reference import commune

AT = datetime(2021, 9, 1, 2, tzinfo=UTC)
PHONE = "0901234567"


def sender(phone: str = PHONE) -> Citizen:
    return citizen(phone=phone, patient_id=None)


def asked(group: int = 15, **facts: Any) -> Asked:
    """What somebody writes who registers herself."""
    said = {
        "full_name": "Nguyễn Thị Bảo Lộc",
        "birth_date": "1987-04-03",
        "sex": "female",
        "phone": PHONE,
        "cccd": "079187001234",
        "commune_id": commune().pk,
        **facts,
    }
    return Asked(
        registrant=Registrant(**said),
        relation=Relation.SELF,
        group=group,
        wish=Wish(not_before=date(2021, 9, 5)),
        history={Condition.CHRONIC: Known.NO},
        consent=CONSENT_IN_FORCE,
    )


def registration(
    *, sent_from: str = PHONE, at: datetime = AT, group: int = 15, **facts: Any
) -> Registration:
    """A registration that was received."""
    return register(
        asked=asked(group, **facts), submission_key=uuid4(), by=sender(sent_from), at=at
    )


def somebody_else(number: int, **facts: Any) -> dict[str, Any]:
    """Another person each time."""
    return {
        "full_name": f"Lê Văn {['An', 'Bình', 'Cường', 'Dũng', 'Em', 'Phú'][number % 6]}",
        "birth_date": f"19{60 + number // 6:02}-05-06",
        "cccd": "",
        "phone": f"09012{number:05}",
        **facts,
    }
