"""Real PostgreSQL, given clock, the country's reference data; nothing from the network."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from sotiem.corrections.channels import Channel
from sotiem.places.operations import load_places
from sotiem.vaccines.operations import load_vaccines

# The same examples in every run, on any machine: what fails fails for everybody.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile("steady")

STORIES: Final = Path(__file__).parent / "stories"
WALK: Final = STORIES / "test_pages.py"
# Loaded once per test database; never emptied between tests.
REFERENCE = ("places_", "vaccines_", "django_", "auth_permission")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories first, the walk through every page before all: what takes longest ends no run."""
    items.sort(key=lambda item: (STORIES not in item.path.parents, item.path != WALK))


@pytest.fixture
def at() -> datetime:
    """The moment at which a test happens: a working Tuesday, 09:30 in Việt Nam."""
    return datetime(2021, 10, 12, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The test database with provinces, communes and vaccines in it."""
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        load_places(at=moment)
        load_vaccines(at=moment)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database where transactions really commit, for tests with several connections.

    Afterwards all but the reference data is gone.
    """
    with django_db_blocker.unblock():
        portal = Channel.objects.get(code="quoc-gia")
        portal.pk = None  # the tables begin anew
        yield
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            written = [name for name in tables if not name.startswith(REFERENCE)]
            cursor.execute(f"TRUNCATE {', '.join(written)} RESTART IDENTITY")
        portal.save(force_insert=True)
        connection.close()


@pytest.fixture(autouse=True)
def files_folder(settings: object, tmp_path: Path) -> Path:
    """Each test keeps its files and messages in a folder of its own."""
    settings.FILES_FOLDER = tmp_path / "files"  # type: ignore[attr-defined]
    settings.OUTBOX_FOLDER = tmp_path / "outbox"  # type: ignore[attr-defined]
    return tmp_path
