"""What was read, in the form in which it is compared."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from sotiem.identity import InvalidIdentity, PersonName, unmark
from sotiem.identity.readings import (
    read_birth_date,
    read_day,
    read_numbers,
    read_phone,
    read_sex,
)
from sotiem.slips.facts import FieldName
from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.rules import Names, listed_vaccines, telling_words

DAY: Final = re.compile(
    r"(?<!\d)[0-3OoIl]?[\dOoIl]\s*[/.\-|]\s*[01OoIl]?[\dOoIl]\s*[/.\-|]\s*\d{4}"
)
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoDQIl|", "0000111")
_ENDS: Final = " .,:;_-–—|*'\"“”‘’()[]{}<>=~"
_LONGEST: Final = 120
_SHORTEST_LOT: Final = 4
_NOUGHT: Final = re.compile(r"(?<=[A-Z])[OQ](?=\d)|(?<=\d)[OQ]")
# They are few and unlike each other, so that many letters may be misread.
_LIKE_A_VACCINE: Final = 70.0
_LIKE_A_ONE: Final = ("l", "I", "i")
_NUMBERS_IN_WORDS: Final = {"nhat": "1", "mot": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4"}


def normal(field: FieldName, text: str) -> str:
    """The normal form of a field's text; "" where it says nothing."""
    plain = text.strip(_ENDS)[:_LONGEST]
    return _READERS.get(field, _as_it_is)(plain) if plain else ""


@cache
def vaccine_names() -> Names[str]:
    """The names of the country's vaccines, by product code."""
    return Names((listed.code, listed.names) for listed in listed_vaccines())


def meant_vaccines(text: str) -> frozenset[str]:
    """Every vaccine that a text may mean, by code; a misread letter is forgiven."""
    found = vaccine_names().find(text) if text not in _codes() else text
    if isinstance(found, Ambiguous):
        return frozenset(found.candidates)
    if found is not None:
        return frozenset({found})
    key = "".join(telling_words(text))
    near = process.extractOne(
        key, _keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_A_VACCINE
    ) if len(key) > _SHORTEST_LOT else None  # fmt: skip
    return _keys_to_codes()[near[0]] if near else frozenset()


@cache
def _codes() -> frozenset[str]:
    return frozenset(listed.code for listed in listed_vaccines())


@cache
def _keys_to_codes() -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for listed in listed_vaccines():
        for text in listed.names:
            key = "".join(telling_words(text))
            if len(key) > _SHORTEST_LOT:
                known[key] = known.get(key, frozenset()) | {listed.code}
    return known


@cache
def _keys() -> tuple[str, ...]:
    return tuple(_keys_to_codes())


def _name(text: str) -> str:
    letters = re.sub(r"[^\w\s'\-.]|[\d_]", " ", text)
    words = [word.strip(_ENDS) for word in letters.split()]
    try:
        return str(PersonName.parse(" ".join(word for word in words if len(word) > 1)))
    except InvalidIdentity:
        return ""


def _birth_date(text: str) -> str:
    found = DAY.search(text)
    return read_birth_date((found[0] if found else text).translate(_LETTERS_FOR_DIGITS))


def _day(text: str) -> str:
    found = DAY.search(text)
    day = read_day((found[0] if found else text).translate(_LETTERS_FOR_DIGITS))
    return day.isoformat() if day else ""


def _sex(text: str) -> str:
    words = text.split()
    return read_sex(words[0].strip(_ENDS)) if words else ""


def _identity(text: str) -> str:
    cccd, cmnd = read_numbers(_digits(text), "")
    return cccd or cmnd


def _phone(text: str) -> str:
    return read_phone(_digits(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_LETTERS_FOR_DIGITS))


def _vaccine(text: str) -> str:
    """One product's code; where several share the name, the name itself."""
    meant = meant_vaccines(text)
    return next(iter(meant)) if len(meant) == 1 else text if meant else ""


def _lot(text: str) -> str:
    letters = re.sub(r"[^0-9A-Z]", "", unmark(text).upper())
    letters = _NOUGHT.sub("0", letters)
    return letters if any(map(str.isdigit, letters)) and len(letters) >= _SHORTEST_LOT else ""


def _slip_number(text: str) -> str:
    number = text.split()[0]
    return number.upper() if any(map(str.isdigit, number)) else ""


def _dose_number(text: str) -> str:
    words = unmark(text).split()
    digits = "1" if text in _LIKE_A_ONE else re.sub(r"\D", "", text)
    if len(digits) == 1 and digits != "0":
        return digits
    return next((_NUMBERS_IN_WORDS[word] for word in words if word in _NUMBERS_IN_WORDS), "")


def _as_it_is(text: str) -> str:
    return " ".join(text.split())


_READERS: Final[dict[FieldName, Callable[[str], str]]] = {
    FieldName.FULL_NAME: _name,
    FieldName.BIRTH_DATE: _birth_date,
    FieldName.SEX: _sex,
    FieldName.IDENTITY: _identity,
    FieldName.PHONE: _phone,
    FieldName.GIVEN_ON: _day,
    FieldName.VACCINE: _vaccine,
    FieldName.LOT: _lot,
    FieldName.SLIP_NUMBER: _slip_number,
    FieldName.DOSE_NUMBER: _dose_number,
}
