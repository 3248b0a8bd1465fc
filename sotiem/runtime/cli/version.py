"""`sotiem version`."""

import platform
from importlib import metadata

import click


@click.command()
def version() -> None:
    """Say which version this is."""
    click.echo(f"sotiem {metadata.version('sotiem')}, Python {platform.python_version()}")
