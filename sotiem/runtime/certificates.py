"""Certificates, checked from the command line."""

import json
import sys
from collections.abc import Sequence
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
from certificate_format.health_cards import HealthCard
from certificate_format.payload import Entry, Payload
from certificate_format.rules import Ruling
from sotiem.certificates import health_cards, queries
from sotiem.certificates.facts import CardVerification, Standing, Verification
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import issue_missing
from sotiem.certificates.told import (
    NOT_VALID,
    RECORD,
    UNREADABLE,
    VALID,
    StepTaken,
    steps_of,
    steps_of_card,
    told,
    told_card,
    told_unread,
    verdict_of,
)
from sotiem.patients.models import Patient
from sotiem.portals.components.countries import name_in_english
from sotiem.reopening.facts import Ruled
from sotiem.reopening.queries import NoSuchRules, judged
from sotiem.reopening.told import step_of, told_by_rules, verdict_by_rules
from sotiem.runtime.certificate_words import MARKS, print_step
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
        text = _text_of(source)
    except _NothingToRead as nothing:
        if as_json:
            _print_json(told_unread(nothing.reason))
        else:
            click.echo(f"Error: {nothing}", err=True)
        return CODES[UNREADABLE]
    found: Verification | CardVerification
    if health_cards.is_card(text):
        found = health_cards.verify_card(text, at=moment)
        answer = told_card(found)
    else:
        found = queries.verify(text, at=moment)
        if rules is not None:
            return _held_against(rules, found, at=moment, as_json=as_json)
        answer = told(found)
    if as_json:
        _print_json(answer)
    else:
        _print_words(found)
    return CODES[verdict_of(found)]


def _held_against(rules: str, found: Verification, *, at: datetime, as_json: bool) -> int:
    try:
        return _by_rules(judged(found, rules=rules, at=at), as_json=as_json)
    except NoSuchRules as unknown:
        known = ", ".join(unknown.offered) or "none"
        click.echo(f"Error: no such rules are in force: {rules}. In force: {known}.", err=True)
        return CODES[UNREADABLE]


def _by_rules(ruled: Ruled, *, as_json: bool) -> int:
    verdict = verdict_by_rules(ruled)
    if as_json:
        _print_json(told_by_rules(ruled))
        return CODES[verdict]
    is_good = verdict == VALID
    answer = ANSWERS[ruled.verification.standing] if is_good or not ruled.card else BY_RULES
    _print_words(ruled.verification, is_good=is_good, answer=answer, more=[step_of(ruled)])
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


def _text_of(source: str) -> str:
    try:
        if source == "-":
            return queries.text_of_content(sys.stdin.buffer.read(queries.PICTURE_BYTES + 1))
        return queries.text_of_source(source)
    except queries.PictureNotReadable as problem:
        sentence = "This is neither a certificate's text (HC1:, shc:/) nor a PNG or JPEG picture."
        raise _NothingToRead("picture_not_readable", sentence) from problem
    except queries.PictureTooLarge as problem:
        raise _NothingToRead("picture_too_large", "The picture is too large.") from problem
    except queries.NoCodeInPicture as problem:
        sentence = "There is no readable QR code in the picture."
        raise _NothingToRead("no_code_in_picture", sentence) from problem
    except (OSError, ValueError) as problem:
        sentence = "This is neither a certificate's text (HC1:, shc:/) nor a file that can be read."
        raise _NothingToRead("no_such_file", sentence) from problem


def _moment(at: datetime | None) -> datetime:
    if at is None:
        return timezone.now()
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _print_json(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def _print_words(
    found: Verification | CardVerification,
    *,
    is_good: bool | None = None,
    answer: str | None = None,
    more: Sequence[StepTaken] = (),
) -> None:
    """What was found; by rules the answer may be another, and there is one step more."""
    passed = found.is_valid if is_good is None else is_good
    lines, steps = (
        (_said_by_card(found.card), steps_of_card(found))
        if isinstance(found, CardVerification)
        else (_said(found.payload), steps_of(found))
    )
    country = None if isinstance(found, CardVerification) else found.country
    said = (answer or ANSWERS[found.standing]).format(country=name_in_english(country or ""))
    console.print(f"{MARKS[Outcome.PASSED if passed else Outcome.FAILED]} {said}", soft_wrap=True)
    for line in lines:
        console.print(f"  {line}", markup=False, soft_wrap=True)
    console.print()
    for step in (*steps, *more):
        print_step(step.step, step.outcome, _why(step, found) if step.reason else "")


def _said(payload: Payload | None) -> list[str]:
    if payload is None:
        return []
    name = payload.name
    return [
        f"{name.family} {name.given}, born {payload.birth_date}",
        _event(entry_of(payload)),
    ]


def _event(entry: Entry) -> str:
    match entry:
        case VaccinationEntry():
            return f"dose {entry.dose_number} of {entry.series_doses}, on {entry.given_on}"
        case LabTestEntry():
            return f"tested on {entry.sampled_at:%Y-%m-%d %H:%M} UTC: {entry.result}"
        case RecoveryEntry():
            return f"recovered, first found on {entry.first_positive_on}"


def _said_by_card(card: HealthCard | None) -> list[str]:
    if card is None:
        return []
    holder = card.holder
    doses = [
        f"{dose.given_on}: {health_cards.vaccine_name(dose)} {dose.lot_number}".rstrip()
        for dose in card.doses
    ]
    return [f"{holder.family} {holder.given}, born {holder.birth_date}", *doses]


def _why(step: StepTaken, found: Verification | CardVerification) -> str:
    words = str(step.reason).replace("_", " ")
    if step.step != RECORD or isinstance(found, CardVerification) or found.revoked_at is None:
        return words
    return f"{words} on {timezone.localdate(found.revoked_at)}"
