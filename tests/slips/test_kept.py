"""What is kept of photos that a machine read, and which of them show the same."""

import io
from datetime import datetime

import pytest
from PIL import Image

from benchmarks.slips.drawing import Damage, DrawnSlip, as_lines, photo
from sotiem.foundation import events, files
from sotiem.foundation.models import StoredFile
from sotiem.slips import queries
from sotiem.slips.facts import (
    Box,
    CodeKind,
    FieldName,
    PictureProblem,
    ReadCode,
    ReadDose,
    ReadField,
    Sameness,
    SlipReading,
    TextSource,
)
from sotiem.slips.kept import kept_look, kept_reading, look_from, reading_from
from sotiem.slips.likeness import SAME_PHOTO, parts_near, parts_of
from sotiem.slips.looks import look_at_photo
from sotiem.slips.models import PhotoReading
from sotiem.slips.operations import read, read_in_haste, read_photo
from sotiem.slips.reading import ocr
from tests.factories.corrections import photo as one_colour

pytestmark = pytest.mark.django_db
BOX = Box(0.1, 0.2, 0.3, 0.4)
HTML = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def without_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here depends on letters; they take a second each."""
    monkeypatch.setattr(ocr, "tesseract", lambda: None)


def stored(content: bytes, at: datetime) -> StoredFile:
    return files.store(content, media_type="image/jpeg", at=at)


def packed_anew(content: bytes) -> bytes:
    kept = io.BytesIO()
    with Image.open(io.BytesIO(content)) as opened:
        opened.save(kept, "JPEG", quality=60)
    return kept.getvalue()


def test_a_reading_is_kept_whole_but_for_its_running_text() -> None:
    reading = SlipReading(
        codes=[ReadCode(CodeKind.OTHER, HTML, BOX)],
        fields={FieldName.FULL_NAME: ReadField("An", "A n", 0.75, BOX)},
        doses=[ReadDose({FieldName.LOT: ReadField("FK0112", "FK 0112", 0.5, None)})],
        text="everything",
        confidence=0.9,
        source=TextSource.READ,
        edited_with="GIMP",
    )
    back = reading_from(kept_reading(reading))
    assert back.text == ""
    assert (back.codes, back.fields, back.doses) == (reading.codes, reading.fields, reading.doses)
    assert (back.confidence, back.source, back.edited_with) == (0.9, TextSource.READ, "GIMP")


def test_a_look_is_kept_whole() -> None:
    look = look_at_photo(photo())
    assert look_from(kept_look(look)) == look


def test_text_that_the_database_cannot_hold_is_left_out(at: datetime) -> None:
    bad = "\0\ud800" + "x" * 10_000
    fields = {FieldName.PLACE: ReadField(bad, bad, 0.5, None)}
    kept = kept_reading(SlipReading([ReadCode(CodeKind.OTHER, bad, BOX)], fields))
    row = PhotoReading.objects.create(file=stored(b"any", at), reading=kept, read_at=at)
    row.refresh_from_db()
    facts = row.facts
    assert facts is not None
    assert facts.reading.codes[0].text == "x" * 5_000
    assert facts.reading.fields[FieldName.PLACE].text == "x" * 200


def test_a_photo_is_read_once_and_told(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(events, "publish", told.append)
    file = stored(
        photo(DrawnSlip(code="SOTIEM:79001-0042:0b8e0c4e-6f65-4f0e-9f5e-0123456789ab")), at
    )
    read_photo(file_id=file.pk, at=at)
    read_photo(file_id=file.pk, at=at)
    row = PhotoReading.objects.get()
    assert (row.tries, row.slip_numbers, len(told)) == (1, ["79001-0042"], 1)
    kept = queries.readings_of([file.pk])[file.pk]
    assert kept.reading.codes[0].kind is CodeKind.SLIP
    assert kept.look is not None
    assert not kept.look.blurred


def test_a_file_that_is_no_picture_is_marked_and_never_read_again(at: datetime) -> None:
    file = stored(b"%PDF-1.7", at)
    read_photo(file_id=file.pk, at=at)
    kept = queries.readings_of([file.pk])[file.pk]
    assert (kept.problem, kept.look) == (PictureProblem.UNKNOWN_KIND, None)
    assert PhotoReading.objects.done().exists()


def test_a_file_that_is_gone_is_marked(at: datetime) -> None:
    file = stored(photo(), at)
    files.path_of(file.sha256).unlink()
    read_photo(file_id=file.pk, at=at)
    assert queries.readings_of([file.pk])[file.pk].problem is PictureProblem.LOST


def test_a_file_that_ends_its_reader_is_left_alone_after_some_tries(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(content: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(read, "look_at_photo", dies)
    file = stored(photo(), at)
    for _ in range(read.MOST_TRIES):
        with pytest.raises(MemoryError):
            read_photo(file_id=file.pk, at=at)
        assert queries.readings_of([file.pk]) == {}
    read_photo(file_id=file.pk, at=at)
    assert queries.readings_of([file.pk])[file.pk].problem is PictureProblem.FAILED
    assert PhotoReading.objects.done().exists()


def test_haste_fails_without_keeping_anybody(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(content: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(read, "look_at_photo", dies)
    assert read_in_haste(file=stored(photo(), at), seconds=1.0, at=at) is None
    assert not PhotoReading.objects.exists()


def test_what_was_read_in_haste_is_not_read_again_by_the_worker(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stored(photo(), at)
    hasty = read_in_haste(file=file, seconds=4.0, at=at)
    assert hasty is not None
    monkeypatch.setattr(read, "look_at_photo", None)
    read_photo(file_id=file.pk, at=at)
    row = PhotoReading.objects.get()
    assert row.is_done
    assert row.facts == hasty


def test_text_that_took_too_long_is_read_again_by_the_worker(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: "/bin/true")
    file = stored(photo(), at)
    hasty = read_in_haste(file=file, seconds=0.0, at=at)
    assert hasty is not None
    assert hasty.reading.source is TextSource.GAVE_UP
    assert hasty.look is not None
    monkeypatch.setattr(ocr, "tesseract", lambda: None)
    read_photo(file_id=file.pk, at=at)
    assert queries.readings_of([file.pk])[file.pk].reading.source is TextSource.NOT_INSTALLED


def test_a_photo_packed_anew_is_a_copy_of_the_first(at: datetime) -> None:
    first, other = stored(photo(), at), stored(photo(drawn=as_lines), at)
    again = [stored(packed_anew(photo(damage=Damage(quality=each))), at) for each in (70, 90)]
    for file in (first, other, *again):
        read_photo(file_id=file.pk, at=at)
    copies = dict(PhotoReading.objects.values_list("file_id", "copy_of_id"))
    assert copies == {first.pk: None, other.pk: None, again[0].pk: first.pk, again[1].pk: first.pk}
    files_alike = queries.same_as([first.pk, again[0].pk, other.pk])
    assert files_alike == {
        first.pk: dict.fromkeys([again[0].pk, again[1].pk], Sameness.PICTURE),
        again[0].pk: dict.fromkeys([first.pk, again[1].pk], Sameness.PICTURE),
    }


def test_empty_pictures_are_like_nothing(at: datetime) -> None:
    """Their hashes are alike, and the lowest number there is."""
    for colour in ("navy", "red", "white"):
        read_photo(file_id=stored(one_colour(colour=colour), at).pk, at=at)
    hashes = PhotoReading.objects.values_list("likeness", flat=True)
    assert set(hashes) == {-(2**63)}
    assert not PhotoReading.objects.filter(copy_of__isnull=False).exists()


def test_one_slip_number_on_two_photos_is_found(at: datetime) -> None:
    numbers = (["79001-0042"], ["79001-0042", "79001-0043"], ["79001-0044"])
    rows = [
        PhotoReading.objects.create(file=stored(bytes([place]), at), slip_numbers=each)
        for place, each in enumerate(numbers)
    ]
    same = queries.same_as([row.pk for row in rows])
    assert same == {
        rows[0].pk: {rows[1].pk: Sameness.SLIP_NUMBER},
        rows[1].pk: {rows[0].pk: Sameness.SLIP_NUMBER},
    }


def test_hashes_that_differ_in_few_bits_share_a_part() -> None:
    one = 0xF0E1D2C3B4A59687
    spread = [0, 1, 13, 14, 26, 39, 40, 63]
    assert len(spread) == SAME_PHOTO
    other = one
    for bit in spread:
        other ^= 1 << bit
    assert set(parts_near(one)) & set(parts_of(other))
    assert not set(parts_of(one)) & set(parts_of(other))
