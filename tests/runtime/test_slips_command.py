"""`sotiem slips read --all`: a backlog of photos, read once."""

import pytest

from sotiem.corrections.models import Evidence
from sotiem.runtime import slips
from sotiem.slips.models import PhotoReading
from sotiem.slips.operations import read_photo
from sotiem.slips.reading import ocr
from tests.factories import corrections, doses, patients
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")


def read(sotiem: Command) -> str:
    return " ".join(sotiem("slips", "read", "--all", "--processes", "1").output.split())


@pytest.fixture(autouse=True)
def without_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters take a second each."""
    monkeypatch.setattr(ocr, "tesseract", lambda: None)


def test_what_is_not_read_yet_is_read_and_a_bad_file_stops_nobody(
    sotiem: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for colour in ("navy", "red"):
        corrections.about(doses.dose(patients.patient()), colour=colour)
    bad = Evidence.objects.order_by("pk")[0].original_id
    honest = read_photo

    def fails_on_the_first(*, file_id: int, at: object) -> None:
        if file_id == bad:
            raise MemoryError
        honest(file_id=file_id, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(slips, "read_photo", fails_on_the_first)
    assert "1 photos read, 1 could not be" in read(sotiem)
    monkeypatch.setattr(slips, "read_photo", honest)
    assert "1 photos read, 0 could not be" in read(sotiem)
    assert "0 photos read, 0 could not be" in read(sotiem)
    assert PhotoReading.objects.done().count() == 2
