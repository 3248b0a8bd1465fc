"""Certificates, checked from the command line."""

import json
import sys
from datetime import datetime
from typing import Any, Final

import click
from django.db.models import Max
from django.utils import timezone

from certificate_format import (
    LabTestEntry,
    Outcome,
    RecoveryEntry,
    VaccinationEntry,
    entry_of,
)
from certificate_format.payload import Entry
from certificate_format.rules import Ruling
from sotiem.certificates import queries
from sotiem.certificates.facts import Standing, Verification
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import issue_missing
from sotiem.certificates.told import (
    NOT_VALID,
    RECORD,
    UNREADABLE,
    VALID,
    StepTaken,
    steps_of,
    told,
    told_unread,
    verdict_of,
)
from sotiem.patients.models import Patient
from sotiem.portals.components.countries import name_in_english
from sotiem.reopening.facts import Ruled
from sotiem.reopening.queries import NoSuchRules, judged
from sotiem.reopening.told import step_of, told_by_rules, verdict_by_rules
from sotiem.runtime.certificate_words import MARKS, STEPS
from sotiem.runtime.terminal import console, progress

CODES: Final = {VALID: 0, NOT_VALID: 1, UNREADABLE: 2}

ANSWERS: Final = {
    Standing.IN_FORCE: "The certificate is valid.",
    Standing.FOREIGN: "Genuine and in time. Whether {country} revoked it is not known.",
    Standing.EXPIRED: "Not valid: its time is over.",
    Standing.REPLACED: "Not valid: it was replaced by a newer one.",
    Standing.WITHDRAWN: "Not valid: it was withdrawn.",
    Standing.UNKNOWN_SIGNER: "Not valid: signed by nobody we know.",
    Standing.NOT_ON_RECORD: "Not valid: signed with our key, but never issued.",
    Standing.INVALID: "Not valid.",
    Standing.UNREADABLE: "This is not a certificate.",
}
BY_RULES: Final = "Not by these rules."
RULINGS: Final = {
    Ruling.PASSED: MARKS[Outcome.PASSED],
    Ruling.FAILED: MARKS[Outcome.FAILED],
    Ruling.OPEN: MARKS[Outcome.NOT_REACHED],
}


def issue_all() -> None:
    """Issue what is missing to all people with doses, in the order of their records."""
    last = Patient.objects.aggregate(last=Max("pk"))["last"] or 0
    before = Certificate.objects.count()
    after: int | None = 0
    with progress() as bar:
        task = bar.add_task("Issuing certificates", total=last)
        while (after := issue_missing(after=after or 0, at=timezone.now())) is not None:
            bar.update(task, completed=after)
        bar.update(task, completed=last)
    click.echo(f"{Certificate.objects.count() - before:,} certificates issued.")


def verify(*, source: str, rules: str | None, at: datetime | None, as_json: bool) -> int:
    """Say how a certificate stands, and what it states; the answer is the program's exit code."""
    moment = _moment(at)
    try:
        verification = _verification(source, moment)
        if rules is not None:
            return _by_rules(judged(verification, rules=rules, at=moment), as_json=as_json)
    except NoSuchRules as unknown:
        known = ", ".join(unknown.offered) or "none"
        click.echo(f"Error: no such rules are in force: {rules}. In force: {known}.", err=True)
        return CODES[UNREADABLE]
    except _NothingToRead as nothing:
        if as_json:
            _print_json(told_unread(nothing.reason))
        else:
            click.echo(f"Error: {nothing}", err=True)
        return CODES[UNREADABLE]
    if as_json:
        _print_json(told(verification))
    else:
        _print_words(
            verification,
            steps_of(verification),
            answer=ANSWERS[verification.standing],
            is_good=verification.is_valid,
        )
    return CODES[verdict_of(verification)]


def _by_rules(ruled: Ruled, *, as_json: bool) -> int:
    verdict = verdict_by_rules(ruled)
    if as_json:
        _print_json(told_by_rules(ruled))
        return CODES[verdict]
    steps = [*steps_of(ruled.verification), step_of(ruled)]
    is_good = verdict == VALID
    answer = ANSWERS[ruled.verification.standing] if is_good or not ruled.card else BY_RULES
    _print_words(ruled.verification, steps, answer=answer, is_good=is_good)
    console.print(f"\n  {ruled.rule_set.names['en']}: {ruled.card or 'not asked'}", soft_wrap=True)
    for finding in ruled.earned.findings if ruled.earned else ():
        words = finding.rule.description["en"]
        console.print(f"  {RULINGS[finding.ruling]} {words}", soft_wrap=True)
    return CODES[verdict]


class _NothingToRead(Exception):
    """What was named holds no certificate; `reason` says so to programs."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def _verification(source: str, at: datetime) -> Verification:
    try:
        if source == "-":
            content = sys.stdin.buffer.read(queries.PICTURE_BYTES + 1)
            return queries.verify_content(content, at=at)
        return queries.verify_source(source, at=at)
    except queries.PictureNotReadable as problem:
        sentence = "This is neither a certificate's text (HC1:...) nor a PNG or JPEG picture."
        raise _NothingToRead("picture_not_readable", sentence) from problem
    except queries.PictureTooLarge as problem:
        raise _NothingToRead("picture_too_large", "The picture is too large.") from problem
    except queries.NoCodeInPicture as problem:
        sentence = "There is no readable QR code in the picture."
        raise _NothingToRead("no_code_in_picture", sentence) from problem
    except (OSError, ValueError) as problem:
        sentence = "This is neither a certificate's text (HC1:...) nor a file that can be read."
        raise _NothingToRead("no_such_file", sentence) from problem


def _moment(at: datetime | None) -> datetime:
    if at is None:
        return timezone.now()
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _print_json(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def _print_words(
    verification: Verification, steps: list[StepTaken], *, answer: str, is_good: bool
) -> None:
    mark = MARKS[Outcome.PASSED if is_good else Outcome.FAILED]
    said = answer.format(country=name_in_english(verification.country or ""))
    console.print(f"{mark} {said}", soft_wrap=True)
    payload = verification.payload
    if payload is not None:
        person = f"{payload.name.family} {payload.name.given}, born {payload.birth_date}"
        console.print(f"  {person}", markup=False, soft_wrap=True)
        console.print(f"  {_event(entry_of(payload))}")
    console.print()
    for step in steps:
        why = f" ({_why(step, verification)})" if step.reason else ""
        console.print(f"  {MARKS[step.outcome]} {STEPS[step.step]}{why}", soft_wrap=True)


def _event(entry: Entry) -> str:
    match entry:
        case VaccinationEntry():
            return f"dose {entry.dose_number} of {entry.series_doses}, on {entry.given_on}"
        case LabTestEntry():
            return f"tested on {entry.sampled_at:%Y-%m-%d %H:%M} UTC: {entry.result}"
        case RecoveryEntry():
            return f"recovered, first found on {entry.first_positive_on}"


def _why(step: StepTaken, verification: Verification) -> str:
    words = str(step.reason).replace("_", " ")
    if step.step == RECORD and verification.revoked_at is not None:
        return f"{words} on {timezone.localdate(verification.revoked_at)}"
    return words
