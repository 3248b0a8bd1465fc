from datetime import datetime

from django.db import transaction

from sotiem.campaigns.states import SessionStatus
from sotiem.corrections.operations import withdraw_report
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.readbacks import rules
from sotiem.readbacks.facts import Seen, Wrong
from sotiem.readbacks.models import Answer, Readback
from sotiem.readbacks.operations._state import hand_over, held, move
from sotiem.readbacks.queries import last_wrong, person_of, seen_of
from sotiem.readbacks.states import ReadbackState


class LinkHasEnded(Refusal):
    """The link was good for a day."""


class EntryIsWithdrawn(Refusal):
    """The entry was withdrawn meanwhile: there is nothing to be right or wrong."""


class EntryHasChanged(Refusal):
    """What is called right is not what stood on the page."""


@transaction.atomic
def say_right(*, readback_id: int, seen: Seen, at: datetime) -> Readback:
    """The person says that the entry is right, as it stood on her page. Twice is once.

    What she called wrong before no longer waits; a report that came of it is withdrawn, unless it
    is decided.
    """
    readback = _open(readback_id, at)
    if seen != seen_of(readback):
        raise EntryHasChanged
    if readback.state == ReadbackState.RIGHT:
        return readback
    report = readback.report
    if report is not None and report.is_open:
        withdraw_report(report_id=report.pk, by=person_of(readback), at=at)
    _keep(readback, Answer(is_right=True), at=at)
    return move(readback, ReadbackState.RIGHT, by=person_of(readback), at=at, team_until=None)


@transaction.atomic
def say_wrong(*, readback_id: int, wrong: Wrong, at: datetime) -> Readback:
    """The person says that something is wrong, and if she likes, what.

    While the session goes on its team sees it beside her name; otherwise it is a report at once.
    Saying the same again changes nothing; saying more adds to it.
    """
    readback = _open(readback_id, at)
    said = {str(name): text.strip() for name, text in wrong.fields.items()}
    last = last_wrong(readback)
    is_said = readback.state in (ReadbackState.WRONG, ReadbackState.HANDED_OVER)
    if last is not None and is_said and (not (said or wrong.note) or _same(last, said, wrong.note)):
        return readback
    _keep(readback, Answer(is_right=False, fields=said, note=wrong.note.strip()), at=at)
    if readback.state == ReadbackState.HANDED_OVER:
        return _say_more(readback, at=at)
    place = readback.entry.appointment
    until = rules.team_until(place.observed_until if place else None, at)
    by = person_of(readback)
    move(readback, ReadbackState.WRONG, by=by, at=at, team_until=readback.team_until or until)
    if readback.session.status != SessionStatus.OPEN:
        hand_over(readback, by=by, at=at)
    return readback


def _say_more(readback: Readback, *, at: datetime) -> Readback:
    """What is added to a report that waits makes it a new one, which says all."""
    by, report = person_of(readback), readback.report
    if report is not None and report.is_open:
        withdraw_report(report_id=report.pk, by=by, at=at)
        hand_over(readback, by=by, at=at)
    return readback


def _open(readback_id: int, at: datetime) -> Readback:
    readback = held(readback_id)
    if at >= readback.expires_at:
        raise LinkHasEnded
    if readback.entry.withdrawn_at is not None:
        raise EntryIsWithdrawn
    return readback


def _same(last: Answer, said: dict[str, str], note: str) -> bool:
    return (last.fields, last.note) == (said, note.strip())


def _keep(readback: Readback, answer: Answer, *, at: datetime) -> None:
    assert readback.entry.dose is not None and readback.entry.patient is not None
    answer.readback, answer.number = readback, readback.answers.count() + 1
    answer.dose_version_id = readback.entry.dose.current_id
    answer.person_version_id = readback.entry.patient.current_id
    answer.said_at = at
    answer.save(force_insert=True)
    said = "right" if answer.is_right else "wrong"
    audit.record(
        f"readback.said_{said}",
        readback,
        by=person_of(readback),
        at=at,
        patient_id=readback.entry.patient_id,
        dose=readback.entry.dose_id,
        fields=sorted(answer.fields),
    )
