"""`sotiem figures`: archives of public figures."""

import click
from django.utils import timezone

from sotiem.archive import operations
from sotiem.runtime.keys import AT_THE_COMMAND_LINE, NOT_DONE


def archive() -> None:
    """Archive what was published, and say which days."""
    made = operations.archive_published_days(by=AT_THE_COMMAND_LINE, at=timezone.now())
    for each in made:
        click.echo(f"{each.day}  {each.file.size:,} bytes  {each.file.sha256}")
    click.echo(f"{len(made)} days archived.")


def change_key(*, reason: str) -> int:
    """End the key of the archive, and make another."""
    try:
        key = operations.change_key(reason=reason, by=AT_THE_COMMAND_LINE, at=timezone.now())
    except operations.KeyNeedsAReason:
        click.echo("Error: say why, with --reason.", err=True)
        return NOT_DONE
    click.echo(key.kid)
    return 0
