import pytest

from sotiem.foundation import events


@pytest.fixture(autouse=True)
def nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing follows the record here, unless a test asks for it."""
    monkeypatch.setattr(events, "_in_transaction", {})
    monkeypatch.setattr(events, "_after_commit", {})
