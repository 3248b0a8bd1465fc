"""Base45 (RFC 9285): bytes as the 45 characters that a QR code packs best.

Two bytes are three characters: a table of all of them, read by numpy, takes a tenth of the time
that a loop takes.
"""

from typing import Final

import numpy as np

from certificate_format.errors import CertificateError, Reason

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_TAIL: Final = tuple(ALPHABET[n % 45] + ALPHABET[n // 45] for n in range(256))
_LAST_BYTE: Final = {two: bytes([n]) for n, two in enumerate(_TAIL)}
_LARGEST: Final = 0xFFFF
_NO_VALUE: Final = 100_000  # more than three characters may stand for


def _triples() -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    """The three characters of every two bytes."""
    letters = np.frombuffer(ALPHABET.encode(), np.uint8)
    numbers = np.arange(_LARGEST + 1)
    places = (letters[numbers % 45], letters[numbers // 45 % 45], letters[numbers // 2025 % 45])
    return np.stack(places, axis=1).view("S3").reshape(-1)


def _values(weight: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """What a character is worth in its place; most bytes are no character of the alphabet."""
    values = np.full(256, _NO_VALUE, np.uint32)
    for value, letter in enumerate(ALPHABET.encode()):
        values[letter] = value * weight
    return values


_TRIPLES: Final = _triples()
_LOW: Final = _values(1)
_MIDDLE: Final = _values(45)
_HIGH: Final = _values(2025)


def encode(data: bytes) -> str:
    """Write bytes as Base45 text."""
    pairs = np.frombuffer(memoryview(data)[: len(data) & ~1], ">u2")
    text = _TRIPLES.take(pairs).tobytes().decode("ascii")
    return text + _TAIL[data[-1]] if len(data) & 1 else text


def decode(text: str) -> bytes:
    """Read Base45 text back; every text stands for at most one sequence of bytes."""
    whole, rest = divmod(len(text), 3)
    try:
        letters = np.frombuffer(text.encode("ascii"), np.uint8)[: whole * 3]
        last = _LAST_BYTE[text[whole * 3 :]] if rest else b""
    except (KeyError, UnicodeEncodeError) as error:
        raise CertificateError(Reason.BASE45_WRONG) from error
    if not whole:
        return last
    pairs = _LOW.take(letters[0::3])
    pairs += _MIDDLE.take(letters[1::3])
    pairs += _HIGH.take(letters[2::3])
    if pairs.max() > _LARGEST:
        raise CertificateError(Reason.BASE45_WRONG)
    return pairs.astype(">u2").tobytes() + last
