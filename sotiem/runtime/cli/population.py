"""`sotiem population`: the population registry, or what stands in for it."""

import click

from sotiem.runtime.cli.lazy import call


@click.group()
def population() -> None:
    """The population registry: serve a stand-in of invented people."""


@population.command(name="stand-in", short_help="Serve a registry of invented people.")
@click.option("--port", type=click.IntRange(1, 65535), default=8900, show_default=True)
def stand_in(port: int) -> None:
    """Serve a population registry of invented people until Ctrl-C, on this machine only.

    It speaks the protocol of docs/api/population-registry.md. Let another shell ask it:

      SOTIEM_POPULATION_REGISTRY=http://127.0.0.1:8900 sotiem serve

    It knows a few people by heart; of every other number it knows the year of birth and the sex
    that the number tells. Numbers ending in 0000 are nobody's, those ending in 9990 get no answer,
    and those ending in 9991 get it late.
    """
    call("sotiem.runtime.population:serve_stand_in", port=port)
