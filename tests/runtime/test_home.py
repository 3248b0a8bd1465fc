"""Where one copy keeps its things."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sotiem.config import home


def test_the_home_folder_is_the_one_that_was_chosen(own_home: Path) -> None:
    assert home.home() == own_home
    assert home.postgres_folder().is_relative_to(own_home)
    assert home.files_folder().is_relative_to(own_home)


def test_without_a_choice_it_lies_in_the_data_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOTIEM_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home.home() == tmp_path / "sotiem"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home.home() == tmp_path / ".local" / "share" / "sotiem"


def test_only_the_owner_reads_the_secret_and_the_keys(own_home: Path) -> None:
    home.secret()
    assert stat.S_IMODE((own_home / "secret").stat().st_mode) == 0o600
    for folder in (home.files_folder(), home.logs_folder(), home.outbox_folder()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_many_first_callers_get_one_secret(own_home: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        secrets = {made.result() for made in [threads.submit(home.secret) for _ in range(64)]}
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    assert [path.name for path in own_home.iterdir()] == ["secret"]
