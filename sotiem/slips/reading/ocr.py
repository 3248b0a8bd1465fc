"""Letters in a picture, read by tesseract in a process of its own."""

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image

LANGUAGE: Final = "vie"
MOST_SECONDS: Final = 15
MOST_MEMORY: Final = 1024 * 1024 * 1024
_LONGEST_WORD: Final = 100
_MOST_WORDS: Final = 2_000
_ORDERS: Final = ("stdin", "stdout", "-l", LANGUAGE, "--dpi", "200", "--psm")
_A_WORD: Final = "5"


class OcrNotInstalled(Exception):
    """There is no tesseract with Vietnamese on this machine."""


class OcrGaveUp(Exception):
    """A picture took more time or memory than one may take, or tesseract failed."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, how sure tesseract is of it (0 to 1), and where it stands, in pixels."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@cache
def tesseract() -> str | None:
    """The program: SOTIEM_TESSERACT, or the one on the path; None if it knows no Vietnamese."""
    program = os.environ.get("SOTIEM_TESSERACT") or shutil.which("tesseract")
    if not program:
        return None
    try:
        known = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if LANGUAGE in known.stdout.split() else None


def read_words(picture: Image.Image, *, layout: int, seconds: float = MOST_SECONDS) -> list[Word]:
    """Read the words of a picture; `layout` is tesseract's mode (4: columns, 6: one block)."""
    if seconds <= 0:
        raise OcrGaveUp
    program = tesseract()
    if program is None:
        raise OcrNotInstalled
    content = io.BytesIO()
    picture.convert("L").save(content, "PPM")
    try:
        done = subprocess.run(
            [*_within_limits(), program, *_ORDERS, str(layout), "tsv"],
            input=content.getvalue(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"},
            timeout=min(seconds, MOST_SECONDS),
            check=True,
        )
    except (OSError, subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise OcrGaveUp from None
    return _words(done.stdout.decode("utf-8", errors="replace"))


def _within_limits() -> list[str]:
    """The shell that takes memory, time and files away before it becomes the program.

    Done between fork and exec in Python, it could lock up a worker that has several threads.
    """
    limits = f"ulimit -v {MOST_MEMORY // 1024} && ulimit -t {MOST_SECONDS} && ulimit -f 0"
    return ["/bin/sh", "-c", f'{limits} && exec "$0" "$@"']


def _words(table: str) -> list[Word]:
    found: list[Word] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()[:_LONGEST_WORD]
        if row.get("level") != _A_WORD or not text:
            continue
        left, top = float(row["left"]), float(row["top"])
        right, bottom = left + float(row["width"]), top + float(row["height"])
        sure = max(0.0, float(row["conf"]) / 100)
        found.append(Word(text, sure, left, top, right, bottom))
        if len(found) == _MOST_WORDS:
            break
    return found
