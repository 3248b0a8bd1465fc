"""Names as a certificate carries them: as written, and in the letters of a passport (ICAO)."""

import unicodedata
from typing import Final

from certificate_format.errors import CertificateError, Reason

# Letters that Unicode does not take apart, or that ICAO writes with two letters.
_ICAO: Final = {
    "Đ": "D",
    "Ð": "D",
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "OE",
    "Å": "AA",
    "Ä": "AE",
    "Ö": "OE",
    "Ü": "UE",
    "ẞ": "SS",
    "Þ": "TH",
    "Ł": "L",
    "Ħ": "H",
    "Ŧ": "T",
    "Ŋ": "N",
    "Ĳ": "IJ",
}


def split_full_name(full_name: str) -> tuple[str, str]:
    """Take the first word of a Vietnamese name as the family name, the rest as given names."""
    family, _, given = " ".join(full_name.split()).partition(" ")
    return family, given


def transliterate(name: str) -> str:
    """Write a name in the letters A to Z, with '<' between its words.

    Apostrophes, full stops and digits fall away, as in a passport. A letter of another script is
    refused: without it the name would be someone else's.
    """
    composed = unicodedata.normalize("NFC", name).upper()
    return "<".join("".join(map(_letters, composed)).split())


def _letters(character: str) -> str:
    if character in _ICAO:
        return _ICAO[character]
    base = unicodedata.normalize("NFD", character)[0]
    if "A" <= base <= "Z":
        return base
    category = unicodedata.category(character)
    if character.isspace() or category == "Pd":
        return " "
    if category.startswith("L") and category != "Lm":
        raise CertificateError(Reason.NAME_NOT_TRANSLITERABLE)
    return ""
