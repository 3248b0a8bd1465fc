"""The same photo, sent again by someone else: found after it was packed anew, or cropped."""

from typing import Final

import numpy as np
from PIL import Image
from scipy import fft, ndimage

from sotiem.slips.geometry import Grey
from sotiem.slips.pictures import open_picture

# Two photos whose hashes differ in more bits are not one. With fewer they may be: two slips of one
# printer in one frame differ as little.
SAME_PHOTO: Final = 8
# Of hashes that differ in as many bits, one of five parts differs in one bit at most.
_PARTS: Final = 5
_PART_BITS: Final = 13
_SIDE: Final = 32
_KEPT: Final = 8

_DETAIL: Final = 512
_BLOCKS: Final = 16
_CROPS: Final = [step / 200 for step in range(-8, 9)]  # half a percent of each side at a time
# Letters of another name leave next to nothing in common where they stand.
_WORST_PART: Final = 20
_SAME_DETAIL: Final = 0.65
_FEWEST_BUSY: Final = 8


def likeness(picture: bytes) -> int:
    """A picture's perceptual hash (64 bits, unsigned): the coarse waves of its brightness."""
    small = open_picture(picture, 256).picture.convert("L")
    pixels = np.asarray(small.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS), np.float64)
    waves = fft.dctn(pixels, norm="ortho")[:_KEPT, :_KEPT].ravel()
    bits = waves > np.median(waves[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two hashes differ."""
    return (one ^ other).bit_count()


def parts_of(hash_: int) -> list[int]:
    """The parts of a hash, each with its place, by which like hashes are found."""
    mask = (1 << _PART_BITS) - 1
    return [place << _PART_BITS | hash_ >> place * _PART_BITS & mask for place in range(_PARTS)]


def parts_near(hash_: int) -> list[int]:
    """What a part of every hash may be that differs in `SAME_PHOTO` bits at most."""
    bits = [0, *(1 << bit for bit in range(_PART_BITS))]
    return [part ^ bit for part in parts_of(hash_) for bit in bits]


def is_same_photo(one: bytes, other: bytes) -> bool:
    """Whether two pictures are one photo, packed anew, cropped evenly, or retouched in few places.

    A third of a second: for pairs that the hash found.
    """
    first, second = (open_picture(each, 1_024).picture.convert("L") for each in (one, other))
    whole = _detail(first, 0.0), _detail(second, 0.0)
    best, pair = -1.0, whole
    for crop in _CROPS:
        near = (
            _detail(first, crop) if crop > 0 else whole[0],
            _detail(second, -crop) if crop < 0 else whole[1],
        )
        agree = float((near[0] * near[1]).sum()) / (_length(near[0]) * _length(near[1]))
        if agree > best:
            best, pair = agree, near
    return _worst_part(*pair) >= _SAME_DETAIL


def _detail(picture: Image.Image, crop: float) -> Grey:
    """Letters and lines without the light on them, of a picture whose rim is left out."""
    wide, high = picture.size
    kept = (wide * crop, high * crop, wide * (1 - crop), high * (1 - crop))
    square = picture.resize((_DETAIL, _DETAIL), Image.Resampling.BOX, box=kept)
    pixels = np.asarray(square, np.float32)
    detail: Grey = ndimage.gaussian_filter(pixels, 0.7) - ndimage.gaussian_filter(pixels, 5)
    return detail


def _length(detail: Grey) -> float:
    return float(np.linalg.norm(detail)) + 1e-6


def _worst_part(one: Grey, other: Grey) -> float:
    """How much the least alike of the places agree where anything is written (-1 to 1)."""
    first, second = _blocks(one), _blocks(other)
    lengths = np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=1)
    strongest = np.maximum(*lengths)
    busy = strongest > 0.5 * float(np.percentile(strongest, 90))
    if int(busy.sum()) < _FEWEST_BUSY:
        return -1.0
    agree = (first * second).sum(axis=1) / (lengths[0] * lengths[1] + 1e-6)
    sorted_ = np.sort(agree[busy])
    return float(sorted_[: max(1, len(sorted_) // _WORST_PART)].mean())


def _blocks(detail: Grey) -> Grey:
    side = _DETAIL // _BLOCKS
    apart = detail.reshape(_BLOCKS, side, _BLOCKS, side).swapaxes(1, 2)
    return apart.reshape(_BLOCKS * _BLOCKS, side * side)
