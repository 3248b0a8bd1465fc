"""The unique certificate identifier (UCI): a new one for each certificate, never reused."""

import re
import secrets
from typing import Final

from certificate_format.errors import CertificateError, Reason

_CHARACTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
_OWN: Final = re.compile(r"URN:UVCI:01:([A-Z]{2}):([0-9A-F]{32})(?:#([A-Z0-9/:]))?")


def new_uci(country: str = "VN") -> str:
    """Draw an identifier that tells nothing about its holder.

    The check character is optional in the European rules, and the certificates that Viet Nam
    issued carry none.
    """
    return f"URN:UVCI:01:{country}:{secrets.token_hex(16).upper()}"


def normalise_uci(typed: str) -> str:
    """Read an identifier that a person typed, with or without a check character."""
    match = _OWN.fullmatch("".join(typed.split()).upper())
    if match is None:
        raise CertificateError(Reason.UCI_WRONG)
    country, opaque, check = match.groups()
    uci = f"URN:UVCI:01:{country}:{opaque}"
    if check is not None and check != check_character(uci):
        raise CertificateError(Reason.UCI_WRONG)
    return uci


def check_character(uci: str) -> str:
    """Compute the Luhn mod N character that may stand after '#' to catch a slip of the pen."""
    size, total = len(_CHARACTERS), 0
    for position, character in enumerate(reversed(uci)):
        doubled = _CHARACTERS.index(character) * (2 if position % 2 == 0 else 1)
        total += doubled // size + doubled % size
    return _CHARACTERS[-total % size]
