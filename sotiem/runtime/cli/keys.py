"""`sotiem keys`: the keys of this copy."""

import sys

import click

from sotiem.runtime.cli.lazy import call_on_record, call_with_django


@click.group(short_help="The keys of this copy: show, make, withdraw.")
def keys() -> None:
    """Show the keys of this copy, make another signer, withdraw one that leaked."""


@keys.command("list", short_help="What each key is for, and how long.")
@click.option("--facility", metavar="CODE", help="The keys by which one facility confirms.")
def show_all(facility: str | None) -> None:
    """Show the root, the signers of certificates and the keys of lists."""
    if facility:
        call_on_record("sotiem.runtime.keys:show_of_facility", code=facility)
    else:
        call_on_record("sotiem.runtime.keys:show_all")


@keys.command(short_help="Make another signer of certificates.")
def new() -> None:
    """Make a signer that signs from now on. What was signed before holds as long as it did.

    Every night one is made by itself when the newest would not outlive what it signs. With a
    token set (SOTIEM_PKCS11_MODULE, SOTIEM_PKCS11_TOKEN, SOTIEM_PKCS11_PIN_FILE) signers are made
    in it, and their private keys never leave it.
    """
    sys.exit(call_on_record("sotiem.runtime.keys:make"))


@keys.command(short_help="Withdraw a key that somebody else may have.")
@click.argument("kid")
@click.option("--reason", required=True, help="Why; it stands on the trail.")
def withdraw(kid: str, reason: str) -> None:
    """Withdraw the key KID (see `sotiem keys list`). Of a signer verifiers refuse all that it
    signed as soon as they have the next trust list, and everybody in force has a new certificate.
    What a facility's key confirmed is signed anew by its next one; certificates stay.

    May be broken off and run again. Ends with 1 if anything is left.
    """
    sys.exit(call_on_record("sotiem.runtime.keys:withdraw", kid=kid, reason=reason))


@keys.command(short_help="The key by which push services know this copy.")
def push() -> None:
    """Show the public key that browsers get when somebody agrees to notifications.

    Its secret half is made at the first start and lies in SOTIEM_HOME/push-secret, or comes from
    SOTIEM_PUSH_SECRET. Keep it: with another one, every browser has to agree again.
    """
    call_with_django("sotiem.runtime.keys:show_push")
