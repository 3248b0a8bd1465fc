from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings

from sotiem.portals.components import refusals
from sotiem.portals.office import refusals as accounts_refusals
from sotiem.portals.review import refusals as reports_refusals


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    """Pages read this moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture(autouse=True)
def second_factor(settings: Settings) -> None:
    """Secrets are kept unreadable, recovery codes are shown once."""
    settings.MFA_ADAPTER = "sotiem.portals.office.adapter.SecondFactorAdapter"
    settings.MFA_RECOVERY_CODES_SHOW_ONCE = True


@pytest.fixture(autouse=True)
def sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused here has its sentence."""
    for key, sentence in (accounts_refusals.SENTENCES | reports_refusals.SENTENCES).items():
        monkeypatch.setitem(refusals.SENTENCES, key, sentence)


@pytest.fixture(autouse=True)
def nobody_tried_before(db: None) -> Iterator[None]:
    """Each test begins with no attempts counted."""
    cache.clear()
    yield
    cache.clear()
