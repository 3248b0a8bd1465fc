"""The stand-in for the population registry, served by itself."""

import click

from sotiem.population.registries.stand_in_server import HOST, server


def serve_stand_in(*, port: int) -> None:
    """Answer until Ctrl-C."""
    try:
        serving = server(port)
    except OSError:
        raise click.ClickException(
            f"Port {port} is taken by another program: choose one with --port"
        ) from None
    click.echo(f"Invented people answer at http://{HOST}:{port} until Ctrl-C.")
    with serving:
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")
