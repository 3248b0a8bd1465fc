"""Numbers of people read without ever refusing: what stays comparable is kept."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from sotiem.identity.cccd_provinces import is_birth_place
from sotiem.identity.phones import MOBILE_PREFIX, PREFIXES_CHANGED_IN_2018

_MOBILE: Final = frozenset(
    prefix for code in range(1000) if MOBILE_PREFIX.match(prefix := f"{code:03}")
)
_COUNTED: Final = "01234567890123456789"
_SPREADSHEET_ZERO: Final = re.compile(r"(\d)[.,]0+\s*$")
_SCIENTIFIC: Final = re.compile(r"\s*(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})\s*")
# A spreadsheet that cuts a number shows five decimals; a program drops only zeros at the end.
_ZEROS_DROPPED: Final = 2
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoQlI|", "000111")
_TOUCHES_DIGIT: Final = re.compile(r"(?<=\d)[OoQlI|]+|[OoQlI|]+(?=\d)")
_DRESS: Final = re.compile(r"[\s.\-_()'`\u2010-\u2015\u200b-\u200f\u2060\ufeff]+")
_SEVERAL: Final = re.compile(r"[/;,|&\n]|\s[-–]\s|hoặc|hoac")
_DIGITS: Final = re.compile(r"\d+")


def _is_placeholder(digits: str) -> bool:
    """Say whether digits were typed only to fill a cell: one digit throughout, or counted."""
    return digits.count(digits[0]) == len(digits) or (
        len(digits) >= 8 and digits[0] in "01" and _COUNTED.startswith((digits, f"0{digits}"))
    )


def _without_spreadsheet(text: str) -> str:
    """Undo what spreadsheets and their readers do to a number, and letters like digits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    exact = _SCIENTIFIC.fullmatch(plain)
    if exact:
        return _from_scientific(exact)
    plain = _SPREADSHEET_ZERO.sub(r"\1", plain)
    return _TOUCHES_DIGIT.sub(lambda match: match[0].translate(_LETTERS_FOR_DIGITS), plain)


def _from_scientific(match: re.Match[str]) -> str:
    decimals, exponent = match[2] or "", int(match[3])
    if not len(decimals) <= exponent <= len(decimals) + _ZEROS_DROPPED:
        return ""
    try:
        return str(int(Decimal(f"{match[1]}.{decimals or 0}E{exponent}")))
    except InvalidOperation:
        return ""


def read_phone(text: str) -> str:
    """Read a telephone number: 10 digits of a mobile one, or the 7 to 12 digits that stand there.

    A digit lost or doubled stays comparable so. Of two numbers the first is read.
    """
    if len(text) == 10 and text[:3] in _MOBILE and text.isdigit() and text.isascii():
        return "" if _fills_a_cell(text) else text
    bare = text.translate(_WITHOUT_DRESS)
    if 9 <= len(bare) <= 13 and bare.isdigit() and bare.isascii() and (mobile := _mobile(bare)):
        return "" if _fills_a_cell(mobile) else mobile
    return _read_phone_with_care(text)


_WITHOUT_DRESS: Final = str.maketrans("", "", "+-() '")


@lru_cache(maxsize=65_536)
def _read_phone_with_care(text: str) -> str:
    plain = _without_spreadsheet(text)
    digits = _only_digits(plain)
    if len(digits) <= 13:
        whole = _mobile(digits)
        if whole:
            return "" if _fills_a_cell(whole) else whole
    parts = [_only_digits(part) for part in _SEVERAL.split(plain)]
    if len(parts) == 1:
        parts = _DIGITS.findall(_DRESS_IN_NUMBER.sub("", plain))
    numbers = [number for part in parts if (number := _mobile(part) or _mobile(part[:10]))]
    if numbers and len(digits) > 12:
        return "" if _fills_a_cell(numbers[0]) else numbers[0]
    if not 7 <= len(digits) <= 12:
        digits = next((part for part in parts if 7 <= len(part) <= 12), "")
    return "" if not digits or _is_placeholder(digits) or digits in _NO_PHONES else digits


_DRESS_IN_NUMBER: Final = re.compile(r"[.\-()\u2010-\u2015]+")
_NO_PHONES: Final = frozenset({"0123456789", "1234567890", "01234567890", "123456789"})


def _only_digits(text: str) -> str:
    return "".join(_ASCII_DIGITS.findall(text))


_ASCII_DIGITS: Final = re.compile("[0-9]+")


def _mobile(digits: str) -> str:
    """Write digits as a mobile number of today; nothing if they are none."""
    if digits in _NO_PHONES:
        return ""
    national = digits
    for abroad in ("0084", "084", "84"):
        rest = digits.removeprefix(abroad).removeprefix("0")
        if digits.startswith(abroad) and len(digits) > 10 and len(rest) in (9, 10):
            national = f"0{rest}"
            break
    else:
        if not digits.startswith("0"):
            national = f"0{digits}"
    if len(national) == 11 and national[:4] in PREFIXES_CHANGED_IN_2018:
        national = PREFIXES_CHANGED_IN_2018[national[:4]] + national[4:]
    return national if len(national) == 10 and national[:3] in _MOBILE else ""


def _fills_a_cell(mobile: str) -> bool:
    return mobile.count(mobile[1], 1) == 9 or mobile.endswith("00000000")


_PASSPORT: Final = re.compile(r"[A-Z]{1,2}\d{6,8}")
_CENTURIES: Final = "0123"
_SHORTEST: Final = 6
_LONGEST: Final = 14
_Numbers = tuple[str, str]


def read_numbers(cccd: str, cmnd: str) -> _Numbers:
    """Read the numbers of identity papers into their right columns, whichever they stood in."""
    if _is_whole(cccd, 12) and (not cmnd or _is_whole(cmnd, 9)):
        return cccd, cmnd
    if _is_whole(cmnd, 12) and (not cccd or _is_whole(cccd, 9)):
        return cmnd, cccd
    return _sorted_out(_numbers_in(cccd), _numbers_in(cmnd))


def _is_whole(text: str, length: int) -> bool:
    return len(text) == length and text.isdigit() and text.isascii() and not _is_placeholder(text)


@lru_cache(maxsize=65_536)
def _numbers_in(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    whole = _one_number(text)
    if whole:
        return (whole,)
    return tuple(number for part in _SEVERAL.split(text) if (number := _one_number(part)))


def _one_number(text: str) -> str:
    if text.isdigit() and text.isascii():
        digits = text
    else:
        plain = _without_spreadsheet(text)
        bare = _DRESS.sub("", plain).upper()
        if _PASSPORT.fullmatch(bare) and not _is_placeholder(bare[2:]):
            return bare
        digits = _only_digits(bare)
    if not _SHORTEST <= len(digits) <= _LONGEST or _is_placeholder(digits):
        return ""
    return digits


def _sorted_out(in_cccd: tuple[str, ...], in_cmnd: tuple[str, ...]) -> _Numbers:
    cccd = _first([_as_cccd(number) for number in in_cccd + in_cmnd])
    cmnd = _first([number for number in in_cmnd + in_cccd if _is_cmnd(number)])
    if not cccd:
        # Zeros are given back only in the number's own column; in the other one 10 digits
        # are as likely an old number with a digit too many.
        cccd = _first([_with_zeros(number) for number in in_cccd])
        cccd = cccd or _first([_with_zeros(number) for number in in_cmnd if len(number) == 11])
    if not cccd:
        cccd = _first([number for number in in_cccd if number.isdigit() and not _is_cmnd(number)])
    if not cmnd:
        cmnd = _first([n for n in in_cmnd if n.isdigit() and not _is_of_cccd(n, cccd)])
    if not cmnd:
        cmnd = _first([number for number in in_cmnd + in_cccd if not number.isdigit()])
    return cccd, cmnd


def _first(numbers: list[str]) -> str:
    return next(filter(None, numbers), "")


def _as_cccd(number: str) -> str:
    return number if len(number) == 12 and number.isdigit() else ""


def _is_cmnd(number: str) -> bool:
    return len(number) in (8, 9) and number.isdigit()


def _with_zeros(number: str) -> str:
    if len(number) not in (10, 11) or number[0] == "0" or not number.isdigit():
        return ""
    whole = number.zfill(12)
    return whole if is_birth_place(whole[:3]) and whole[3] in _CENTURIES else ""


def _is_of_cccd(number: str, cccd: str) -> bool:
    return len(number) == 12 or number.zfill(12) == cccd


def read_insurance(text: str) -> str:
    """Read the last ten digits of a health insurance card, by which its kinds are compared."""
    digits = text[-10:]
    if len(text) in (10, 15) and _is_whole(digits, 10) and text.isalnum():
        return digits
    return _read_insurance_with_care(text)


@lru_cache(maxsize=65_536)
def _read_insurance_with_care(text: str) -> str:
    digits = _only_digits(_DRESS.sub("", _without_spreadsheet(text)))
    if len(digits) == 9 and digits[0] != "0":
        digits = f"0{digits}"
    if not 10 <= len(digits) <= 13 or _is_placeholder(digits[-10:]):
        return ""
    return digits[-10:]
