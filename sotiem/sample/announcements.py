"""Some facilities announced themselves: published, waiting, asked for more; one is suspended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.utils import timezone

from sotiem.accounts.facts import citizen
from sotiem.announcements.facts import Announced
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations import announce, approve, ask_for_more
from sotiem.announcements.rules import checklist
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import suspend_facility
from sotiem.foundation.actors import machine
from sotiem.sample.staff import PROVINCE, officer

PUBLISHED: Final = 3
HEADS: Final = ("Phan Thị Thu Mẫu", "Đặng Quốc Mẫu", "Võ Minh Mẫu", "Huỳnh Ngọc Mẫu", "Tô Hải Mẫu")
NEW: Final = ("Phòng khám Đa khoa Mây Trắng", "Cơ sở tiêm chủng Hoa Sữa")


def announce_facilities(facilities: Sequence[Facility], random: Random, *, now: datetime) -> None:
    """Three of the city are published; a new one waits, another was asked; one elsewhere is
    suspended."""
    city = [each for each in facilities if each.path.startswith(f"{PROVINCE}/")]
    by = officer("canbo1", at=now)
    for number, facility in enumerate(city[:PUBLISHED]):
        at = now - timedelta(days=9 - number)
        sent = _sent(number, facility, facility.name, random, at=at)
        approve(announcement_id=sent.pk, seen=1, by=by, at=at + timedelta(days=1))
    _, to_ask = (
        _sent(number, city[number % len(city)], name, random, at=now - timedelta(days=2))
        for number, name in enumerate(NEW, start=PUBLISHED)
    )
    ask_for_more(
        announcement_id=to_ask.pk,
        seen=1,
        words="Xin gửi ảnh tủ lạnh bảo quản vắc xin và sổ theo dõi nhiệt độ tuần gần nhất.",
        by=by,
        at=now - timedelta(days=1),
    )
    for facility in [each for each in facilities if each not in city][-1:]:
        suspend_facility(
            facility_id=facility.pk,
            from_on=timezone.localdate(now),
            until_on=timezone.localdate(now) + timedelta(days=30),
            reason="Tủ lạnh bảo quản vắc xin hỏng, chưa có thiết bị thay thế.",
            by=machine("sample"),
            at=now,
        )


def _sent(number: int, near: Facility, name: str, random: Random, *, at: datetime) -> Announcement:
    """What a facility sends; a new one where its name is another."""
    is_known = near.name == name
    return announce(
        facts=_said(number, near, name),
        facility=near if is_known else None,
        submission_key=UUID(int=random.getrandbits(128), version=4),
        colleague=None,
        by=citizen(phone=f"09040001{number:02}", patient_id=None),
        at=at,
    )


def _said(number: int, near: Facility, name: str) -> Announced:
    is_known = near.name == name
    return Announced(
        name=name,
        kind="station" if is_known else "clinic",
        address=near.address if is_known else f"{12 + number} Đường Mẫu",
        commune_id=near.commune_id,
        licence_number=f"{1200 + number}/SYT-GPHĐ",
        licence_on=f"2019-0{1 + number}-15",
        licence_issuer="Sở Y tế Thành phố Hồ Chí Minh",
        phone=f"028 3800 01{number:02}",
        days=(1, 2, 3, 4, 5, 6),
        hours="7:30–11:30, 13:30–16:30",
        head=HEADS[number],
        head_title="Trưởng trạm" if is_known else "Phụ trách phòng khám",
        tables=2 + number % 3,
        trained_by="CDC Thành phố, tháng 3 năm 2026",
        items={item.code: max(item.minimum, 1) for item in checklist()},
    )
