"""Pictures that carry more than they show."""

import io
import struct
import zlib
from typing import Final

import pytest
from PIL import Image

from benchmarks.slips.drawing import photo
from sotiem.slips.facts import PictureProblem, PictureUnreadable
from sotiem.slips.looks import look_at_photo

PACKED: Final = zlib.compress(b"A" * 100_000_000, 9)
TIFF: Final = b"Exif\0\0II*\0\x08\0\0\0"


def png_with(kind: bytes, content: bytes) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(kept, "PNG")
    head, rest = kept.getvalue()[:33], kept.getvalue()[33:]
    check = struct.pack(">I", zlib.crc32(kind + content))
    return head + struct.pack(">I", len(content)) + kind + content + check + rest


def jpeg_with(exif: bytes) -> bytes:
    whole = photo()
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + whole[2:]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (b"zTXt", b"Comment\0\0" + PACKED),
        (b"iCCP", b"profile\0\0" + PACKED),
        (b"iTXt", b"Comment\0\x01\0\0\0" + PACKED),
    ],
)
def test_text_that_unpacks_to_a_hundred_megabytes_is_not_unpacked(
    kind: bytes, content: bytes
) -> None:
    with pytest.raises(PictureUnreadable) as refused:
        look_at_photo(png_with(kind, content))
    assert refused.value.problem is PictureProblem.BROKEN


@pytest.mark.filterwarnings("ignore:Corrupt EXIF", "ignore:Tag data larger")
@pytest.mark.parametrize(
    "exif",
    [
        TIFF + struct.pack("<H", 60_000) + b"\0" * 40_000,  # more entries than bytes
        TIFF + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8),  # a table that points at itself
        TIFF + struct.pack("<HHHIII", 1, 0x0131, 2, 0xFFFF_FFF0, 26, 0),  # four gigabytes of name
    ],
)
def test_what_a_file_says_of_itself_keeps_nobody_from_looking(exif: bytes) -> None:
    assert not look_at_photo(jpeg_with(exif)).no_text


def test_a_photo_that_is_also_a_page_is_a_photo() -> None:
    page = b"<html><script>alert(1)</script></html>PK\x03\x04" * 100
    assert not look_at_photo(photo() + page).no_text
