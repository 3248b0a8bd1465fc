from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Citizen, Staff
from sotiem.announcements import permissions
from sotiem.announcements.facts import Announced
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations._move import (
    AnnouncementCannotMove,
    due_on,
    held,
    move,
    spend_step,
    write_step,
)
from sotiem.announcements.operations.tell import tell
from sotiem.announcements.states import OPEN, AnnouncementState, StepKind
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.foundation import limits
from sotiem.foundation.identifiers import new_tracking_code
from sotiem.foundation.refusals import Refusal, require
from sotiem.places.models import AdministrativeUnit

MOST_OF_ONE_PHONE: Final = 10
_DAY: Final = timedelta(days=1)


class FacilityIsElsewhere(Refusal):
    """A facility that is on the list stays in its commune; details: commune."""


def announce(
    *,
    facts: Announced,
    facility: Facility | None,
    submission_key: UUID,
    colleague: Staff | None,
    by: Citizen,
    at: datetime,
) -> Announcement:
    """Send an announcement to the health department of its province.

    The same form sent twice is one. `colleague` is the member of staff who sits at the browser, if
    one does: she will not decide on it.
    """
    try:
        with transaction.atomic():
            return _announce(facts, facility, submission_key, colleague, by=by, at=at)
    except IntegrityError:
        if (rival := _sent_before(submission_key, by)) is None:
            raise
        return rival


def _announce(
    facts: Announced,
    facility: Facility | None,
    submission_key: UUID,
    colleague: Staff | None,
    *,
    by: Citizen,
    at: datetime,
) -> Announcement:
    if (earlier := _sent_before(submission_key, by)) is not None:
        return earlier
    limits.spend("announcement", by.phone, limit=MOST_OF_ONE_PHONE, per=_DAY, at=at)
    path = _path_of(facts, facility)
    made = Announcement.objects.create(
        code=new_tracking_code("CB"),
        submission_key=submission_key,
        phone=by.phone,
        facility=facility,
        facts=facts.plain(),
        path=path,
        state_at=at,
        received_at=at,
        due_on=due_on(at),
        announced_by=str(colleague) if colleague else "",
    )
    write_step(made, StepKind.SENT, facts=facts.plain(), by=by, at=at)
    tell(made, "announcement_received", at=at)
    return made


@transaction.atomic
def send_again(
    *, announcement_id: int, facts: Announced, words: str, by: Citizen, at: datetime
) -> Announcement:
    """Answer a question, or mend what was refused: the health department looks once more.

    What is sent while it waits already replaces what was said, and its clock goes on.
    """
    one = held(announcement_id)
    require(permissions.is_own(by, one))
    if one.state not in OPEN:
        raise AnnouncementCannotMove
    spend_step(by, at)
    one.path = _path_of(facts, one.facility)
    one.facts = facts.plain()
    if one.state == AnnouncementState.RECEIVED:
        one.save(update_fields=["path", "facts"])
        write_step(one, StepKind.SENT_AGAIN, words=words, facts=one.facts, by=by, at=at)
        return one
    to = AnnouncementState.RECEIVED
    move(one, to, StepKind.SENT_AGAIN, words=words, facts=one.facts, by=by, at=at)
    return one


@transaction.atomic
def withdraw_announcement(*, announcement_id: int, by: Citizen, at: datetime) -> Announcement:
    """Take an announcement back; taken back twice is taken back once."""
    one = held(announcement_id)
    require(permissions.is_own(by, one))
    if one.state != AnnouncementState.WITHDRAWN:
        move(one, AnnouncementState.WITHDRAWN, StepKind.WITHDRAWN, by=by, at=at)
    return one


def _sent_before(submission_key: UUID, by: Citizen) -> Announcement | None:
    known = Announcement.objects.filter(submission_key=submission_key).first()
    if known is not None:
        require(permissions.is_own(by, known))
    return known


def _path_of(facts: Announced, facility: Facility | None) -> str:
    units = AdministrativeUnit.objects.select_related("parent")
    if facility is not None and facility.commune_id != facts.commune_id:
        raise FacilityIsElsewhere(commune=units.get(pk=facility.commune_id).full_name)
    return jurisdiction_of(units.get(pk=facts.commune_id)).path
