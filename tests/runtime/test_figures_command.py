"""`sotiem figures`: archives are made, and whoever keeps them proves them without a network."""

from pathlib import Path

import pytest
from django.test import Client

from sotiem.archive.models import ArchivedDay
from tests.factories import archive
from tests.runtime.commands import Command

pytestmark = pytest.mark.django_db

PAGE = "/so-lieu/ngay/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three days as somebody downloaded them."""
    kept = tmp_path / "kept"
    kept.mkdir()
    for night, number in enumerate((12, 0, 6)):
        archive.published(number, night=night)
    archive.archived(2)
    for name in ("index.json", "khoa.json", *(f"{day}.zip" for day in ArchivedDay.objects.all())):
        (kept / name).write_bytes(Client().get(f"{PAGE}{name}").content)
    return kept


def test_what_holds_is_told_with_days_and_keys(sotiem: Command, folder: Path) -> None:
    told = sotiem("figures", "verify", folder)
    assert told.exit_code == 0, told.output
    assert "All holds, 3 days one after the other." in told.output
    alone = sotiem("figures", "verify", folder / "2021-12-02.zip")
    assert (alone.exit_code, "The days before 2021-12-02 are not here" in alone.output) == (0, True)


def test_one_byte_is_found_and_its_file_named(sotiem: Command, folder: Path) -> None:
    day = folder / "2021-12-02.zip"
    content = bytearray(day.read_bytes())
    content[content.index(b"tiem-chung.csv") + 24] ^= 1
    day.write_bytes(content)
    told = sotiem("figures", "verify", folder)
    assert told.exit_code == 1
    assert "✗ 2021-12-02.zip\n    tiem-chung.csv was changed" in told.output
    assert "1 of 3 do not hold." in told.output
    day.write_bytes(b"nothing")
    told = sotiem("figures", "verify", folder)
    assert "2021-12-02.zip is no archive of figures" in told.output
    assert "2021-12-02 is not here" not in told.output


def test_a_missing_day_is_named_and_one_that_was_listed_too(sotiem: Command, folder: Path) -> None:
    for name in ("2021-12-02", "2021-12-03"):
        (folder / f"{name}.zip").unlink()
    told = sotiem("figures", "verify", folder)
    assert told.exit_code == 1
    assert "2021-12-02 is not here" in told.output and "2021-12-03 is not here" in told.output


def test_one_public_key_is_enough_and_another_is_not(
    sotiem: Command, folder: Path, tmp_path: Path
) -> None:
    kid = ArchivedDay.objects.latest("day").key.kid
    ours = tmp_path / "ours.pem"
    ours.write_bytes(Client().get(f"{PAGE}khoa/{kid}.pem").content)
    assert sotiem("figures", "verify", folder, "--keys", ours).exit_code == 0
    assert sotiem("figures", "change-key", "--reason", "Thử đổi").exit_code == 0
    other = ArchivedDay.objects.latest("day").key.__class__.objects.latest("pk").kid
    theirs = tmp_path / "theirs.pem"
    theirs.write_bytes(Client().get(f"{PAGE}khoa/{other}.pem").content)
    told = sotiem("figures", "verify", folder, "--keys", theirs)
    assert told.exit_code == 1
    assert f"it is signed by {kid}, a key that nobody whom you believe vouches for" in told.output


def test_without_keys_or_archives_nothing_is_checked(
    sotiem: Command, folder: Path, tmp_path: Path
) -> None:
    assert sotiem("figures", "verify", tmp_path).exit_code == 2
    (folder / "khoa.json").write_text("{}")
    assert sotiem("figures", "verify", folder).exit_code == 2
    (folder / "khoa.json").unlink()
    told = sotiem("figures", "verify", folder)
    assert told.exit_code == 2 and "--keys" in told.output


def test_a_day_is_archived_by_hand(sotiem: Command) -> None:
    archive.published(12)
    assert "1 days archived." in sotiem("figures", "archive").output
    assert "0 days archived." in sotiem("figures", "archive").output
    assert sotiem("figures", "change-key", "--reason", " ").exit_code == 1
