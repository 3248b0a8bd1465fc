"""Certificates, checked from the command line."""

import json
import sys
from datetime import datetime
from typing import Any, Final

import click
from django.db.models import Max
from django.utils import timezone

from certificate_format import CertificatePayload, Outcome
from certificate_format.health_cards import HealthCard
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
from sotiem.runtime.certificate_words import MARKS, print_step
from sotiem.runtime.terminal import console, progress

CODES: Final = {VALID: 0, NOT_VALID: 1, UNREADABLE: 2}

ANSWERS: Final = {
    Standing.IN_FORCE: "The certificate is valid.",
    Standing.EXPIRED: "Not valid: its time is over.",
    Standing.REPLACED: "Not valid: it was replaced by a newer one.",
    Standing.WITHDRAWN: "Not valid: it was withdrawn.",
    Standing.UNKNOWN_SIGNER: "Not valid: signed by nobody we know.",
    Standing.NOT_ON_RECORD: "Not valid: signed with our key, but never issued.",
    Standing.INVALID: "Not valid.",
    Standing.UNREADABLE: "This is not a certificate.",
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


def verify(*, source: str, at: datetime | None, as_json: bool) -> int:
    """Say how a certificate stands, and what it states; the answer is the program's exit code."""
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
        found = health_cards.verify_card(text, at=_moment(at))
        answer = told_card(found)
    else:
        found = queries.verify(text, at=_moment(at))
        answer = told(found)
    if as_json:
        _print_json(answer)
    else:
        _print_words(found)
    return CODES[verdict_of(found)]


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


def _print_words(found: Verification | CardVerification) -> None:
    mark = MARKS[Outcome.PASSED if found.is_valid else Outcome.FAILED]
    console.print(f"{mark} {ANSWERS[found.standing]}")
    lines, steps = (
        (_said_by_card(found.card), steps_of_card(found))
        if isinstance(found, CardVerification)
        else (_said(found.payload), steps_of(found))
    )
    for line in lines:
        console.print(f"  {line}", markup=False, soft_wrap=True)
    console.print()
    for step in steps:
        print_step(step.step, step.outcome, _why(step, found) if step.reason else "")


def _said(payload: CertificatePayload | None) -> list[str]:
    if payload is None:
        return []
    entry = payload.vaccination
    return [
        f"{payload.name.family} {payload.name.given}, born {payload.birth_date}",
        f"dose {entry.dose_number} of {entry.series_doses}, on {entry.given_on}",
    ]


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
