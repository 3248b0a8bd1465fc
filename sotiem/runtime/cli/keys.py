"""`sotiem keys`: the keys of this copy."""

import click

from sotiem.runtime.cli.lazy import call_with_django


@click.group(short_help="Show the keys of this copy.")
def keys() -> None:
    """Show the public halves of the keys of this copy."""


@keys.command(short_help="The key by which push services know this copy.")
def push() -> None:
    """Show the public key that browsers get when somebody agrees to notifications.

    Its secret half is made at the first start and lies in SOTIEM_HOME/push-secret, or comes from
    SOTIEM_PUSH_SECRET. Keep it: with another one, every browser has to agree again.
    """
    call_with_django("sotiem.runtime.keys:show_push")
