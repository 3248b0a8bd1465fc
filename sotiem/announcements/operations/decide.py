"""The health department answers: publishes, asks for more, or refuses with a reason."""

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.announcements import permissions
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations._move import (
    AnnouncementHasChanged,
    WordsAreNeeded,
    held,
    move,
)
from sotiem.announcements.states import AnnouncementState, StepKind
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import publish_facility, register_facility
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import province_of

_CODE: Final = re.compile(r"[0-9A-Za-z-]{3,12}", re.ASCII)
_DIGITS: Final = 3


class NobodyDecidesOnTheirOwn(Refusal):
    """Who announced it, or works at the facility, leaves the decision to a colleague."""


class FacilityCodeIsTaken(Refusal):
    """Another facility has this code; details: code."""


class FacilityCodeDoesNotFit(Refusal):
    """A code is 3 to 12 letters, digits and hyphens."""


@transaction.atomic
def approve(
    *,
    announcement_id: int,
    seen: int,
    facility_code: str = "",
    note: str = "",
    by: Staff,
    at: datetime,
) -> Announcement:
    """Publish what was announced: of a facility on the list its next version, else a new one.

    `seen` is how many lines the history had on the page. `facility_code` is for a new one; the
    next free one of the province where none is given.
    """
    one = held(announcement_id)
    if _is_done(one, AnnouncementState.APPROVED, by):
        return one
    _require_may_decide(one, seen, by)
    said = one.said
    facility = one.facility or _registered(one, facility_code.strip(), by=by, at=at)
    one.facility = publish_facility(
        facility_id=facility.pk,
        facts=said.published(),
        contact_phone=one.phone,
        source=one.code,
        by=by,
        at=at,
    )
    move(one, AnnouncementState.APPROVED, StepKind.APPROVED, words=note, by=by, at=at)
    return one


@transaction.atomic
def ask_for_more(
    *, announcement_id: int, seen: int, words: str, by: Staff, at: datetime
) -> Announcement:
    """Ask who announced for what is missing; the clock stands until the answer."""
    return _answer(
        announcement_id, AnnouncementState.ASKED, StepKind.ASKED, seen, words, by=by, at=at
    )


@transaction.atomic
def refuse(*, announcement_id: int, seen: int, words: str, by: Staff, at: datetime) -> Announcement:
    """Publish nothing, and say why; it may be mended and sent again."""
    return _answer(
        announcement_id, AnnouncementState.REFUSED, StepKind.REFUSED, seen, words, by=by, at=at
    )


def propose_code(announcement: Announcement) -> str:
    """The next free code of a province: its own two digits, then a number."""
    commune = AdministrativeUnit.objects.select_related("parent__parent")
    province = province_of(commune.get(pk=announcement.said.commune_id)).code
    taken = Facility.objects.filter(code__regex=rf"^{province}[0-9]{{3,6}}$")
    numbers = [int(code[len(province) :]) for code in taken.values_list("code", flat=True)]
    return f"{province}{max(numbers, default=0) + 1:0{_DIGITS}d}"


def _answer(
    announcement_id: int,
    to: AnnouncementState,
    step: StepKind,
    seen: int,
    words: str,
    *,
    by: Staff,
    at: datetime,
) -> Announcement:
    one = held(announcement_id)
    if _is_done(one, to, by):
        return one
    _require_may_decide(one, seen, by)
    if not words.strip():
        raise WordsAreNeeded
    move(one, to, step, words=words, by=by, at=at)
    return one


def _is_done(one: Announcement, state: AnnouncementState, by: Staff) -> bool:
    """Whether this officer did it already: a second press of a button."""
    last = one.steps.order_by("-number").first()
    return one.state == state and last is not None and last.by == str(by)


def _require_may_decide(one: Announcement, seen: int, by: Staff) -> None:
    require(permissions.can_see(by, one))
    if permissions.is_theirs(by, one):
        raise NobodyDecidesOnTheirOwn
    if one.steps.count() != seen:
        raise AnnouncementHasChanged


def _registered(one: Announcement, code: str, *, by: Staff, at: datetime) -> Facility:
    said = one.said
    province = int(one.path.split("/")[1].partition(":")[2])
    hold_some(LockSpace.FACILITY_CODES, [province])
    code = code or propose_code(one)
    if not _CODE.fullmatch(code):
        raise FacilityCodeDoesNotFit
    if Facility.objects.filter(code__iexact=code).exists():
        raise FacilityCodeIsTaken(code=code)
    commune = AdministrativeUnit.objects.select_related("parent").get(pk=said.commune_id)
    return register_facility(
        code=code, name=said.name, address=said.address, commune=commune, by=by, at=at
    )
