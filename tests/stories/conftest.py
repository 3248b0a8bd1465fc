import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.stories.browsing import LONGEST_IN_MS, started_browser
from tests.stories.system import System, copied_system, sample_country

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sample country, filled once for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return sample_country(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="package")
def system(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Database, web server and worker with a small sample country.

    The stories of one process share it. A file whose story changes what others count on, or counts
    on what others change, has a `system` of its own (`copied_system`).
    """
    with copied_system(tmp_path_factory.mktemp("system"), country) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; ended with its file, because Django's database may not be used beside it."""
    with started_browser() as started:
        yield started


def context_of(
    browser: Browser, system: System, width: int = 1280, **options: Any
) -> BrowserContext:
    """A browser of one person, in Vietnam."""
    context = browser.new_context(
        base_url=system.address,
        viewport={"width": width, "height": 900},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        **options,
    )
    context.set_default_timeout(LONGEST_IN_MS)
    return context


@pytest.fixture
def open_window(browser: Browser, system: System) -> Iterator[Open]:
    """Opens windows that share nothing with each other: one per person."""
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1280, **options: Any) -> Page:
        contexts.append(context_of(browser, system, width, **options))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
