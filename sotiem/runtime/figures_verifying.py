"""`sotiem figures verify`: do archives of public figures hold?

Verifying needs nothing of this copy: no database, no settings, no network.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from rich.markup import escape

from sotiem.archive import rules
from sotiem.archive.facts import Checked, PublicKey, Trouble
from sotiem.archive.verifying import check_all
from sotiem.runtime.terminal import console

HOLDS, DOES_NOT, NOTHING = 0, 1, 2
KEYS, INDEX = "khoa.json", "index.json"
WORDS: Final = {
    Trouble.UNREADABLE: "{} is no archive of figures, or parts of it are missing",
    Trouble.NAME: "the file is named {}, which is not the day that its manifest tells",
    Trouble.SIGNATURE: "the signature does not belong to this {}: one of both was changed",
    Trouble.OTHER_KEY: "it is signed by {}, a key that nobody whom you believe vouches for",
    Trouble.KEY_NOT_IN_FORCE: "key {} did not sign at the time that the manifest tells",
    Trouble.FILE_CHANGED: "{} was changed: it is not what the manifest says",
    Trouble.FILE_MISSING: "{} is missing: the manifest names it",
    Trouble.FILE_ADDED: "{} was added: the manifest does not name it",
    Trouble.CHAIN: "the chain is broken: {} is not the day before as it was when this was made",
    Trouble.DAY_MISSING: "{} is not here, but a later day or the index names it",
    Trouble.DAY_TWICE: "{} is here twice",
}


def verify(*, source: Path, keys: Path | None) -> int:
    """Check the archives of a file or a folder, and say of each what does not hold."""
    folder = source if source.is_dir() else source.parent
    paths = sorted(source.glob("*.zip")) if source.is_dir() else [source]
    if not paths:
        return _nothing(f"{source} holds no archive (*.zip)")
    known = keys or folder / KEYS
    if not known.exists():
        return _nothing(f"{known} is missing: name the keys that you believe with --keys")
    try:
        believed = _keys_of(known)
        listed = _listed(source / INDEX) if source.is_dir() else []
    except (ValueError, KeyError, TypeError, AttributeError):
        return _nothing(f"the keys ({known}) or the index cannot be read")
    archives = ((path.name, path.read_bytes()) for path in paths)
    checked = check_all(archives, keys=believed, listed=listed)
    for each in checked:
        _show(each)
    wrong = sum(1 for each in checked if each.findings)
    if wrong:
        console.print(f"[red]{wrong} of {len(checked)} do not hold.[/]")
        return DOES_NOT
    first = checked[0].previous
    begins = f" The days before {checked[0].day} are not here." if first else ""
    chain = f", {len(checked)} days one after the other" if len(checked) > 1 else ""
    console.print(f"[green]All holds{chain}.[/]{begins}", soft_wrap=True)
    return HOLDS


def _nothing(why: str) -> int:
    click.echo(f"Error: {why}.", err=True)
    return NOTHING


def _keys_of(path: Path) -> Mapping[str, PublicKey]:
    """The keys of khoa.json with their spans; one in PEM is believed whenever it signed."""
    content = path.read_bytes()
    if not content.startswith(b"-----BEGIN"):
        return rules.keys_told(json.loads(content)["keys"])
    key = load_pem_public_key(content)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(path)
    public = key.public_bytes_raw()
    always = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    return {rules.kid_of(public): PublicKey(rules.kid_of(public), public, *always)}


def _listed(index: Path) -> list[date]:
    if not index.exists():
        return []
    return [date.fromisoformat(each["day"]) for each in json.loads(index.read_bytes())["days"]]


def _show(checked: Checked) -> None:
    if not checked.findings:
        told = f"{checked.files} files, signed by {checked.kid}"
        console.print(f"[green]✓[/] {escape(checked.name)}: {told}", soft_wrap=True)
        return
    console.print(f"[red]✗[/] {escape(checked.name)}", soft_wrap=True)
    for finding in checked.findings:
        said = WORDS[finding.trouble].format(finding.about)
        console.print(f"    {said}", markup=False, soft_wrap=True)
