"""`sotiem figures`: public figures, day by day, signed."""

import sys
from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call, call_on_record


@click.group(short_help="Archive and verify public figures.")
def figures() -> None:
    """Archive every published day, signed, and verify such archives."""


@figures.command(short_help="Say whether archives of figures hold.")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whom to believe: khoa.json, or one public key (PEM); else khoa.json beside SOURCE.",
)
def verify(source: Path, keys: Path | None) -> None:
    """Check an archive (2026-11-25.zip), or a folder of them, without a network or a record.

    Each file against the manifest, the manifest against its signature, each day against the one
    before it. A folder with index.json should hold every day that it lists. A key that a proven
    archive names is believed, too: so the first key is enough for all that follow.

    Ends with 0 if all holds, with 1 if something does not, with 2 if nothing could be checked.
    """
    sys.exit(call("sotiem.runtime.figures_verifying:verify", source=source, keys=keys))


@figures.command(short_help="Archive what was published and is not archived yet.")
def archive() -> None:
    """Archive every published day that is not archived yet; it is done by itself every night."""
    call_on_record("sotiem.runtime.figures:archive")


@figures.command(short_help="Sign with another key from now on.")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def change_key(reason: str) -> None:
    """End the key that signs archives, and make another.

    What the old one signed until now stays proven. Who verifies fetches khoa.json anew.
    """
    sys.exit(call_on_record("sotiem.runtime.figures:change_key", reason=reason))
