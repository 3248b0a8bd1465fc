"""The one way in which a readback changes its state, and how it becomes a report."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen
from sotiem.corrections.facts import Claims, DoseClaim, PersonChange, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import submit_report
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.readbacks import rules
from sotiem.readbacks.facts import Wrong
from sotiem.readbacks.models import Readback
from sotiem.readbacks.queries import last_wrong
from sotiem.readbacks.states import ReadbackState

_KEYS: Final = UUID("5b1c0d3e-7f0a-4c62-9a57-0d6d2f8e4a11")


def held(readback_id: int) -> Readback:
    """The readback, which nobody else changes until the transaction ends."""
    readbacks = Readback.objects.select_for_update(of=("self",)).select_related(
        "report",
        "session",
        "entry__appointment",
        "entry__dose__current",
        "entry__patient__current",
    )
    return readbacks.get(pk=readback_id)


def move(
    readback: Readback, to: ReadbackState, *, by: Actor, at: datetime, **changes: Any
) -> Readback:
    readback.state, readback.state_at = to, at
    for name, value in changes.items():
        setattr(readback, name, value)
    readback.save(update_fields=["state", "state_at", *changes])
    audit.record(
        f"readback.{to}",
        readback,
        by=by,
        at=at,
        patient_id=readback.entry.patient_id,
        reason=readback.note if to == ReadbackState.KEPT else "",
        dose=readback.entry.dose_id,
    )
    return readback


def hand_over(readback: Readback, *, by: Citizen, at: datetime) -> Readback:
    """What the team did not mend becomes an ordinary report of the person, with its clock."""
    last = last_wrong(readback)
    assert last is not None
    report = _reported(readback, last.wrong, last.number, by=by, at=at)
    return move(readback, ReadbackState.HANDED_OVER, by=by, at=at, report=report, team_until=None)


def _reported(
    readback: Readback, wrong: Wrong, number: int, *, by: Citizen, at: datetime
) -> CorrectionReport:
    """A report of all that could be read; where that makes no sense, one that says only that
    something is wrong."""
    claims = rules.claims_of(wrong, today=timezone.localdate(at))
    sure = [
        (ReportKind.DOSE_WRONG, Claims(dose=claims.dose), claims.dose != DoseClaim()),
        (ReportKind.PERSON_WRONG, Claims(change=claims.change), claims.change != PersonChange()),
    ]
    for kind, said, says_something in sure:
        if says_something:
            try:
                with transaction.atomic():
                    return _sent(readback, kind, said, wrong, number, by=by, at=at)
            except Refusal:
                continue
    kind = ReportKind.DOSE_WRONG
    return _sent(readback, kind, Claims(), wrong, number, by=by, at=at, only_wrong=True)


def _sent(
    readback: Readback,
    kind: ReportKind,
    claims: Claims,
    wrong: Wrong,
    number: int,
    *,
    by: Citizen,
    at: datetime,
    only_wrong: bool = False,
) -> CorrectionReport:
    is_of_dose = kind == ReportKind.DOSE_WRONG
    return submit_report(
        kind=kind,
        patient_id=readback.entry.patient_id,
        dose_id=readback.entry.dose_id if is_of_dose else None,
        claims=claims,
        story=rules.story_of(wrong),
        photos=(),
        submission_key=uuid5(_KEYS, f"{readback.code}:{number}"),
        by=by,
        at=at,
        only_wrong=only_wrong,
    )
