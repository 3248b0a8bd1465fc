"""An announcement goes from one state to the next, with a line of its history."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from sotiem.accounts.facts import Citizen
from sotiem.announcements import rules
from sotiem.announcements.models import Announcement, AnnouncementStep
from sotiem.announcements.operations.tell import tell
from sotiem.announcements.states import AnnouncementState, StepKind
from sotiem.foundation import audit, limits
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal

STEPS_OF_ONE_PHONE: Final = 60
_DAY: Final = timedelta(days=1)


class AnnouncementCannotMove(Refusal):
    """Somebody else was quicker, or it was decided already."""


class AnnouncementHasChanged(Refusal):
    """What is decided on is not what stood on the page."""


class WordsAreNeeded(Refusal):
    """Who asks or refuses says what, and why."""


def held(announcement_id: int) -> Announcement:
    """The announcement, which nobody else changes until the transaction ends."""
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("facility")
    return rows.get(pk=announcement_id)


def move(
    one: Announcement,
    to: AnnouncementState,
    step: StepKind,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Move it, if it may; who announced is told."""
    if not rules.may_move(AnnouncementState(one.state), to):
        raise AnnouncementCannotMove
    one.state, one.state_at = to, at
    one.due_on = due_on(at) if to == AnnouncementState.RECEIVED else None
    one.save()
    write_step(one, step, words=words, facts=facts, by=by, at=at)
    tell(one, f"announcement_{to}", at=at)


def spend_step(by: Citizen, at: datetime) -> None:
    """Count what is sent from one phone in a day, answers and papers together."""
    limits.spend("announcement_step", by.phone, limit=STEPS_OF_ONE_PHONE, per=_DAY, at=at)


def due_on(at: datetime) -> date:
    """The day on which an answer to what came now is due."""
    return rules.due_on(timezone.localdate(at), rules.days_to_answer())


def write_step(
    one: Announcement,
    kind: StepKind,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Add a line to the history, and to the trail."""
    step = AnnouncementStep.objects.create(
        announcement=one,
        number=one.steps.count() + 1,
        kind=kind,
        words=words.strip(),
        facts=facts,
        by=str(by),
        by_label=by.label,
        at=at,
    )
    digest = audit.digest_of(facts) if facts is not None else ""
    audit.record(
        f"announcement.{kind}", step, by=by, at=at, reason=words, digest=digest, code=one.code
    )
