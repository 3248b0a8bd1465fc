"""The same photo, sent again by someone else: recognised after it was packed anew, or cropped."""

from typing import Final

import numpy as np
from PIL import Image
from scipy.fft import dctn

from sotiem.slips.pictures import open_picture

# Two photos whose hashes differ in more bits are not one. With fewer they may be: two slips of one
# printer in one frame differ as little.
SAME_PHOTO: Final = 8
_SIDE: Final = 32
_KEPT: Final = 8


def likeness(picture: bytes) -> int:
    """A picture's perceptual hash (64 bits, unsigned): the coarse waves of its brightness."""
    small = open_picture(picture, 256).picture.convert("L")
    pixels = np.asarray(small.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS), np.float64)
    waves = dctn(pixels, norm="ortho")[:_KEPT, :_KEPT].ravel()
    bits = waves > np.median(waves[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two hashes differ."""
    return (one ^ other).bit_count()
