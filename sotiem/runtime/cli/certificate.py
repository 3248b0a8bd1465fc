"""`sotiem certificate`: what a QR code says, and whether it holds."""

import sys
from datetime import datetime

import click

from sotiem.runtime.cli.lazy import call_on_record


def moment(text: str) -> datetime:
    """Read a point in time as ISO 8601 writes it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write a time like 2021-10-12 or 2021-10-12T09:30") from None


@click.group(short_help="Verify vaccination certificates.")
def certificate() -> None:
    """Verify vaccination certificates (EU Digital COVID Certificate format)."""


@certificate.command(short_help="Say whether a certificate holds.")
@click.argument("source")
@click.option("--at", type=moment, metavar="ISO", help="Check dates as of this time; else now.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
def verify(source: str, at: datetime | None, as_json: bool) -> None:
    """Check a certificate, step by step, and whether it was replaced or withdrawn.

    SOURCE is its text (HC1:...), a file with that text, a PNG or JPEG picture of its QR code,
    or - for standard input. Whether it was revoked is told as of today.

    Ends with 0 if the certificate is valid, with 1 if it is not (also if it was replaced or
    withdrawn, has expired, or nobody knows its signer), with 2 if there is none to be read.
    """
    sys.exit(
        call_on_record("sotiem.runtime.certificates:verify", source=source, at=at, as_json=as_json)
    )
