"""The keys of this copy, shown on the command line."""

import click
from django.conf import settings

from sotiem.messages.carriers.sealing import public_key


def show_push() -> None:
    """Print the public half of the key for web push."""
    click.echo(public_key(settings.PUSH_SECRET))
