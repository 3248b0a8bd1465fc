"""The keys of this copy, on the command line."""

import click
from django.conf import settings
from django.db.models import Sum
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
    keys = SigningKey.objects.order_by("kind", "-valid_from", "-pk")
    facilities = SigningKey.objects.filter(kind=SigningKey.Kind.FACILITY)
    for key in keys.exclude(kind=SigningKey.Kind.FACILITY):
        signed = Certificate.objects.in_force().filter(signing_key=key).count()
        until = timezone.localdate(key.valid_to)
        state = f"withdrawn {timezone.localdate(key.withdrawn_at)}" if key.withdrawn_at else ""
        told = f"{signed:,} in force" if key.kind == SigningKey.Kind.SIGNER else ""
        state = f"{'in a token' if key.token_key else ''} {state}".strip()
        since = timezone.localdate(key.valid_from)
        click.echo(f"{key.kid}  {key.kind:<7} {since} to {until}  {told:<20} {state}".rstrip())
    if count := facilities.filter(withdrawn_at=None).count():
        click.echo(f"{count:,} facilities' keys; sotiem keys list --facility CODE shows one's.")


def show_of_facility(code: str) -> None:
    """Print the keys by which a facility confirms its doses, and how much each has signed."""
    keys = SigningKey.objects.filter(facility__code=code).order_by("-valid_from", "-pk")
    for key in keys.annotate(doses=Sum("confirmed__doses", default=0)):
        state = f"withdrawn {timezone.localdate(key.withdrawn_at)}" if key.withdrawn_at else ""
        since, until = timezone.localdate(key.valid_from), timezone.localdate(key.valid_to)
        click.echo(f"{key.kid}  {since} to {until}  {key.doses:,} doses  {state}".rstrip())


def make() -> int:
    """Make a signer, which signs from now on beside the certificates of those before it."""
    try:
        key = operations.create_signing_key(by=AT_THE_COMMAND_LINE, at=timezone.now())
    except operations.TokenCannotBeUsed as refusal:
        click.echo(f"Error: the token makes no key ({refusal.details['problem']}).", err=True)
        return NOT_DONE
    click.echo(key.kid)
    return 0


def withdraw(*, kid: str, reason: str) -> int:
    """Withdraw a signer, and issue anew what it signed; broken off, it goes on when run again."""
    try:
        key = operations.withdraw_signing_key(
            kid=kid, reason=reason, by=AT_THE_COMMAND_LINE, at=timezone.now()
        )
    except operations.NoSuchSigner:
        click.echo(f"Error: no key of a signer or a facility is called {kid}.", err=True)
        return NOT_DONE
    except operations.WithdrawalNeedsAReason:
        click.echo("Error: say why, with --reason.", err=True)
        return NOT_DONE
    if key.kind == SigningKey.Kind.FACILITY:
        return _confirm_anew()
    left = operations.left_of_withdrawn_keys()
    with progress() as bar:
        task = bar.add_task("Issuing anew", total=left)
        while people := operations.reissue_of_withdrawn_keys(at=timezone.now()):
            bar.advance(task, people)
    still = operations.left_of_withdrawn_keys()
    click.echo(f"{left - still:,} certificates issued anew; {still:,} left.")
    return NOT_DONE if still else 0


def _confirm_anew() -> int:
    left = operations.left_to_confirm_anew(at=timezone.now())
    with progress() as bar:
        task, after = bar.add_task("Confirming anew", total=left), 0
        while (last := operations.confirm_anew(after=after, at=timezone.now())) is not None:
            after = last
            bar.update(task, completed=left - operations.left_to_confirm_anew(at=timezone.now()))
    still = operations.left_to_confirm_anew(at=timezone.now())
    click.echo(f"{left - still:,} confirmations signed anew; {still:,} left.")
    return NOT_DONE if still else 0
