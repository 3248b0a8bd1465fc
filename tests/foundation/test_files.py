import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sotiem.corrections.models import PhotoDraft
from sotiem.foundation import files
from sotiem.foundation.models import StoredFile

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_under_the_name_of_its_content(at: datetime) -> None:
    stored = files.store(b"phi\xe1\xba\xbfu", media_type="image/jpeg", at=at)
    assert stored.sha256 == hashlib.sha256(b"phi\xe1\xba\xbfu").hexdigest()
    assert files.read(stored) == b"phi\xe1\xba\xbfu"
    assert files.is_intact(stored)


def test_the_same_content_twice_is_one_file(at: datetime) -> None:
    first = files.store(b"a", media_type="image/jpeg", at=at)
    assert files.store(b"a", media_type="image/jpeg", at=at) == first
    assert StoredFile.objects.count() == 1


def test_file_and_folders_are_synced_before_anyone_is_told(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def watch(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watch)
    monkeypatch.setattr(files, "_known_to_stay", set())
    stored = files.store(b"slip", media_type="image/jpeg", at=at)
    target = files.path_of(stored.sha256)
    assert Path(synced[0]).parent == target.parent  # the file, under its coming name
    assert synced[1:] == [str(folder) for folder in list(target.parents)[:3]]
    synced.clear()
    target.unlink()
    files.store(b"slip", media_type="image/jpeg", at=at)
    assert synced[1:] == [str(target.parent)]  # its own folder stays, as was seen before


def test_a_full_disk_leaves_nothing_behind(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.store(b"slip", media_type="image/jpeg", at=at)
    target = files.path_of(hashlib.sha256(b"slip").hexdigest())
    assert list(target.parent.iterdir()) == []
    assert not StoredFile.objects.exists()


def test_a_changed_file_is_not_intact(at: datetime) -> None:
    stored = files.store(b"slip", media_type="image/jpeg", at=at)
    files.path_of(stored.sha256).write_bytes(b"slop")
    assert not files.is_intact(stored)


def test_a_file_is_never_altered_and_goes_when_nothing_names_it(at: datetime) -> None:
    stored = files.store(b"slip", media_type="image/jpeg", at=at)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        StoredFile.objects.update(size=1)
    assert files.forget(stored)
    assert not files.path_of(stored.sha256).exists()
    assert not files.forget(stored)


def test_a_file_that_is_named_stays(at: datetime) -> None:
    stored = files.store(b"slip", media_type="image/jpeg", at=at)
    PhotoDraft.objects.create(original=stored, kept_at=at)
    assert not files.forget(stored)
    assert files.is_intact(stored)


def test_a_file_forgotten_while_it_is_stored_again_is_written_again(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = files.store(b"slip", media_type="image/jpeg", at=at)
    get_or_create = StoredFile.objects.get_or_create

    def after_it_was_forgotten(**facts: Any) -> tuple[StoredFile, bool]:
        files.forget(stored)
        return get_or_create(**facts)

    monkeypatch.setattr(StoredFile.objects, "get_or_create", after_it_was_forgotten)
    assert files.is_intact(files.store(b"slip", media_type="image/jpeg", at=at))
