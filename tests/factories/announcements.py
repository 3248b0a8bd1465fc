"""Facilities that announce themselves, invented."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pypdfium2

from sotiem.accounts.facts import Citizen, Role, Staff, citizen
from sotiem.announcements.facts import Announced
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations import announce, approve
from sotiem.announcements.rules import checklist
from sotiem.facilities.models import Facility
from tests.factories import accounts
from tests.factories.reference import commune

# A Wednesday morning.
AT = datetime(2021, 9, 1, 2, tzinfo=UTC)
PHONE = "0901234567"
CITY = "vn/2025:01"


def announcer(phone: str = PHONE) -> Citizen:
    return citizen(phone=phone, patient_id=None)


def officer(path: str = CITY) -> Staff:
    return accounts.staff((Role.OFFICER, path))


def said(**changes: Any) -> Announced:
    """What a facility says that lacks nothing."""
    facts: dict[str, Any] = {
        "name": "Phòng khám Sao Mai",
        "kind": "clinic",
        "address": "8 Đường Mẫu",
        "commune_id": changes.get("commune_id") or commune().pk,
        "licence_number": "123/HNO-GPHĐ",
        "licence_on": "2020-05-06",
        "licence_issuer": "Sở Y tế",
        "phone": "024 3812 3456",
        "days": (1, 2, 3, 4, 5, 7),
        "hours": "7:30–16:30",
        "head": "Hoàng Thị Mẫu",
        "head_title": "Trưởng phòng khám",
        "tables": 2,
        "trained_by": "CDC",
        "items": {item.code: max(item.minimum, 1) for item in checklist()},
    }
    return Announced(**{**facts, **changes})


def announcement(
    *,
    facility: Facility | None = None,
    colleague: Staff | None = None,
    sent_from: str = PHONE,
    at: datetime = AT,
    **changes: Any,
) -> Announcement:
    """An announcement that was received."""
    return announce(
        facts=said(**changes),
        facility=facility,
        submission_key=uuid4(),
        colleague=colleague,
        by=announcer(sent_from),
        at=at,
    )


def approved(one: Announcement, *, by: Staff | None = None, code: str = "") -> Facility:
    """The facility that an announcement became."""
    done = approve(
        announcement_id=one.pk,
        seen=one.steps.count(),
        facility_code=code,
        by=by or officer(),
        at=AT,
    )
    assert done.facility is not None
    return done.facility


def pdf() -> bytes:
    """One empty page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
