"""`sotiem certificate`: what a QR code says, and whether it holds."""

import sys

import click

from sotiem.runtime.cli.lazy import call_with_django


@click.group()
def certificate() -> None:
    """Work with vaccination certificates."""


@certificate.command(short_help="Say whether a certificate holds.")
@click.argument("source")
def verify(source: str) -> None:
    """Check a certificate: SOURCE is its text (HC1:...), a picture of its QR code, or - for stdin.

    Ends with 0 if it is valid, with 1 if it is not, was replaced or was revoked.
    """
    text = sys.stdin.read().strip() if source == "-" else source
    if not call_with_django("sotiem.runtime.certificates:verify", source=text):
        sys.exit(1)
