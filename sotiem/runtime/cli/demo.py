"""`sotiem demo`: the whole system with invented people, for a first look."""

import click

from sotiem.runtime.cli.lazy import call


@click.command(short_help="Start everything with a sample country.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; else the first free from 8000.")
@click.option("--reset", is_flag=True, help="Delete the demonstration's data first.")
def demo(port: int | None, reset: bool) -> None:
    """Start everything with a sample country, and say how to sign in.

    Ctrl-C stops it. What was changed is kept for the next time.
    """
    call("sotiem.runtime.demo:run_demo", port=port, reset=reset)


@click.command("demo-reset", short_help="Delete the demonstration's data.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def demo_reset(yes: bool) -> None:
    """Delete the demonstration's data, so that the next start makes it anew."""
    if not yes:
        click.confirm("Delete everything the demonstration kept?", abort=True)
    call("sotiem.runtime.demo:reset_demo")
