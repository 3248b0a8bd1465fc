"""A photo turned so that its lines of text lie level, and its light made even."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image
from scipy import ndimage

from sotiem.slips.geometry import UNCHANGED, Grey, Matrix, Points, drawn_anew, inverse, led
from sotiem.slips.paper import find_paper, lay_straight
from sotiem.slips.reading.codes import FoundCode

# The size at which the letters of a slip are read best and soonest.
LONG_SIDE: Final = 1_700
_SMALL: Final = 600
_MOST_SKEW: Final = 6
_EVEN: Final = 0.8
_INK: Final = 0.82  # darker than this share of its surroundings


@dataclass(frozen=True, slots=True)
class Level:
    """A straightened picture, and the change that leads its points to the upright photo."""

    picture: Image.Image
    to_photo: Matrix


def straighten(photo: Image.Image, codes: list[FoundCode]) -> Level:
    """Lay the paper flat, its text level; which of two ways is up only a code can tell."""
    paper = find_paper(photo)
    to_photo, size = lay_straight(paper, photo.size) if paper else (UNCHANGED, photo.size)
    half = Half(photo.reduce(2))
    quarters = _quarters(half, codes, to_photo, size)
    turned, size = turned_by(quarters, size)
    to_photo = to_photo @ turned
    skew = _skew(half.ink(to_photo, size))
    to_photo = to_photo @ _turn_about(size, skew)
    scale = LONG_SIDE / max(size)
    final = (round(size[0] * scale), round(size[1] * scale))
    to_photo = to_photo @ np.diag((1 / scale, 1 / scale, 1.0))
    return Level(_without_codes(drawn_anew(photo, to_photo, final), codes, to_photo), to_photo)


def upside_down(level: Level) -> Level:
    """The same picture, turned by half."""
    turned, _ = turned_by(2, level.picture.size)
    picture = level.picture.transpose(Image.Transpose.ROTATE_180)
    return Level(picture, level.to_photo @ turned)


def turned_by(quarters: int, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """The change for a picture turned clockwise by quarters, and its new size."""
    wide, high = size
    changes: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, 1, 0], [-1, 0, high], [0, 0, 1]],
        2: [[-1, 0, wide], [0, -1, high], [0, 0, 1]],
        3: [[0, -1, wide], [1, 0, 0], [0, 0, 1]],
    }
    return np.array(changes[quarters], np.float64), (high, wide) if quarters % 2 else size


def with_even_light(picture: Image.Image, *, smooth: bool) -> Image.Image:
    """The picture divided by its background where a shadow lies on it; its grain smoothed."""
    grey_picture = picture.convert("L")
    coarse = grey_picture.resize((picture.width // 8, picture.height // 8), Image.Resampling.BOX)
    light = ndimage.median_filter(np.asarray(coarse, np.float32), size=15)
    if not smooth and np.percentile(light, 5) > _EVEN * np.percentile(light, 95):
        return grey_picture
    behind = Image.fromarray(ndimage.gaussian_filter(light, 3)).resize(picture.size)
    grey = np.asarray(grey_picture, np.float32)
    grey = ndimage.median_filter(grey, size=3) if smooth else grey
    even = grey / np.maximum(np.asarray(behind), 1.0)
    return Image.fromarray(np.clip(even * 235.0, 0, 255).astype(np.uint8))


def _quarters(half: "Half", codes: list[FoundCode], to_photo: Matrix, size: tuple[int, int]) -> int:
    """By how many quarters to turn: as a code stands, else so that lines run across."""
    if codes:
        corners = led(codes[0].corners, inverse(to_photo))
        along = corners[1] - corners[0]
        return round(float(np.degrees(np.arctan2(along[1], along[0]))) / -90) % 4
    ink = half.ink(to_photo, size)
    return 0 if _lines(ink, 1) >= _lines(ink, 0) else 1


class Half:
    """The photo at half its size, to find out quickly how its lines lie."""

    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture

    def ink(self, to_photo: Matrix, size: tuple[int, int]) -> Grey:
        """Where the straightened picture is darker than around, without its rim."""
        scale = _SMALL / max(size)
        change = np.diag((0.5, 0.5, 1.0)) @ to_photo @ np.diag((1 / scale, 1 / scale, 1.0))
        wanted = (round(size[0] * scale), round(size[1] * scale))
        small = drawn_anew(self._picture, change, wanted).convert("L")
        grey = np.asarray(small, np.float32)
        darker = grey < _INK * ndimage.uniform_filter(grey, 25, mode="nearest")
        ink: Grey = darker.astype(np.float32)
        edge = max(4, min(ink.shape) // 40)
        ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
        return ink


def _lines(ink: Grey, axis: int) -> float:
    """How much the amount of ink jumps from line to line."""
    jumps = np.diff(ink.sum(axis=axis, dtype=np.float64))
    return float((jumps * jumps).sum() / ink.shape[axis])


def _skew(ink: Grey) -> float:
    """The angle in degrees at which lines are most distinct."""
    drawn = Image.fromarray((ink * 255).astype(np.uint8))

    def distinct(angle: float) -> float:
        return _lines(np.asarray(drawn.rotate(angle), np.float32), 1)

    coarse = float(max(range(-_MOST_SKEW, _MOST_SKEW + 1), key=distinct))
    fine = [coarse + step * 0.25 for step in range(-3, 4)]
    return max(fine, key=distinct)


def _turn_about(size: tuple[int, int], degrees: float) -> Matrix:
    """The change for a picture rotated anticlockwise about its middle."""
    x, y = size[0] / 2, size[1] / 2
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    about = [[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y], [0, 0, 1]]
    return np.array(about, np.float64)


def _without_codes(picture: Image.Image, codes: list[FoundCode], to_photo: Matrix) -> Image.Image:
    """White paper where codes stand: their squares would be read as letters."""
    to_here = inverse(to_photo)
    for code in codes:
        corners: Points = led(code.corners, to_here)
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        area = (round(float(left)) - 6, round(float(top)) - 6)
        picture.paste("white", (*area, round(float(right)) + 6, round(float(bottom)) + 6))
    return picture
