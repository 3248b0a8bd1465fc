"""Every published day becomes one signed archive, which can be made again bit for bit."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.urls import resolve

from sotiem.archive import rules, served
from sotiem.archive.models import ArchivedDay, ArchiveKey
from sotiem.archive.operations import KeyCannotBeOpened, KeyNeedsAReason, change_key
from sotiem.archive.operations.archive import archive_of
from sotiem.archive.operations.keys import LIFETIME, NAMED_BEFORE
from sotiem.archive.queries import disagreements_on_record, public_keys
from sotiem.archive.verifying import check_all
from sotiem.certificates.models import SigningKey
from sotiem.foundation import files
from sotiem.foundation.actors import machine
from sotiem.indicators.models import PublicDoses
from tests.factories import archive

pytestmark = pytest.mark.django_db

NOW: Final = datetime(2021, 12, 20, tzinfo=UTC)


def three_days() -> list[ArchivedDay]:
    for night, number in enumerate((12, 0, 6)):
        archive.published(number, night=night)
        archive.archived(night)
    return list(ArchivedDay.objects.order_by("day"))


def test_a_day_holds_every_file_that_is_published_for_it_with_dictionary_and_sums() -> None:
    archive.published(12)
    (day,) = archive.archived()
    held = rules.unzipped(archive.content_of(day))
    assert {"tiem-chung.json", "tiem-chung.csv", "tiem-chung.parquet", "phan-anh.json"} <= set(held)
    assert {"tinh/01/tiem-chung.csv", "figures.md", "SHA256SUMS", "manifest.json"} <= set(held)
    for name in ("tiem-chung.parquet", "tinh/01/tiem-chung.csv", "phan-anh.csv"):
        assert held[name] == Client().get(f"/so-lieu/{name}").content
    told = json.loads(held["manifest.json"])
    assert set(held) - {each["name"] for each in told["files"]} == {"manifest.json", "manifest.sig"}
    assert "| `totals` |" in held["figures.md"].decode()


def test_every_file_of_figures_is_in_the_archive_and_knows_its_day() -> None:
    """Who adds a file below /so-lieu/ finds it archived: it must answer for the day asked for."""
    archive.published(12)
    (day,) = archive.archived()
    files_held = rules.unzipped(archive.content_of(day))
    held, dictionary = set(files_held), files_held[rules.DICTIONARY].decode()
    for route in served.routes():
        sample = route.replace("<str:code>", "01")
        assert sample.removeprefix(served.PREFIX) in held, route
        assert Path(sample).stem in dictionary, route
        assert served.asked(sample, day.day - timedelta(days=300)) is None, route
        assert resolve(f"/{sample}").func.access.kind == "public", route  # type: ignore[attr-defined]


def test_asked_again_it_adds_nothing_and_made_again_it_is_the_same() -> None:
    archive.published(12)
    (day,) = archive.archived()
    assert archive.archived(after=timedelta(hours=3)) == []
    again, manifest = archive_of(day.day, key=day.key, before=None, made_at=day.made_at)
    assert again == archive.content_of(day)
    assert rules.sha256_of(manifest) == day.manifest_sha256


def test_a_day_is_archived_when_it_has_settled_and_days_follow_one_another() -> None:
    archive.published(12)
    assert archive.archived(after=timedelta(minutes=5)) == []
    archive.published(0, night=1)
    first, second = archive.archived(night=1)
    assert second.previous == first
    told = json.loads(rules.unzipped(archive.content_of(second))["manifest.json"])
    assert told["previous"] == {
        "day": first.day.isoformat(),
        "manifest_sha256": first.manifest_sha256,
    }


def test_the_database_refuses_to_change_a_day() -> None:
    archive.published(12)
    (day,) = archive.archived()
    with pytest.raises(DatabaseError), transaction.atomic():
        ArchivedDay.objects.filter(pk=day.pk).update(manifest_sha256="0" * 64)


def test_its_key_is_no_key_of_certificates_and_opens_under_our_secret_only() -> None:
    archive.published(12)
    (day,) = archive.archived()
    assert not SigningKey.objects.filter(kid=day.key.kid).exists()
    archive.published(0, night=1)
    with override_settings(SECRET_KEY="another"), pytest.raises(KeyCannotBeOpened):
        archive.archived(night=1)


def test_the_next_key_is_named_before_its_turn_and_old_days_stay_proven() -> None:
    archive.published(12)
    (first,) = archive.archived()
    days = (LIFETIME - NAMED_BEFORE).days + 1
    archive.published(0, night=days)
    (named,) = archive.archived(night=days)
    assert named.key == first.key
    archive.published(0, night=LIFETIME.days + 1)
    (last,) = archive.archived(night=LIFETIME.days + 1)
    assert last.key != first.key
    only_first = {key.kid: key for key in public_keys(first.made_at)}
    assert list(only_first) == [first.key.kid]
    held = [(f"{day}.zip", archive.content_of(day)) for day in (first, named, last)]
    assert [each.findings for each in check_all(held, keys=only_first, listed=())] == [(), (), ()]


def test_a_key_is_changed_with_a_reason_and_what_it_signed_holds() -> None:
    archive.published(12)
    (first,) = archive.archived()
    at = first.made_at + timedelta(hours=1)
    with pytest.raises(KeyNeedsAReason):
        change_key(reason=" ", by=machine("test"), at=at)
    other = change_key(reason="Nghi lộ khóa", by=machine("test"), at=at)
    archive.published(0, night=1)
    (second,) = archive.archived(night=1)
    assert (first.key, second.key) == (ArchiveKey.objects.get(ended_at=at), other)
    assert list(disagreements_on_record(at=NOW)) == []


def test_the_record_proves_all_days() -> None:
    days = three_days()
    assert list(disagreements_on_record(at=NOW)) == []
    published = PublicDoses.objects.get(path="vn", day=days[1].day)
    published.figures["totals"]["doses"] = 95
    published.save()
    files.path_of(days[2].file.sha256).write_bytes(b"else")
    found = list(disagreements_on_record(at=NOW))
    assert f"archive {days[1].day}.zip: tiem-chung.json is published otherwise now" in found
    assert f"archive {days[2].day}.zip: day_missing, {days[2].day}" in found


def test_a_leftover_of_another_trail_is_found() -> None:
    (first, *_) = three_days()
    with transaction.atomic():
        ArchiveKey.objects.filter(pk=first.key_id).update(kid="0" * 16)
    found = list(disagreements_on_record(at=NOW))
    assert any("changed behind the system's back" in each for each in found)
    assert any("other_key" in each for each in found)
