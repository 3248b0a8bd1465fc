"""Certificates, checked from the command line."""

from typing import Final

import click
from django.utils import timezone

from sotiem.certificates.facts import Standing, Verification
from sotiem.certificates.queries import (
    NoCodeInPicture,
    PictureNotReadable,
    PictureTooLarge,
    verify_source,
)
from sotiem.runtime.terminal import console

ANSWERS: Final = {
    Standing.IN_FORCE: "[green]✓[/] valid",
    Standing.EXPIRED: "[red]✗[/] its time is over",
    Standing.REPLACED: "[red]✗[/] replaced by a newer one",
    Standing.WITHDRAWN: "[red]✗[/] withdrawn",
    Standing.UNKNOWN_SIGNER: "[red]✗[/] signed by nobody we know",
    Standing.NOT_ON_RECORD: "[red]✗[/] signed with our key, but never issued",
    Standing.INVALID: "[red]✗[/] not valid",
    Standing.UNREADABLE: "[red]✗[/] not a certificate",
}
UNREADABLE: Final = {
    PictureNotReadable: "The file is neither a certificate's text nor a PNG or JPEG picture.",
    PictureTooLarge: "The picture is too large.",
    NoCodeInPicture: "There is no readable QR code in the picture.",
}


def verify(*, source: str) -> bool:
    """Say how a certificate stands, and what it states; tell whether it is valid."""
    try:
        verification = verify_source(source, at=timezone.now())
    except tuple(UNREADABLE) as problem:
        raise click.ClickException(UNREADABLE[type(problem)]) from problem
    except OSError as problem:
        raise click.ClickException(f"Cannot read the file: {problem.strerror}") from problem
    console.print(ANSWERS[verification.standing])
    for line in _details(verification):
        console.print(f"  {line}", markup=False)
    return verification.is_valid


def _details(verification: Verification) -> list[str]:
    """What may be told: of an untrusted or revoked certificate, nothing about the person."""
    failure = verification.judgement.first_failure
    lines = [f"stopped at: {failure.step}"] if failure else []
    if verification.revoked_at is not None:
        lines.append(f"on {timezone.localdate(verification.revoked_at)}")
    payload = verification.payload
    if payload is not None:
        entry = payload.vaccination
        lines += [
            f"{payload.name.family} {payload.name.given}, born {payload.birth_date}",
            f"dose {entry.dose_number} of {entry.series_doses}, on {entry.given_on}",
        ]
    return lines
