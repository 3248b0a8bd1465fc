"""The sheet of paper in a photo: where it lies, and how it is laid straight."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.spatial import ConvexHull

from sotiem.slips.geometry import Grey, Mask, Matrix, Points, between, rectangle

SMALL: Final = 320
_LEAST_AREA: Final = 0.15
_LEAST_FILL: Final = 0.80
# Paper is grey, however dark: what is so much more coloured, or so much darker, lies on it.
_COLOURED: Final = 0.15
_DARK: Final = 0.25
_WHOLE_PICTURE: Final = 0.97
_TEXT_GAP: Final = 9  # letters and lines vanish between neighbours this far apart
_SIDES_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: its four corners in fractions of the picture, clockwise, and its shape when small.

    `fill` is how much of the four-cornered shape really is paper.
    """

    corners: Points
    mask: Mask
    fill: float


def find_paper(picture: Image.Image) -> Paper | None:
    """The largest four-cornered light sheet, if there is one."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    pixels = np.asarray(small, np.float32)
    light, dark = pixels.min(axis=2), pixels.max(axis=2)
    found = (_sheet(feature) for feature in (light, 255.0 * light / np.maximum(dark, 1.0)))
    sheets = [sheet for sheet in found if sheet is not None]
    return max(sheets, key=_how_likely, default=None)


def _how_likely(sheet: Paper) -> float:
    """A whole picture taken for a sheet tells nothing; a large well-filled shape within it does."""
    area = _area(sheet.corners)
    return sheet.fill * area**0.5 if area < _WHOLE_PICTURE else 0.0


def lay_straight(paper: Paper, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """The change that leads a rectangle to the sheet, and the rectangle's size."""
    seen = paper.corners * np.array(size, np.float64)
    sides = np.linalg.norm(seen - np.roll(seen, -1, axis=0), axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    return between(seen, rectangle(width, height)), (round(width), round(height))


def hidden_share(picture: Image.Image, paper: Paper) -> float:
    """How much of the sheet lies under one thing, such as a finger: coloured, or very dark."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    drawn = Image.new("1", small.size)
    corners = (paper.corners * np.array(small.size)).ravel().tolist()
    ImageDraw.Draw(drawn).polygon(corners, fill=1)
    inside = ndimage.binary_erosion(np.asarray(drawn, np.bool_), iterations=3)
    if not inside.any():
        return 0.0
    bare = ndimage.grey_closing(np.asarray(small, np.float32), size=(7, 7, 1))
    light, ratio = bare.min(axis=2), bare.min(axis=2) / np.maximum(bare.max(axis=2), 1.0)
    strange = (ratio < np.median(ratio[inside]) - _COLOURED) | (
        light < _DARK * np.median(light[inside])
    )
    parts, count = ndimage.label(ndimage.binary_opening(strange & inside, iterations=3))
    if not count:
        return 0.0
    return float(np.bincount(parts.ravel())[1:].max() / inside.sum())


def _sheet(feature: Grey) -> Paper | None:
    mask = feature > _threshold(feature)
    closed = ndimage.binary_closing(np.pad(mask, _TEXT_GAP, mode="edge"), iterations=4)
    closed = closed[_TEXT_GAP:-_TEXT_GAP, _TEXT_GAP:-_TEXT_GAP]
    opened = ndimage.binary_opening(closed, iterations=3)
    parts, count = ndimage.label(opened)
    if not count:
        return None
    largest = parts == 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))
    whole = ndimage.binary_fill_holes(largest)
    if whole.mean() < _LEAST_AREA:
        return None
    height, width = whole.shape
    corners = _four_corners(whole)
    if corners is None:
        return None
    area = _area(corners)
    fill = float(largest.sum()) / max(area, 1.0)
    fractions = corners / np.array((width, height), np.float64)
    return Paper(fractions, largest, min(fill, 1.0)) if _is_a_sheet(fractions, fill) else None


def _threshold(feature: Grey) -> float:
    """Where light and dark part best (Otsu)."""
    counts, edges = np.histogram(feature, bins=64, range=(0, 256))
    share = np.cumsum(counts) / counts.sum()
    middles = (edges[:-1] + edges[1:]) / 2
    means = np.cumsum(counts * middles) / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (means[-1] * share - means) ** 2 / (share * (1 - share))
    return float(edges[1:][int(np.nanargmax(np.nan_to_num(apart)))])


def _four_corners(mask: Mask) -> Points | None:
    rows, columns = np.nonzero(mask ^ ndimage.binary_erosion(mask, border_value=0))
    points = np.column_stack((columns + 0.5, rows + 0.5)).astype(np.float64)
    if len(points) < 4 or np.ptp(points[:, 0]) < 8 or np.ptp(points[:, 1]) < 8:
        return None
    hull = points[ConvexHull(points).vertices]
    while len(hull) > 4:
        before, after = np.roll(hull, 1, axis=0), np.roll(hull, -1, axis=0)
        one, two = hull - before, after - before
        cut = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0])
        hull = np.delete(hull, int(np.argmin(cut)), axis=0)
    if len(hull) < 4:
        return None
    first = int(np.argmin(hull.sum(axis=1)))
    return np.asarray(np.roll(hull, -first, axis=0), np.float64)


def _area(corners: Points) -> float:
    x, y = corners[:, 0], corners[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _is_a_sheet(fractions: Points, fill: float) -> bool:
    sides = np.linalg.norm(fractions - np.roll(fractions, -1, axis=0), axis=1)
    alike = min(
        min(sides[0], sides[2]) / max(sides[0], sides[2], 1e-6),
        min(sides[1], sides[3]) / max(sides[1], sides[3], 1e-6),
    )
    return bool(fill >= _LEAST_FILL and _area(fractions) >= _LEAST_AREA and alike >= _SIDES_ALIKE)
