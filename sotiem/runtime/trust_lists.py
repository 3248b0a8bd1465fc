"""Signers of other countries on the command line: what a list changes, and who is believed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
from django.utils import timezone
from rich.table import Table

from certificate_format import CertificateError, SignerCertificate
from certificate_format.trust_lists import Form, PublishedList, read_path
from sotiem.certificates.models import ForeignSigner, TakenTrustList
from sotiem.certificates.operations import (
    ListOlderThanTaken,
    ListRemovesTooMany,
    take_trust_list,
)
from sotiem.certificates.trust import ListChange, NotBelieved, change_by, last_number
from sotiem.foundation.actors import machine
from sotiem.portals.components.countries import name_in_english
from sotiem.runtime.certificate_decoding import list_keys_in
from sotiem.runtime.terminal import console

DONE, NOT_TAKEN, UNREADABLE = 0, 1, 2
SOON: Final = timedelta(days=30)
SHOWN: Final = 20
AT_THE_COMMAND_LINE: Final = machine("command_line", "Dòng lệnh")
ROWS: Final = ("added", "removed", "changed", "unchanged", "refused")


def take(
    *,
    path: Path,
    country: str | None,
    source: str | None,
    list_key: Path | None,
    commit: bool,
    allow_removals: bool,
    as_json: bool,
) -> int:
    """Show what a list changes, and take it over if that is wished."""
    try:
        listed = _read(path, list_key)
        sha256 = _sha256(path)
    except CertificateError as error:
        return _fail(f"{path}: {_words(error.reason)}. Nothing was changed.", UNREADABLE)
    except OSError as error:
        return _fail(f"{path}: {error.strerror}. Nothing was changed.", UNREADABLE)
    source, at = source or listed.form.value, timezone.now()
    change = change_by(listed, source=source, country=country)
    objection = _objection(listed, change, allow_removals=allow_removals)
    if commit and objection is None:
        given = {"source": source, "sha256": sha256, "country": country}
        objection = _taken_over(listed, allow_removals=allow_removals, at=at, **given)
    is_taken = commit and objection is None
    _tell(change, sha256, at=at, is_taken=is_taken, as_json=as_json)
    if objection is not None:
        return _fail(objection, NOT_TAKEN)
    number = len(change.believed)
    done = f"Taken over: {number:,} of {source} are believed."
    click.echo(done if is_taken else "Nothing was changed. To take it over: --commit", err=True)
    return DONE


def _objection(listed: PublishedList, change: ListChange, *, allow_removals: bool) -> str | None:
    """Why a list that can be read is not taken, if there is a reason."""
    last = last_number(change.source)
    if last is not None and (listed.sequence is None or listed.sequence < last):
        return f"list {listed.sequence} is older than {last}, which was taken."
    if change.removes_many and not allow_removals:
        many = f"{len(change.removed)} signers, more than a third of {change.source}"
        return f"it would remove {many}. If that is meant, say --allow-removals."
    return None


def _taken_over(listed: PublishedList, **given: Any) -> str | None:
    """Take it, unless another one came between."""
    try:
        take_trust_list(listed=listed, by=AT_THE_COMMAND_LINE, **given)
    except (ListRemovesTooMany, ListOlderThanTaken):
        return "another list was taken meanwhile. Look at the changes again."
    return None


def show_all(*, country: str | None, as_json: bool) -> None:
    """Show who is believed, by country and source, and when each source was taken last."""
    now = timezone.now()
    rows = ForeignSigner.objects.believed(now).order_by("country", "source", "valid_to", "pk")
    if country:
        rows = rows.filter(country=country)
    if as_json:
        told = [{**each.facts, "algorithm": each.algorithm, "added_at": each.added_at.isoformat()}
                for each in rows]  # fmt: skip
        click.echo(json.dumps(told, indent=2))
        return
    if country:
        for each in rows:
            click.echo(f"{each.source}  {_line(each.signer, now)}")
        return
    table = _table("country", "source", "signers", "can sign now", "expire soon")
    signers = [(each.country, each.source, each.signer) for each in rows]
    groups = sorted({(own, source) for own, source, _ in signers})
    for group in groups:
        its = [signer for *named, signer in signers if tuple(named) == group]
        able = [each for each in its if each.valid_until >= now]
        table.add_row(_named(group[0]), group[1], *_counts(its, able, _soon(its, now)))
    console.print(table)
    for source in (
        TakenTrustList.objects.order_by("source").values_list("source", flat=True).distinct()
    ):
        last = TakenTrustList.objects.filter(source=source).latest("taken_at", "pk")
        number = f", number {last.sequence}" if last.sequence is not None else ""
        click.echo(f"{source}: taken {last.taken_at:%Y-%m-%d %H:%M} UTC{number}, {last.sha256}")


def _read(path: Path, list_key: Path | None) -> PublishedList:
    listed = read_path(path, list_keys=list_keys_in(list_key))
    if listed.form is Form.OURS and list_key is None:
        raise click.UsageError(f"{path}: name the key that signs this list, with --list-key")
    return listed


def _sha256(path: Path) -> str:
    """Of a file, or of all files in a folder in the order of their names."""
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    whole = hashlib.sha256()
    for each in files:
        whole.update(each.read_bytes())
    return whole.hexdigest()


def _tell(change: ListChange, sha256: str, *, at: datetime, is_taken: bool, as_json: bool) -> None:
    soon = _soon(change.believed, at)
    if as_json:
        told = _as_data(change, at) | {"sha256": sha256, "taken": is_taken}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"{change.source}  SHA-256 {sha256}")
    table = _table("country", *ROWS)
    counts = {name: _by_country(getattr(change, name)) for name in ROWS}
    for code in sorted({code for each in counts.values() for code in each}):
        table.add_row(_named(code), *(f"{counts[name][code]:,}" for name in ROWS))
    table.add_section()
    table.add_row("all", *(f"{counts[name].total():,}" for name in ROWS))
    console.print(table)
    _list("Added", [_line(each, at) for each in change.added])
    _list("Removed", [_line(each, at) for each in change.removed])
    _list("Changed", [_line(after, at) for _, after in change.changed])
    refused = [
        f"{name} {own}".strip() + f": {_words(reason)}" for name, own, reason in change.refused
    ]
    _list("Refused", refused)
    _list("Expire within 30 days", [_line(each, at) for each in soon])
    if change.passed_over:
        click.echo(f"{change.passed_over:,} of other countries were passed over.")


def _as_data(change: ListChange, at: datetime) -> dict[str, Any]:
    return {
        "source": change.source,
        "added": [_plain(each) for each in change.added],
        "removed": [_plain(each) for each in change.removed],
        "changed": [
            {"before": _plain(before), "after": _plain(after)} for before, after in change.changed
        ],
        "unchanged": len(change.unchanged),
        "refused": [each._asdict() for each in change.refused],
        "passed_over": change.passed_over,
        "expire_soon": [_plain(each) for each in _soon(change.believed, at)],
    }


def _plain(signer: SignerCertificate) -> dict[str, Any]:
    return {
        "kid": signer.kid.hex(),
        "country": signer.country,
        "algorithm": signer.algorithm.name if signer.algorithm else None,
        "usage": [kind.value for kind in signer.kinds],
        "valid_from": signer.valid_from.isoformat(),
        "valid_to": signer.valid_until.isoformat(),
    }


def _by_country(
    entries: Iterable[SignerCertificate | NotBelieved | tuple[Any, SignerCertificate]],
) -> Counter[str]:
    """Count entries by country; those that changed are pairs of before and after."""
    return Counter(
        each.country if isinstance(each, SignerCertificate | NotBelieved) else each[1].country
        for each in entries
    )


def _soon(signers: Iterable[SignerCertificate], now: datetime) -> list[SignerCertificate]:
    return [each for each in signers if now <= each.valid_until < now + SOON]


def _line(signer: SignerCertificate, now: datetime) -> str:
    usage = "".join(kind.value for kind in signer.kinds)
    algorithm = signer.algorithm.name if signer.algorithm else "?"
    ended = " (over)" if signer.valid_until < now else ""
    until = f"until {signer.valid_until:%Y-%m-%d}{ended}"
    return f"{signer.country or '??'} {signer.kid.hex()} {algorithm} {usage} {until}"


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{title}:")
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  and {len(lines) - SHOWN:,} more (--json names all)")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _counts(*groups: Sequence[object]) -> list[str]:
    return [f"{len(each):,}" for each in groups]


def _named(code: str) -> str:
    return f"{code} {name_in_english(code)}" if code else "(none named)"


def _words(reason: str) -> str:
    return str(reason).replace("_", " ")


def _fail(sentence: str, code: int) -> int:
    click.echo(f"Error: {sentence}", err=True)
    return code
