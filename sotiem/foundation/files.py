"""Files kept as they came, addressed by their SHA-256, on disk before anyone is told so."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError

from sotiem.foundation.models import StoredFile

_NEW_ROW: Final = """
INSERT INTO foundation_storedfile (sha256, size, media_type, stored_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (sha256) DO NOTHING RETURNING id
"""
# Folders of which this process has seen that a power cut leaves them: none is ever removed.
_known_to_stay: set[Path] = set()


def store(content: bytes, *, media_type: str, at: datetime) -> StoredFile:
    """Keep a file: written, synced, renamed, folder synced; then its row. Twice is once."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if not target.exists():
        _write_durably(target, content)
    stored, is_new = _row(sha256, len(content), media_type, at)
    if is_new and not target.exists():  # forgotten a moment ago
        _write_durably(target, content)
    return stored


@transaction.atomic
def forget(stored: StoredFile) -> bool:
    """Let go of a file that nothing on record names; says whether it is gone."""
    try:
        StoredFile.objects.select_for_update().get(pk=stored.pk).delete()
    except (StoredFile.DoesNotExist, ProtectedError):
        return False
    # Before the commit: whoever stores the same file again waits for it, and sees that it is gone.
    path_of(stored.sha256).unlink(missing_ok=True)
    return True


def read(stored: StoredFile) -> bytes:
    return path_of(stored.sha256).read_bytes()


def is_intact(stored: StoredFile) -> bool:
    """Whether the file is still there and still what its name says."""
    try:
        return hashlib.sha256(read(stored)).hexdigest() == stored.sha256
    except OSError:
        return False


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_FOLDER) / sha256[:2] / sha256[2:4] / sha256


def _row(sha256: str, size: int, media_type: str, at: datetime) -> tuple[StoredFile, bool]:
    """The row of a file, and whether it is new; one statement for a new one."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW_ROW, [sha256, size, media_type, at])
        new = cursor.fetchone()
    if new is None:
        known = StoredFile.objects.filter(sha256=sha256).first()
        # Gone again, it was forgotten a moment ago.
        return (known, False) if known is not None else _row(sha256, size, media_type, at)
    facts = {"sha256": sha256, "size": size, "media_type": media_type, "stored_at": at}
    stored = StoredFile(pk=new[0], **facts)
    stored._state.adding, stored._state.db = False, connection.alias
    return stored, True


def _write_durably(target: Path, content: bytes) -> None:
    leaf = target.parent
    leaf.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=leaf, prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(leaf)
    if leaf not in _known_to_stay:
        for folder in leaf.parents[:2]:
            _sync_folder(folder)
        _known_to_stay.add(leaf)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
