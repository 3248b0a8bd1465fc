"""The keys of this copy, on the command line."""

import click
from django.conf import settings
from django.utils import timezone

from sotiem.certificates import operations
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.foundation.actors import machine
from sotiem.messages.carriers.sealing import public_key
from sotiem.runtime.terminal import progress

NOT_DONE = 1
AT_THE_COMMAND_LINE = machine("command_line", "Dòng lệnh")


def show_push() -> None:
    """Print the public half of the key for web push."""
    click.echo(public_key(settings.PUSH_SECRET))


def show_all() -> None:
    """Print what each key is for, from when to when, and how much in force it signed."""
    for key in SigningKey.objects.order_by("kind", "-valid_from", "-pk"):
        signed = Certificate.objects.in_force().filter(signing_key=key).count()
        until = timezone.localdate(key.valid_to)
        state = f"withdrawn {timezone.localdate(key.withdrawn_at)}" if key.withdrawn_at else ""
        told = f"{signed:,} in force" if key.kind == SigningKey.Kind.SIGNER else ""
        since = timezone.localdate(key.valid_from)
        click.echo(f"{key.kid}  {key.kind:<7} {since} to {until}  {told:<20} {state}".rstrip())


def make() -> None:
    """Make a signer, which signs from now on beside the certificates of those before it."""
    key = operations.create_signing_key(by=AT_THE_COMMAND_LINE, at=timezone.now())
    click.echo(key.kid)


def withdraw(*, kid: str, reason: str) -> int:
    """Withdraw a signer, and issue anew what it signed; broken off, it goes on when run again."""
    try:
        operations.withdraw_signing_key(
            kid=kid, reason=reason, by=AT_THE_COMMAND_LINE, at=timezone.now()
        )
    except operations.NoSuchSigner:
        click.echo(f"Error: no key that signs certificates is called {kid}.", err=True)
        return NOT_DONE
    except operations.WithdrawalNeedsAReason:
        click.echo("Error: say why, with --reason.", err=True)
        return NOT_DONE
    left = operations.left_of_withdrawn_keys()
    with progress() as bar:
        task = bar.add_task("Issuing anew", total=left)
        while people := operations.reissue_of_withdrawn_keys(at=timezone.now()):
            bar.advance(task, people)
    still = operations.left_of_withdrawn_keys()
    click.echo(f"{left - still:,} certificates issued anew; {still:,} left.")
    return NOT_DONE if still else 0
