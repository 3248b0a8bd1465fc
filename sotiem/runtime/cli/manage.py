"""`sotiem manage`: Django's own commands, with the right settings and database."""

import click

from sotiem.runtime.cli.lazy import call_with_django


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    short_help="Run one of Django's management commands.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands, for those who develop the system."""
    call_with_django(
        "django.core.management:execute_from_command_line", argv=["sotiem manage", *arguments]
    )
