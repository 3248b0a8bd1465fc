"""Reading announcements: one's own, those to be answered, and what one may be twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q

from sotiem.accounts.facts import Citizen, Staff
from sotiem.accounts.queries import lies_in
from sotiem.announcements import permissions
from sotiem.announcements.facts import Announced
from sotiem.announcements.models import Announcement, AnnouncementDocument, AnnouncementStep
from sotiem.announcements.states import AnnouncementState
from sotiem.facilities.models import Facility
from sotiem.facilities.rules import key_of
from sotiem.foundation.proof import disagreements

ROWS: Final = 50
MOST_ALIKE: Final = 10


class Alike(StrEnum):
    """Why a facility may be the one that is announced."""

    LICENCE = "licence"
    PHONE = "phone"
    NAME = "name"  # in the same commune


@dataclass(frozen=True, slots=True)
class Likeness:
    """A facility that may be meant, and why."""

    facility: Facility
    why: tuple[Alike, ...]


def announcement_by_code(code: str) -> Announcement | None:
    """The announcement of this code, with its facility."""
    return Announcement.objects.select_related("facility").filter(code=code).first()


def announcement_of(citizen: Citizen, code: str) -> Announcement | None:
    """One that was announced from this phone; of others it is as if there is none."""
    found = announcement_by_code(code)
    return found if found is not None and permissions.is_own(citizen, found) else None


def announcement_for(by: Staff, code: str) -> Announcement | None:
    """One that this officer may see; of others it is as if there is none."""
    found = announcement_by_code(code)
    return found if found is not None and permissions.can_see(by, found) else None


def document_of(announcement: Announcement, public_id: UUID) -> AnnouncementDocument | None:
    found = announcement.documents.select_related("file").filter(public_id=public_id)
    return found.first()


def to_answer(by: Staff, *, after: Announcement | None) -> list[Announcement]:
    """What waits for an officer, the most pressing first; one more than a page holds."""
    rows = Announcement.objects.filter(
        lies_in("path", permissions.run_by(by)), state=AnnouncementState.RECEIVED
    )
    if after is not None and after.due_on is not None:
        later = Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk)
        rows = rows.filter(later)
    return list(rows.select_related("facility").order_by("due_on", "pk")[: ROWS + 1])


def in_state(
    by: Staff, states: Sequence[AnnouncementState], *, after: Announcement | None
) -> list[Announcement]:
    """The newest in one of these states; one more than a page holds."""
    rows = Announcement.objects.filter(lies_in("path", permissions.run_by(by)), state__in=states)
    if after is not None:
        rows = rows.filter(pk__lt=after.pk)
    return list(rows.select_related("facility").order_by("-pk")[: ROWS + 1])


def is_late(announcement: Announcement, today: date) -> bool:
    return announcement.due_on is not None and announcement.due_on < today


def likely_same(announcement: Announcement) -> list[Likeness]:
    """Facilities of the province that may be the one that is announced, the surest first."""
    said = announcement.said
    province = "/".join(announcement.path.split("/")[:2])
    near = Q(commune_id=said.commune_id)
    if said.licence_number:
        near |= Q(licence_number__iexact=said.licence_number)
    if said.phone:
        near |= Q(phone=said.phone)
    near |= Q(contact_phone=announcement.phone)
    rows = Facility.objects.filter(near, path__startswith=f"{province}/")
    if announcement.facility_id is not None:
        rows = rows.exclude(pk=announcement.facility_id)
    found = [Likeness(row, why) for row in rows if (why := _why(row, said, announcement.phone))]
    found.sort(key=lambda each: (-len(each.why), each.facility.code))
    return found[:MOST_ALIKE]


def _why(facility: Facility, said: Announced, contact_phone: str) -> tuple[Alike, ...]:
    licence = facility.licence_number.lower()
    found = []
    if licence and licence == said.licence_number.lower():
        found.append(Alike.LICENCE)
    if (facility.phone and facility.phone == said.phone) or facility.contact_phone == contact_phone:
        found.append(Alike.PHONE)
    if facility.commune_id == said.commune_id and _same_name(facility.name, said.name):
        found.append(Alike.NAME)
    return tuple(found)


def _same_name(one: str, other: str) -> bool:
    """Whether the words of one name stand in the other, in any order."""
    first, second = set(key_of(one).split()), set(key_of(other).split())
    return first <= second or second <= first


def disagreements_on_record() -> Iterator[str]:
    """Name each thing that was sent for which the trail does not vouch."""
    sent = AnnouncementStep.objects.exclude(facts=None)
    yield from disagreements(sent, kind="announcementstep", facts_of=lambda step: step.facts)
