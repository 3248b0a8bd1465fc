"""The scanning page, written into a folder: all of it or nothing."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.utils import timezone

from sotiem.certificates import published
from sotiem.portals.public import standalone


def write(*, folder: Path, server: str | None, with_lists: bool) -> None:
    """Write the verifier for the lists of a server, and say how large it is."""
    address = _address(server or settings.PUBLIC_ADDRESS)
    _require_ours(folder)
    now = timezone.now()
    try:
        published.list_key_pem(at=now)
        lists = standalone.lists_as_of(now) if with_lists else {}
    except published.NoSuchList:
        raise click.ClickException("No key signs lists yet: run `sotiem migrate` first.") from None
    files = standalone.files_of(server=address, at=now, lists=lists)
    replace(folder, files)
    size = sum(map(len, files.values()))
    click.echo(f"{folder}: {len(files)} files, {size / 1000:,.0f} kB; lists from {address}")


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder of these files in the place of what is there; broken off, it is as before."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        old = fresh.with_name(f"{fresh.name}.old")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _require_ours(folder: Path) -> None:
    """Nobody's files are deleted but those that this command wrote."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        told = json.loads((folder / standalone.MARK).read_bytes())
        if told["format"] == standalone.FORMAT:
            return
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise click.ClickException(f"{folder} holds something else; name another folder.")


def _address(url: str) -> str:
    """An address without a slash at its end, that a page may fetch from."""
    parts = urlsplit(url)
    plain = not (parts.query or parts.fragment or parts.username or set(url) & set(" ;,'\"<>"))
    if parts.scheme not in ("https", "http") or not parts.hostname or not plain:
        raise click.ClickException(f"{url} is no web address like https://so-tiem.example.vn")
    return url.rstrip("/")
