import io
import struct
import warnings
import zlib
from datetime import datetime

import pytest
from PIL import Image

from sotiem.corrections import operations, pictures
from sotiem.corrections.operations import keep_photos, keep_undrawn
from sotiem.foundation import files
from sotiem.foundation.models import StoredFile
from sotiem.foundation.refusals import Refusal
from tests.factories.corrections import photo

pytestmark = pytest.mark.django_db
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Máy ảnh mẫu"
    exif.get_ifd(GPS)[1] = "N"
    kept = io.BytesIO()
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 200, 200))
    picture.save(kept, "JPEG", exif=exif, comment=b"secret comment", quality=95)
    return kept.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_kept_picture_stands_upright_and_carries_nothing_hidden(at: datetime) -> None:
    sent = with_exif()
    (kept,) = keep_photos(files=[("IMG_0001.jpg", sent)], at=at)
    content = files.read(kept.picture)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (200, 400) == (kept.width, kept.height)
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        top = picture.getpixel((100, 50))
        assert isinstance(top, tuple)
        assert top[0] > 200
        assert top[1] < 60
    assert b"secret comment" not in content
    assert files.read(kept.original) == sent
    assert kept.original.media_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_made_smaller(kind: str, at: datetime) -> None:
    (kept,) = keep_photos(files=[("anh", photo((4000, 1000), kind=kind))], at=at)
    assert (kept.width, kept.height) == (2048, 512)
    assert kept.picture.media_type == "image/jpeg"


def test_what_is_transparent_becomes_white(at: datetime) -> None:
    sent = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(sent, "PNG")
    (kept,) = keep_photos(files=[("anh.png", sent.getvalue())], at=at)
    with Image.open(io.BytesIO(files.read(kept.picture))) as picture:
        assert picture.getpixel((25, 25)) == (255, 255, 255)


BAD: dict[str, tuple[bytes, type[Refusal]]] = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', operations.PhotoKindUnknown),
    "html": (b"<!doctype html><script>alert(1)</script>", operations.PhotoKindUnknown),
    "gif": (photo(kind="GIF"), operations.PhotoKindUnknown),
    "empty": (b"", operations.PhotoIsEmpty),
    "truncated": (photo((900, 900))[:-200], operations.PhotoIsBroken),
    "truncated png": (photo((900, 900), kind="PNG")[:-200], operations.PhotoIsBroken),
    "51 megapixels": (png_claiming(8_500, 6_000), operations.PhotoIsTooManyPixels),
    "bomb": (png_claiming(50_000, 50_000), operations.PhotoIsTooManyPixels),
    "too big": (photo() + b"\0" * (10 * 1024 * 1024), operations.PhotoIsTooBig),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused_and_nothing_is_kept(name: str, at: datetime) -> None:
    content, refusal = BAD[name]
    with pytest.raises(refusal) as refused:
        keep_photos(files=[("tot.jpg", photo()), ("phieu.jpg", content)], at=at)
    assert refused.value.details["number"] == 2
    assert not StoredFile.objects.exists()


def test_pictures_above_our_limit_are_refused_even_where_warnings_are_silent(at: datetime) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(operations.PhotoIsTooManyPixels):
            keep_photos(files=[("phieu.png", png_claiming(8_500, 6_000))], at=at)


def test_a_fourth_picture_is_refused(at: datetime) -> None:
    with pytest.raises(operations.TooManyPhotos):
        keep_photos(files=[("a.jpg", photo())] * 4, at=at)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_nobody_waits_for_is_kept_undrawn_in_the_size_it_will_have(
    kind: str, at: datetime
) -> None:
    sent = photo((4000, 1000), kind=kind)
    (kept,) = keep_undrawn(files=[("anh", sent)], at=at)
    assert (kept.picture, files.read(kept.original)) == (None, sent)
    drawn = pictures.drawn(sent)
    assert (kept.width, kept.height) == (drawn.width, drawn.height) == (2048, 512)


def test_a_photo_that_lies_is_announced_as_it_will_stand(at: datetime) -> None:
    (kept,) = keep_undrawn(files=[("anh.jpg", with_exif())], at=at)
    assert (kept.width, kept.height) == (200, 400)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_photo_is_refused_undrawn_too(name: str, at: datetime) -> None:
    content, refusal = BAD[name]
    with pytest.raises(refusal):
        keep_undrawn(files=[("anh.jpg", content)], at=at)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_ends_too_early_is_refused_before_it_is_kept(kind: str, at: datetime) -> None:
    whole = photo((900, 700), kind=kind)
    with pytest.raises(operations.PhotoIsBroken):
        keep_undrawn(files=[("anh", whole[: len(whole) * 9 // 10])], at=at)


def test_the_end_of_a_preview_is_not_the_end_of_a_photo(at: datetime) -> None:
    preview = photo((100, 80))
    block = b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview
    whole = photo((900, 700))
    with_preview = whole[:2] + block + whole[2:]
    assert keep_undrawn(files=[("anh", with_preview + b"a film behind it")], at=at)
    with pytest.raises(operations.PhotoIsBroken):
        keep_undrawn(files=[("anh", with_preview[:-100])], at=at)
