"""Numbers as people and spreadsheets write them."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u200b\u200c\u200d\u2060\ufeff]+")
_WHOLE_FLOAT = re.compile(r"\d+\.0")


def without_separators(text: str) -> str:
    """Take a number out of its dress: spaces, dots, dashes, wide digits, a spreadsheet's `.0`."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    if _WHOLE_FLOAT.fullmatch(plain):
        plain = plain[:-2]
    return _SEPARATORS.sub("", plain)


def is_digits(text: str) -> bool:
    """Say whether a text consists of the digits 0 to 9 alone."""
    return text.isascii() and text.isdigit()
