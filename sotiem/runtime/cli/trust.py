"""`sotiem certificate trust`: whose certificates of other countries are believed."""

import re
import sys
from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_on_record

HERE = "sotiem.runtime.trust_lists"
FILE = click.Path(exists=True, path_type=Path)


def country_code(text: str) -> str:
    """Read a country's two letters (ISO 3166)."""
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise click.BadParameter("write a country by two letters, like FR")
    return text.upper()


def source_name(text: str) -> str:
    """Read what a list is called here."""
    if not re.fullmatch("[a-z0-9-]{1,40}", text):
        raise click.BadParameter("write small letters, digits and hyphens, at most 40")
    return text


@click.group(short_help="Signers of other countries: take lists over, show who is believed.")
def trust() -> None:
    """Whose certificates are believed beside our own."""


@trust.command("import", short_help="Show what a list changes; with --commit, take it over.")
@click.argument("path", type=FILE)
@click.option("--country", type=country_code, metavar="CC", help="Only this country's signers.")
@click.option("--source", type=source_name, metavar="NAME", help="Who publishes it; else its form.")
@click.option("--list-key", type=FILE, help="The public key (PEM) that our form of list needs.")
@click.option("--commit", is_flag=True, help="Take it over; without, nothing is changed.")
@click.option("--allow-removals", is_flag=True, help="Also if more than a third would go.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
def take(
    path: Path,
    country: str | None,
    source: str | None,
    list_key: Path | None,
    commit: bool,
    allow_removals: bool,
    as_json: bool,
) -> None:
    """Compare a list with what is believed of the same source, and take it over with --commit.

    PATH is a list of our own form (signed), of the EU gateway (JSON), of the WHO (DID document), a
    certificate or a folder of them (DER, PEM). What the list no longer names is believed no longer.
    An entry that cannot be believed is named with its reason, and the others count all the same.
    With --country, a signer that names no country is taken for this one's.

    Who published the EU's or the WHO's list is not checked here: fetch it from them over TLS.

    Ends with 0; with 1 if the list is not taken (it removes too many, or is older than the one
    before), with 2 if it cannot be read.
    """
    sys.exit(
        call_on_record(
            f"{HERE}:take",
            path=path, country=country, source=source, list_key=list_key,
            commit=commit, allow_removals=allow_removals, as_json=as_json,
        )
    )  # fmt: skip


@trust.command("list", short_help="Who is believed, by country and source.")
@click.option("--country", type=country_code, metavar="CC", help="Each signer of this country.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
def show_all(country: str | None, as_json: bool) -> None:
    """Show how many signers of each country are believed, and when each source was taken."""
    call_on_record(f"{HERE}:show_all", country=country, as_json=as_json)
