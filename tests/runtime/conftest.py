"""A home folder of its own for each test that starts something; commands on its database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sotiem.runtime.postgres import FAST, PostgreSQL
from tests.runtime.commands import Command, run


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOTIEM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cluster for the tests of a process: making one takes a second."""
    folder = tmp_path_factory.mktemp("shared") / "postgres"
    yield folder
    PostgreSQL(folder).remove()


@pytest.fixture
def server(shared_folder: Path) -> Iterator[PostgreSQL]:
    """A server that is not running, with an empty database."""
    made = PostgreSQL(shared_folder, settings=FAST)
    yield made
    made.start()
    with psycopg.connect(made.url(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    made.stop()


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[PostgreSQL]:
    """A server in a folder where nothing is yet."""
    made = PostgreSQL(tmp_path / "new", settings=FAST)
    yield made
    made.remove()


@pytest.fixture
def sotiem(monkeypatch: pytest.MonkeyPatch) -> Command:
    """`sotiem("check")`: what it prints, and the code it ends with."""
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    return run
