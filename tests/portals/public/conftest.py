import pytest

from sotiem.certificates.operations import take_first_signatures
from sotiem.doses.events import DosesRecorded
from sotiem.foundation import events


@pytest.fixture(autouse=True)
def nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing follows the record here but the facility's signature, unless a test asks for it."""
    monkeypatch.setattr(events, "_in_transaction", {DosesRecorded: (take_first_signatures,)})
    monkeypatch.setattr(events, "_after_commit", {})
