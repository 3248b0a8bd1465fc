"""How an archive is laid out: the same figures give the same bytes. Without database or clock."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sotiem.archive.facts import Previous, PublicKey

FORMAT: Final = "sotiem-figures-1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
SUMS: Final = "SHA256SUMS"
DICTIONARY: Final = "figures.md"
COMPRESSION: Final = 6
_READABLE_BY_ALL: Final = 0o100644 << 16


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kid_of(public: bytes) -> str:
    """The name of a key: the first eight bytes of the SHA-256 of its public half."""
    return sha256_of(public)[:16]


def pem_of(public: bytes) -> str:
    """A public half as openssl reads it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in order, and before them what `sha256sum -c` reads of them."""
    ordered = dict(sorted(files.items()))
    lines = (f"{sha256_of(content)}  {name}\n" for name, content in ordered.items())
    return {SUMS: "".join(lines).encode(), **ordered}


def manifest_of(
    files: Mapping[str, bytes],
    *,
    day: date,
    made_at: datetime,
    previous: Previous | None,
    kid: str,
    keys: Collection[PublicKey],
) -> bytes:
    """What is signed: the day, each file with its size and SHA-256, the manifest of the day
    before, and the keys that may sign from now on (JSON, one line for each)."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "day": day.isoformat(),
        "made_at": made_at.isoformat(),
        "key": kid,
        "keys": [told_of(key) for key in keys],
        "previous": previous
        and {"day": previous.day.isoformat(), "manifest_sha256": previous.manifest_sha256},
        "files": [
            {"name": name, "bytes": len(content), "sha256": sha256_of(content)}
            for name, content in files.items()
        ],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def told_of(key: PublicKey) -> dict[str, str]:
    return {
        "kid": key.kid,
        "public": key.public.hex(),
        "valid_from": key.valid_from.isoformat(),
        "valid_to": key.valid_to.isoformat(),
    }


def keys_told(told: Iterable[Mapping[str, str]]) -> dict[str, PublicKey]:
    """Keys as a manifest or the file of keys tells them, each by its name; ValueError or KeyError
    where one is malformed or has another's name."""
    found = {}
    for each in told:
        public = bytes.fromhex(each["public"])
        Ed25519PublicKey.from_public_bytes(public)
        kid = kid_of(public)
        if each["kid"] != kid:
            raise ValueError(each["kid"])
        span = (datetime.fromisoformat(each[name]) for name in ("valid_from", "valid_to"))
        found[kid] = PublicKey(kid, public, *span)
    return found


def zipped(files: Mapping[str, bytes], *, day: date) -> bytes:
    """The files as one ZIP; every time in it is the day's, so that it can be made again."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, _READABLE_BY_ALL
            archive.writestr(info, content, ZIP_DEFLATED, COMPRESSION)
    return written.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
