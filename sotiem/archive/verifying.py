"""Does an archive hold, and the chain of them? Without database, network or clock."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sotiem.archive import rules
from sotiem.archive.facts import Checked, Finding, Previous, PublicKey, Trouble

# No archive of ours comes near; who sends a larger one wants to fill a disk.
LARGEST: Final = 2_000_000_000
# What the readers of ZIP and JSON say of bytes that are neither, or lack a part.
UNREADABLE: Final = (
    BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError, KeyError, TypeError, AttributeError,
)  # fmt: skip
_SIGNED_APART: Final = {rules.MANIFEST, rules.SIGNATURE}


def check_all(
    archives: Iterable[tuple[str, bytes]], *, keys: Mapping[str, PublicKey], listed: Iterable[date]
) -> list[Checked]:
    """Check archives, given by name and content, each by itself and against the day before.

    `keys` are believed; so is a key that a manifest names which itself holds. `listed` are days
    that should be there. What is missing stands under its day, in the order of the days.
    """
    believed = dict(keys)
    opened = [_open(name, content) for name, content in archives]
    found = [checked for checked, *_ in opened if checked.day is None]
    in_order = sorted(
        (each for each in opened if each[0].day is not None),
        key=lambda each: (each[0].day or date.min, each[0].name),
    )
    held: list[Checked] = []
    for checked, manifest, signature in in_order:
        findings = [*checked.findings, *_of_signature(checked, manifest, signature, believed)]
        if held:
            findings += _of_chain(held[-1], checked)
        if not findings:
            believed = {**checked.names_keys, **believed}
        held.append(replace(checked, findings=tuple(findings)))
    gaps = _missing(held, listed, found)
    return sorted([*found, *held, *gaps], key=lambda each: (each.day or date.min, each.name))


def _open(name: str, content: bytes) -> tuple[Checked, bytes, bytes]:
    """The archive without what its signature says, its manifest and the signature."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos]
            if len(set(names)) < len(names) or sum(info.file_size for info in infos) > LARGEST:
                raise ValueError(name)
            files = {each: _read_from(archive, each) for each in names}
        told = json.loads(files[rules.MANIFEST])
        if told["format"] != rules.FORMAT or rules.SIGNATURE not in files:
            raise ValueError(name)
        return _read(name, files, told), files[rules.MANIFEST], files[rules.SIGNATURE]
    except UNREADABLE:
        return Checked(name, findings=(Finding(Trouble.UNREADABLE, name),)), b"", b""


def _read_from(archive: ZipFile, name: str) -> bytes:
    """A file of an archive; nothing where its bytes are damaged, so that it is told by its name."""
    try:
        return archive.read(name)
    except UNREADABLE:
        return b""


def _read(name: str, files: Mapping[str, bytes], told: Mapping[str, Any]) -> Checked:
    day, before = date.fromisoformat(told["day"]), told["previous"]
    findings = list(_of_files(files, told["files"]))
    if name != f"{day}.zip":
        findings.insert(0, Finding(Trouble.NAME, name))
    return Checked(
        name=name,
        day=day,
        manifest_sha256=rules.sha256_of(files[rules.MANIFEST]),
        previous=before
        and Previous(date.fromisoformat(before["day"]), str(before["manifest_sha256"])),
        files=len(told["files"]),
        kid=str(told["key"]),
        names_keys=rules.keys_told(told["keys"]),
        findings=tuple(findings),
    )


def _of_files(files: Mapping[str, bytes], told: Iterable[Mapping[str, Any]]) -> Iterable[Finding]:
    named = set()
    for each in told:
        name = str(each["name"])
        named.add(name)
        content = files.get(name)
        if content is None:
            yield Finding(Trouble.FILE_MISSING, name)
        elif (len(content), rules.sha256_of(content)) != (each["bytes"], each["sha256"]):
            yield Finding(Trouble.FILE_CHANGED, name)
    for name in sorted(set(files) - named - _SIGNED_APART):
        yield Finding(Trouble.FILE_ADDED, name)


def _of_signature(
    checked: Checked, manifest: bytes, signature: bytes, believed: Mapping[str, PublicKey]
) -> Iterable[Finding]:
    key = believed.get(checked.kid)
    if key is None:
        yield Finding(Trouble.OTHER_KEY, checked.kid)
        return
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, manifest)
    except InvalidSignature:
        yield Finding(Trouble.SIGNATURE, rules.MANIFEST)
        return
    if not key.signs_at(datetime.fromisoformat(json.loads(manifest)["made_at"])):
        yield Finding(Trouble.KEY_NOT_IN_FORCE, key.kid)


def _of_chain(before: Checked, checked: Checked) -> Iterable[Finding]:
    """A day between that is not here is named by `_missing`."""
    assert before.day is not None
    if before.day == checked.day:
        yield Finding(Trouble.DAY_TWICE, str(checked.day))
    elif checked.previous is None or checked.previous.day < before.day:
        yield Finding(Trouble.CHAIN, str(before.day))
    elif checked.previous == Previous(before.day, before.manifest_sha256):
        return
    elif checked.previous.day == before.day:
        yield Finding(Trouble.CHAIN, str(before.day))


def _missing(
    held: list[Checked], listed: Iterable[date], unread: Iterable[Checked]
) -> list[Checked]:
    """Days between the first and the last that a later one names, and days that are listed. One
    that is here and cannot be read is not missing."""
    here = {each.day for each in held} | {_day_in(each.name) for each in unread}
    named = {
        later.previous.day
        for before, later in pairwise(held)
        if later.previous and before.day and later.previous.day > before.day
    }
    return [
        Checked(f"{day}.zip", day=day, findings=(Finding(Trouble.DAY_MISSING, str(day)),))
        for day in sorted((named | set(listed)) - here)
    ]


def _day_in(name: str) -> date | None:
    try:
        return date.fromisoformat(name.removesuffix(".zip"))
    except ValueError:
        return None
