"""How a photo is, before anybody reads it: blurred, dark, covered, cut off, or not of a slip."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image
from scipy import ndimage

from sotiem.slips.facts import PhotoLook
from sotiem.slips.geometry import Grey, Mask
from sotiem.slips.paper import Paper, find_paper, hidden_share
from sotiem.slips.pictures import open_picture

_SIDE: Final = 1_024
_LETTER_HEIGHT: Final = (4, 48)
_LETTER_WIDTH: Final = (2, 80)
_MOST_PARTS: Final = 20_000
_INK: Final = 0.82
_BAND: Final = 0.012  # of the picture's side: letters this near its edge are cut
_ON_PAPER: Final = 0.3  # of a side of the picture
_FEWEST_CUT_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """From which measure on a photo is called so (chosen on drawn photos, benchmarks/slips)."""

    sharp: float = 0.30
    bright: float = 0.33
    skin: float = 0.10
    few_marks: float = 40
    all_skin: float = 0.85  # a table of wood has the colour too
    hidden: float = 0.008


LIMITS: Final = Limits()


def look_at_photo(picture: bytes, limits: Limits = LIMITS) -> PhotoLook:
    """Look a photo over; a file that is no picture raises PictureUnreadable."""
    photo = open_picture(picture, _SIDE).picture
    grey = np.asarray(photo.convert("L"), np.float32)
    paper = find_paper(photo)
    ink = grey < _INK * ndimage.uniform_filter(grey, 31, mode="nearest")
    marks, skin = _letters(ink), _skin(photo)
    sharpness = _sharpness(grey)
    brightness = float(np.percentile(grey, 90)) / 255
    hidden = hidden_share(photo, paper) if paper else 0.0
    edges_out = _edges_out(ink, paper)
    no_text = marks < limits.few_marks
    portrait = no_text and limits.skin < skin < limits.all_skin
    return PhotoLook(
        blurred=0.0 < sharpness < limits.sharp and not portrait,
        too_dark=brightness < limits.bright,
        only_a_portrait=portrait,
        covered=hidden > limits.hidden and not no_text,
        cut_off=edges_out > 0,
        no_text=no_text,
        sharpness=round(sharpness, 3),
        brightness=round(brightness, 3),
        skin=round(skin, 3),
        hidden=round(hidden, 3),
        edges_out=edges_out,
        marks=marks,
    )


def _sharpness(grey: Grey) -> float:
    """How suddenly dark and light change where they do, 0 to about 1: letters are what counts."""
    reach = ndimage.maximum_filter(grey, 9) - ndimage.minimum_filter(grey, 9)
    steps = np.maximum(
        np.abs(np.diff(grey, axis=0, append=grey[-1:])),
        np.abs(np.diff(grey, axis=1, append=grey[:, -1:])),
    )
    most = np.percentile(reach, 99)
    if most < 1.0:
        return 0.0
    strong = reach > 0.5 * most
    return float((ndimage.maximum_filter(steps, 9)[strong] / reach[strong]).mean())


def _letters(ink: Mask) -> int:
    """How many parts of the ink are as large as letters."""
    parts, count = ndimage.label(ink)
    if not 0 < count < _MOST_PARTS:
        return 0
    sizes = [(part[0].stop - part[0].start, part[1].stop - part[1].start)
             for part in ndimage.find_objects(parts)]  # fmt: skip
    return sum(
        _LETTER_HEIGHT[0] <= high <= _LETTER_HEIGHT[1]
        and _LETTER_WIDTH[0] <= wide <= _LETTER_WIDTH[1]
        for high, wide in sizes
    )


def _skin(photo: Image.Image) -> float:
    """The share of the middle of the picture that has a colour of skin."""
    small = np.asarray(photo.resize((64, 64), Image.Resampling.BOX), np.int16)[8:56, 12:52]
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    skin = (red > 70) & (red > green + 12) & (green > blue) & (red - blue > 25) & (blue > 25)
    return float(skin.mean())


def _edges_out(ink: Mask, paper: Paper | None) -> int:
    """At how many sides lines of letters run into the edge of the picture."""
    if paper is None:
        return 0
    band = max(3, round(_BAND * max(ink.shape)))
    sides = (
        (ink[:, :band], paper.mask[:, :3]),
        (ink[:, -band:], paper.mask[:, -3:]),
        (ink[:band].T, paper.mask[:3].T),
        (ink[-band:].T, paper.mask[-3:].T),
    )
    return sum(_is_cut(letters, sheet) for letters, sheet in sides)


def _is_cut(letters: Mask, sheet: Mask) -> bool:
    if sheet.any(axis=1).mean() < _ON_PAPER:
        return False
    # Past every row of the band; a long rule or a dark rim is one run, lines of text are many.
    reached = letters.any(axis=1)
    lengths = np.diff(np.flatnonzero(np.diff(np.pad(reached.astype(np.int8), 1))))[::2]
    lines = (lengths >= 3) & (lengths <= _LETTER_HEIGHT[1] * 2)
    return int(lines.sum()) >= _FEWEST_CUT_LINES
