"""Names typed in fonts of before Unicode or without a driver, or read in a wrong encoding."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sotiem.identity.syllables import is_readable, is_syllable, words_of
from sotiem.identity.typed_keys import read_telex, read_vni_keys
from sotiem.identity.vietnamese_text import compose, unmark


class Encoding(StrEnum):
    """How a text came to look like nonsense."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    TELEX = "telex"
    VNI_KEYS = "vni_keys"
    MOJIBAKE = "mojibake"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a text says once it is read as it was written."""

    text: str
    encoding: Encoding


# The codes of TCVN 5712:1993, third form, from 161 on, as a Western program shows them.
_TCVN3: Final = {
    **dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True)),
    **dict(zip("¨©ª«¬\u00ad®", "ăâêôơưđ", strict=True)),
    **dict(zip("µ¶·¸¹", "àảãáạ", strict=True)),
    **dict(zip("»¼½¾Æ", "ằẳẵắặ", strict=True)),
    **dict(zip("ÇÈÉÊË", "ầẩẫấậ", strict=True)),
    **dict(zip("ÌÎÏÐÑ", "èẻẽéẹ", strict=True)),
    **dict(zip("ÒÓÔÕÖ", "ềểễếệ", strict=True)),
    **dict(zip("×ØÜÝÞ", "ìỉĩíị", strict=True)),
    **dict(zip("ßáâãä", "òỏõóọ", strict=True)),
    **dict(zip("åæçèé", "ồổỗốộ", strict=True)),
    **dict(zip("êëìíî", "ờởỡớợ", strict=True)),
    **dict(zip("ïñòóô", "ùủũúụ", strict=True)),
    **dict(zip("õö÷øù", "ừửữứự", strict=True)),
    **dict(zip("úûüýþ", "ỳỷỹýỵ", strict=True)),
}
_FROM_TCVN3: Final = str.maketrans(_TCVN3)

# VNI for Windows: a letter and the character that marks it, or one character alone.
_VNI_TONES: Final = "øùûõï"
_VNI_PAIRS: Final = {
    **{
        f"{base}{mark}": letter
        for base, letters in (
            ("a", "àáảãạ"),
            ("e", "èéẻẽẹ"),
            ("o", "òóỏõọ"),
            ("ô", "ờớởỡợ"),
            ("u", "ùúủũụ"),
            ("ö", "ừứửữự"),
        )
        for mark, letter in zip(_VNI_TONES, letters, strict=True)
    },
    **{
        f"{base}{mark}": letter
        for base, letters in (("a", "âầấẩẫậ"), ("e", "êềếểễệ"), ("o", "ôồốổỗộ"))
        for mark, letter in zip("âàáåãä", letters, strict=True)
    },
    **{f"a{mark}": letter for mark, letter in zip("êèéúüë", "ăằắẳẵặ", strict=True)},
    **{f"y{mark}": letter for mark, letter in zip("øùûõ", "ỳýỷỹ", strict=True)},
}
_VNI_ALONE: Final = dict(zip("ôöñìíæóòî", "ơưđìíỉĩịỵ", strict=True))
_VNI: Final = {
    **_VNI_PAIRS,
    **_VNI_ALONE,
    **{written.upper(): letter.upper() for written, letter in _VNI_PAIRS.items()},
    **{
        f"{written[0].upper()}{written[1]}": letter.upper()
        for written, letter in _VNI_PAIRS.items()
    },
    **{written.upper(): letter.upper() for written, letter in _VNI_ALONE.items()},
}
_VNI_LETTER: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_DOUBLE_ENCODED: Final = re.compile(
    "[\u00c3-\u00c6][\u0080-\u00bf\u0152-\u2122]|\u00e1[\u00ba\u00bb]"
    "|(?<=[a-z])[\u00c3\u00c4\u00c6] "
)
# Cleaning spaces takes the second half of a letter with it.
_LOST_A0_INSIDE: Final = re.compile(
    "(?<=[\u00c3\u00c4\u00c6]) (?=[a-z])|(?<=\u00e1[\u00ba\u00bb]) "
)
_LOST_A0_AT_END: Final = re.compile("(?<=[\u00c3\u00c4\u00c6])(?= |$)")
# Fonts of capitals keep their marked letters under the codes of small ones.
_SMALL_AMONG_CAPITALS: Final = re.compile("[A-Z][\u00df-\u00ff][A-Z]|[A-Z]{2}[\u00df-\u00ff]")
# A name of these typed with keys is Vietnamese, so that one slight trace is enough.
_SURNAME_WORDS: Final = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh "
    "truong doan mai luong dao ta thai luu cao ha to"
)
_SURNAMES: Final = frozenset(_SURNAME_WORDS.split())
_MIDDLE_WORDS: Final = frozenset({"van", "thi"})
_ENOUGH_ALONE: Final = 3
_ENOUGH_IN_A_NAME: Final = 2


def repair_text(text: str) -> Repaired | None:
    """Read a name that was written in another way than Unicode; nothing if it is fine as it is.

    A repair is believed when all it changes becomes Vietnamese syllables and was none before.
    """
    if text.isascii():
        return _without_keys(text)
    latin = _without_double_encoding(text)
    if latin is not None:
        return Repaired(latin, Encoding.MOJIBAKE)
    if _is_unicode(text):
        return _without_keys(text)
    return _from_old_font(text) or _without_keys(text)


def read_old_font(text: str, font: Encoding) -> str | None:
    """Read a text of a list that was typed in this font; nothing where it is Unicode already, or
    makes no sense so."""
    if text.isascii() or _is_unicode(text):
        return None
    read = _of_one_case(text, _FONTS[font](text))
    return read if read != text and _is_believed(text, read) else None


def _is_unicode(text: str) -> bool:
    is_readable_so = all(word.isascii() or is_readable(word) for word in words_of(text))
    return is_readable_so and not _SMALL_AMONG_CAPITALS.search(text)


def _without_double_encoding(text: str) -> str | None:
    found = None
    # Some texts went through it twice.
    for _ in range(3):
        if text.isascii():
            break
        once = _decoded(text)
        if once is None and _DOUBLE_ENCODED.search(text):
            inside = _LOST_A0_INSIDE.sub("\u00a0", text)
            once = _decoded(_LOST_A0_AT_END.sub("\u00a0", inside))
        if once is None:
            break
        found = text = once
    return None if found is None else compose(found)


def _decoded(text: str) -> str | None:
    codes = bytearray()
    for char in text:
        code = _CP1252.get(char, ord(char))
        if code > 255:
            return None
        codes.append(code)
    try:
        return codes.decode("utf-8")
    except UnicodeDecodeError:
        return None


# Five codes have no character there; programs show them as control characters.
_CP1252: Final = {
    char: code
    for code in range(128, 160)
    if (char := bytes([code]).decode("cp1252", errors="ignore"))
}


def _from_old_font(text: str) -> Repaired | None:
    readings = [
        Repaired(read, encoding)
        for encoding, convert in _FONTS.items()
        if (read := _of_one_case(text, convert(text))) != text and _is_believed(text, read)
    ]
    if len(readings) > 1:
        readings.sort(key=lambda reading: not _begins_with_surname(reading.text))
    return readings[0] if readings else None


def _of_one_case(text: str, read: str) -> str:
    """Raise the letters that capital fonts keep under the codes of small ones."""
    letters = [char for char in text if char.isascii() and char.isalpha()]
    is_capital = len(letters) > 1 and all(map(str.isupper, letters))
    return compose(read.upper() if is_capital else read)


def _from_tcvn3(text: str) -> str:
    return text.translate(_FROM_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda match: _VNI[match[0]], text)


_FONTS: Final[dict[Encoding, Callable[[str], str]]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
}


def _is_believed(text: str, read: str) -> bool:
    """Ask whether every word that changed became a syllable, and most others are some."""
    changed = strange = 0
    for before, after in zip(text.split(), read.split(), strict=False):
        for word in words_of(after):
            if before != after:
                if not is_syllable(word):
                    return False
                changed += 1
            elif not (is_readable(word) or _is_abbreviation(word)):
                strange += 1
    return changed > strange and len(text.split()) == len(read.split())


def _is_abbreviation(word: str) -> bool:
    return len(word) <= 3 and not any(char in "aeiou" for char in word)


def _begins_with_surname(text: str) -> bool:
    words = words_of(text)
    return bool(words) and unmark(words[0]) in _SURNAMES


def _without_keys(text: str) -> Repaired | None:
    """Read the keys a driver would have taken, if there are more of them than chance leaves."""
    has_digits = any(map(str.isdigit, text))
    encoding = Encoding.VNI_KEYS if has_digits else Encoding.TELEX
    read = read_vni_keys if has_digits else read_telex
    written, others, weights = [], [], []
    pieces = _PIECES.split(text)
    for piece in pieces:
        typed = read(piece.lower()) if piece.isascii() and piece.isalnum() else None
        if typed is not None and has_digits and piece is not pieces[-1]:
            typed = typed._replace(weight=2 * typed.weight)
        if typed is not None:
            written.append(_in_case_of(piece, typed.text))
            weights.append(typed.weight)
            continue
        written.append(piece)
        if piece[:1].isalpha():
            word = compose(piece).lower()
            if not (is_readable(word) or _is_abbreviation(word)):
                return None
            others.append(word)
    repaired = "".join(written)
    # A digit may number people of one name.
    needed = max(_weight_needed(others, repaired), _ENOUGH_IN_A_NAME if has_digits else 0)
    if repaired == text or sum(weights) < needed:
        return None
    return Repaired(compose(repaired), encoding)


_PIECES: Final = re.compile(r"([^\w]+)")


def _weight_needed(others: list[str], repaired: str) -> int:
    if not others:
        is_name = " " in repaired and _begins_with_surname(repaired)
        return _ENOUGH_IN_A_NAME if is_name else _ENOUGH_ALONE
    is_vietnamese = len(others) > 1 and (
        unmark(others[0]) in _SURNAMES
        or _begins_with_surname(repaired)
        or not _MIDDLE_WORDS.isdisjoint(map(unmark, others))
    )
    return 1 if is_vietnamese else _ENOUGH_IN_A_NAME


def _in_case_of(piece: str, typed: str) -> str:
    if piece.isupper():
        return typed.upper()
    return typed.capitalize() if piece[0].isupper() else typed
