"""A photo such as a telephone sends: so many bytes, two megapixels, full of grain."""

import io
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = (1_600, 1_200)
SMALLEST_QUALITY: Final = 20


def draw_photo(target: Path, *, kilobytes: int = 300, seed: int = 1) -> int:
    """Draw it, packed to at most so many kilobytes; tells its bytes."""
    grain = Random(seed).randbytes(3 * SIZE[0] * SIZE[1])
    photo = Image.frombytes("RGB", SIZE, grain).filter(ImageFilter.GaussianBlur(2.2))
    paper = ImageDraw.Draw(photo)
    paper.rectangle((200, 150, 1_400, 1_050), outline="black", width=4)
    for line in range(12):
        paper.text((260, 200 + 65 * line), "PHIEU XAC NHAN DA TIEM VAC XIN", fill="black")
    for quality in range(95, SMALLEST_QUALITY, -1):
        packed = io.BytesIO()
        photo.save(packed, "JPEG", quality=quality)
        if packed.tell() <= 1_000 * kilobytes:
            return target.write_bytes(packed.getvalue())
    raise ValueError("a photo of this size cannot be packed so small")
