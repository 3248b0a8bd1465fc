"""`sotiem certificate`: what a QR code says, and whether it holds."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call, call_on_record
from sotiem.runtime.cli.trust import trust


def moment(text: str) -> datetime:
    """Read a point in time as ISO 8601 writes it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write a time like 2021-10-12 or 2021-10-12T09:30") from None


@click.group(short_help="Verify vaccination certificates.")
def certificate() -> None:
    """Verify and decode certificates (EU Digital COVID Certificate format)."""


certificate.add_command(trust)


@certificate.command(short_help="Say whether a certificate holds.")
@click.argument("source")
@click.option("--rules", metavar="ID", help="Hold it against these rules of reopening as well.")
@click.option("--at", type=moment, metavar="ISO", help="Check dates as of this time; else now.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
def verify(source: str, rules: str | None, at: datetime | None, as_json: bool) -> None:
    """Check a certificate, step by step, and whether it was replaced or withdrawn.

    SOURCE is its text (HC1:..., or shc:/... of a SMART Health Card), a file with that text, a PNG
    or JPEG picture of its QR code, or - for standard input. Whether it was revoked is told as of
    today.

    Ends with 0 if the certificate is valid, with 1 if it is not (also if it was replaced or
    withdrawn, has expired, or nobody knows its signer), with 2 if there is none to be read, or if
    no rules called ID are in force. Rules that refuse it, or leave it open, make it not valid.
    """
    given = {"source": source, "rules": rules, "at": at, "as_json": as_json}
    sys.exit(call_on_record("sotiem.runtime.certificates:verify", **given))


@certificate.command(short_help="Issue what is missing to everybody.")
def issue() -> None:
    """Issue certificates to all whose doses came without them, a thousand people at a time.

    Who has one that tells what the record says keeps it. May be broken off and run again.
    """
    call_on_record("sotiem.runtime.certificates:issue_all")


@certificate.command(short_help="Write what is revoked for the EU gateway.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write into; the same one every time.",
)
def batches(out: Path) -> None:
    """Write revocations as the EU gateway takes them: a thousand at most of one key in each file.

    Each file (ID.cms) is JSON in CMS SignedData (DER). It is signed by this copy's upload key,
    whose certificate (upload.pem) the operator of the gateway has to know beforehand. A batch keeps
    its identifier and what it holds; what is revoked later comes in further ones. batches.json
    names all, and those as deleted in which nothing could be believed any more; their files go.

    May be broken off and run again: only what is missing is written.
    """
    call_on_record("sotiem.runtime.revocation_batches:write_all", out=out)


@certificate.command(short_help="Write the scanning page as files for any host.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write: a new one, an empty one, or one that this command wrote.",
)
@click.option("--server", metavar="URL", help="Whose lists it fetches; else this copy's address.")
@click.option("--with-lists", is_flag=True, help="Put the lists of this moment beside it.")
def verifier(folder: Path, server: str | None, with_lists: bool) -> None:
    """Write the page that scans and checks certificates as files that any web server can serve.

    The key that signs lists is pinned in it. After a first visit it works without a network; with
    --with-lists it never needs another server than the one that it lies on. README.txt in the
    folder says which headers to send. The same record gives the same bytes.
    """
    call_on_record(
        "sotiem.runtime.verifier:write", folder=folder, server=server, with_lists=with_lists
    )


FILE = click.Path(exists=True, path_type=Path)
LINES = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@certificate.command(short_help="Say what any country's certificate says, step by step.")
@click.argument("source", required=False)
@click.option("--trust", multiple=True, type=FILE, help="Whom to believe; may be repeated.")
@click.option("--record", is_flag=True, help="Believe also whom this copy believes.")
@click.option("--list-key", type=FILE, help="The public key (PEM) that our own lists need.")
@click.option("--at", type=moment, metavar="ISO", help="Check dates as of this time; else now.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@click.option("--batch", type=LINES, help="Many, one JSON object a line.")
def decode(
    source: str | None,
    trust: tuple[Path, ...],
    record: bool,
    list_key: Path | None,
    at: datetime | None,
    as_json: bool,
    batch: Path | None,
) -> None:
    """Take a certificate of any country apart and judge it, without a record.

    SOURCE is its text (HC1:...), a file with that text, a picture (PNG, JPEG) or PDF with its QR
    code, or - for standard input. --trust takes our own trust list, a certificate or a folder of
    them (DER, PEM), a list of the EU gateway (JSON), or one of the WHO (DID document); for a SMART
    Health Card (shc:/...) the issuer's .well-known/jwks.json. --record adds the signers whom this
    copy believes, those of other countries among them.

    What it says is shown as soon as it can be read, also when nobody we trust signed it. Whether
    it was revoked is not asked here: see `verify`.

    Ends with 0 if every step was passed, with 1 if not, with 2 if it cannot be read.

    --batch FILE answers one line for each: {"id", "text" or "image" (base64), "trust": [base64
    DER], "at"} in; {"id", the nine steps and "verdict" (true, false, null: not reached),
    "payload", "reasons", ...} out, in the same order. It ends with 0.
    """
    if (source is None) == (batch is None):
        raise click.UsageError("name one SOURCE, or a file with --batch")
    now = datetime.now(UTC)
    believed = (
        call_on_record("sotiem.certificates.trust:signers_on_record", at=now) if record else []
    )
    given = {"trust": trust, "believed": believed, "list_key": list_key, "at": at}
    here = "sotiem.runtime.certificate_decoding"
    if batch is not None:
        sys.exit(call(f"{here}:decode_batch", batch=batch, **given))
    sys.exit(call(f"{here}:decode", source=source, json_wanted=as_json, **given))
