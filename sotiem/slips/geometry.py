"""Corners, and how a straightened picture lies in the one it came from."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sotiem.slips.facts import Box

Points = NDArray[np.float64]  # one corner a row: x, y
Matrix = NDArray[np.float64]  # 3 x 3, leads points of one picture to another
Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

UNCHANGED: Final[Matrix] = np.eye(3)


def led(points: Points, matrix: Matrix) -> Points:
    """Where points of one picture lie in another."""
    there = np.column_stack((points, np.ones(len(points)))) @ matrix.T
    return np.asarray(there[:, :2] / there[:, 2:], np.float64)


def inverse(matrix: Matrix) -> Matrix:
    """The change that leads back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def box_of(points: Points, to_picture: Matrix, size: tuple[int, int]) -> Box:
    """The box around points, in fractions of the picture."""
    fractions = np.clip(led(points, to_picture) / np.array(size, np.float64), 0.0, 1.0)
    (left, top), (right, bottom) = fractions.min(axis=0), fractions.max(axis=0)
    return Box(*(round(float(edge), 4) for edge in (left, top, right, bottom)))


def between(seen: Points, wanted: Points) -> Matrix:
    """The change that leads four wanted corners to four seen ones."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(wanted.tolist(), seen.tolist(), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.solve(np.array(rows), seen.reshape(-1))
    return np.append(solved, 1.0).reshape(3, 3)


def rectangle(width: float, height: float) -> Points:
    """The corners of an upright picture, clockwise from its top left."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def drawn_anew(
    picture: Image.Image, to_picture: Matrix, size: tuple[int, int], paper: Any = "white"
) -> Image.Image:
    """Draw the part of a picture that a change leads to, upright."""
    scaled = (to_picture / to_picture[2, 2]).ravel()[:8]
    return picture.transform(
        size, Image.Transform.PERSPECTIVE, tuple(map(float, scaled)),
        Image.Resampling.BICUBIC, fillcolor=paper,
    )  # fmt: skip
