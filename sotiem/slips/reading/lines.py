"""Words put into the lines in which they stand, whatever blocks they were read in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from sotiem.slips.reading.ocr import Word

Line = list[Word]
_GLUED: Final = re.compile(r"([^:]+:(?=[^:]+$)|(?:[Mm][uũủ]i|[Ll]iều)(?=[\dlI|]:?$))(.+)")
_SAME_LINE: Final = 0.6  # of the height of letters


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines from top to bottom, each from left to right; rules and specks are left out."""
    apart = [part for word in words for part in _apart(word)]
    told = [word for word in apart if any(map(str.isalnum, word.text))]
    if not told:
        return []
    height = median(word.bottom - word.top for word in told)
    lines: list[Line] = []
    for word in sorted(told, key=lambda word: word.middle):
        near = lines[-1] if lines else []
        if near and word.middle - _middle(near) <= _SAME_LINE * height:
            near.append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(words: Sequence[Word]) -> str:
    """Words as one text."""
    return " ".join(word.text for word in words)


def sureness(words: Sequence[Word]) -> float:
    """How sure the reader was of words, long ones counting more."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _apart(word: Word) -> list[Word]:
    """A label and its value that were read as one word: "Số:079", "Mũi2"."""
    found = _GLUED.fullmatch(word.text)
    if found is None:
        return [word]
    share = word.left + (word.right - word.left) * found.end(1) / len(word.text)
    return [replace(word, text=found[1], right=share), replace(word, text=found[2], left=share)]


def _middle(line: Line) -> float:
    return sum(word.middle for word in line) / len(line)
