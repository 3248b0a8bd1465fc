"""A photo of a slip, read by machine: its codes, its text, its fields."""

from time import monotonic
from typing import Final

from PIL import Image

from sotiem.slips.facts import SlipReading, TextSource
from sotiem.slips.geometry import UNCHANGED
from sotiem.slips.pictures import open_picture
from sotiem.slips.reading.codes import FoundCode, find_codes, read_code
from sotiem.slips.reading.editors import editor_of
from sotiem.slips.reading.fields import Where, read_fields
from sotiem.slips.reading.lines import lines_of, sureness, text_of
from sotiem.slips.reading.ocr import MOST_SECONDS, OcrGaveUp, OcrNotInstalled, Word, read_words
from sotiem.slips.reading.straighten import Level, straighten, upside_down, with_even_light

_COLUMNS: Final = 4
_ONE_BLOCK: Final = 6
# Below the first the picture may be upside down, below the second its light is mended.
_WRONG_WAY: Final = 0.6
_UNSURE: Final = 0.8
_FEWEST_WORDS: Final = 6
_LONGEST_TEXT: Final = 8_000


def read_slip(picture: bytes, *, seconds: float = 3 * MOST_SECONDS) -> SlipReading:
    """Read what can be read within so many seconds, codes always.

    A file that is no picture raises PictureUnreadable.
    """
    until = monotonic() + seconds
    opened = open_picture(picture)
    codes = find_codes(opened.picture)
    told = [read_code(code, UNCHANGED, opened.picture.size) for code in codes]
    edited_with = editor_of(opened.software)
    try:
        words, level = _read_text(opened.picture, codes, until)
    except OcrNotInstalled:
        return SlipReading(told, source=TextSource.NOT_INSTALLED, edited_with=edited_with)
    except OcrGaveUp:
        return SlipReading(told, source=TextSource.GAVE_UP, edited_with=edited_with)
    fields, doses = read_fields(words, Where(level.to_photo, opened.picture.size))
    text = "\n".join(text_of(line) for line in lines_of(words))
    return SlipReading(
        codes=told,
        fields=fields,
        doses=doses,
        text=text[:_LONGEST_TEXT],
        confidence=round(sureness(words), 3),
        edited_with=edited_with,
    )


def _read_text(
    photo: Image.Image, codes: list[FoundCode], until: float
) -> tuple[list[Word], Level]:
    if until <= monotonic():
        raise OcrGaveUp
    level = straighten(photo, codes)
    words = _words_of(level, until)
    if not codes and sureness(words) < _WRONG_WAY:
        turned = upside_down(level)
        other = _words_of(turned, until)
        if sureness(other) > sureness(words):
            words, level = other, turned
    if sureness(words) < _UNSURE or len(words) < _FEWEST_WORDS:
        mended = with_even_light(level.picture, smooth=True)
        again = read_words(mended, layout=_ONE_BLOCK, seconds=until - monotonic())
        words = max(words, again, key=_worth)
    return words, level


def _words_of(level: Level, until: float) -> list[Word]:
    even = with_even_light(level.picture, smooth=False)
    return read_words(even, layout=_COLUMNS, seconds=until - monotonic())


def _worth(words: list[Word]) -> float:
    """Many words of which the reader is sure are worth more than a few."""
    return sum(word.confidence**2 * len(word.text) for word in words)
