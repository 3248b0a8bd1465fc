"""The texts of a SMART Health Card's QR codes (`shc:/`): two digits a character of its JWS."""

from typing import Final

from certificate_format.errors import CertificateError, Reason

PREFIX: Final = "shc:/"
MOST_IN_ONE_CODE: Final = 1195  # characters of a JWS in a code of version 22, as the framework says
MOST_IN_A_PART: Final = 1191
MAX_TEXT: Final = 4 * 7089  # the digits of four QR codes as large as there are any

_FIRST_CHARACTER: Final = 45  # the code of '-', the least of Base64url


def to_qr_texts(jws: str) -> list[str]:
    """Write a card as the texts of QR codes: one as a rule, else as few of equal length as it
    takes."""
    if len(jws) <= MOST_IN_ONE_CODE:
        return [PREFIX + _digits(jws)]
    count = -(-len(jws) // MOST_IN_A_PART)
    size = -(-len(jws) // count)
    parts = [jws[at : at + size] for at in range(0, len(jws), size)]
    return [f"{PREFIX}{n}/{count}/{_digits(part)}" for n, part in enumerate(parts, start=1)]


def to_jws(text: str) -> str:
    """Take a card from the text of its code, from those of all its codes in any order, or as it
    was signed."""
    if len(text) > MAX_TEXT:
        raise CertificateError(Reason.TEXT_TOO_LONG)
    if text.startswith("eyJ"):
        return text
    before, *codes = text.split(PREFIX)
    if before.strip() or not codes:
        raise CertificateError(Reason.PREFIX_MISSING)
    if len(codes) == 1 and "/" not in codes[0]:
        return _characters(codes[0].strip())
    parts: dict[str, str] = {}
    for code in codes:
        number, _, rest = code.strip().partition("/")
        count, _, digits = rest.partition("/")
        if count != str(len(codes)):
            raise CertificateError(Reason.CODES_MISSING)
        parts[number] = digits
    wanted = [str(number) for number in range(1, len(codes) + 1)]
    if parts.keys() != set(wanted):
        raise CertificateError(Reason.CODES_MISSING)
    return "".join(_characters(parts[number]) for number in wanted)


def _digits(jws: str) -> str:
    return "".join(f"{ord(character) - _FIRST_CHARACTER:02}" for character in jws)


def _characters(digits: str) -> str:
    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdigit()):
        raise CertificateError(Reason.PREFIX_MISSING)
    numbers = (int(digits[at : at + 2]) for at in range(0, len(digits), 2))
    return "".join(chr(number + _FIRST_CHARACTER) for number in numbers)
